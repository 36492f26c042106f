"""How many of each: numbers set out in rows, said in a later clause, or that count something else altogether."""

from __future__ import annotations

from time import process_time

import pytest

from parsers.facts import read_facts

FRAMES = {"en": ("Hello,", "Please reply soon.\n\nRegards\nTom Lee"), "zh": ("您好，", "请尽快处理。\n李明")}


def quantities(text: str, language: str = "en") -> dict[str, int | None]:
    """What the sentence, set into a short letter, is about, and how many."""
    opening, closing = FRAMES[language]
    letter = f"{opening}\n\n{text}\n\n{closing}"
    facts = read_facts(subject="", text=letter, language=language, sender=None, attachments=(), date=None)
    return {fact.value.name: fact.value.quantity for fact in facts.products}


class TestOtherNumbers:
    """Dates, rates, sizes, money and shares stand about in letters, and no goods are counted by them."""

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("The boiler you fitted cuts out three or four times a night, usually at 4 in the morning.", "boiler"),
            ("Our dishwasher leaks. Steps 2 and 3 of the manual did not help.", "dishwasher"),
            ("The conveyor stopped and we lose 900 bottles an hour.", "conveyor"),
            ("The labelling machine does barely 35 cartons per minute.", "labelling machine"),
            ("The tumble dryer fell off the lorry at 20 miles per hour.", "tumble dryer"),
            ("Four in ten of your reviews say the same. The kettle leaks.", "kettle"),
            ("The watch stopped at 30 metres.", "watch"),
            ("The lawnmower broke. You must have sold thousands of them.", "lawnmower"),
            ("The printer takes two or three sheets at once.", "printer"),
            ("We hired a 3 x 6 gazebo for the wedding and it leaked.", "gazebo"),
            ("You came on three visits to repair the toaster and on two of them you were late.", "toaster"),
        ],
    )
    def test_an_english_number_counts_what_it_stands_with(self, text: str, name: str):
        """And one thing that is spoken of has no quantity."""
        assert quantities(text) == {name: None}

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("昨天收到的鱼缸打开碎成五块，外箱完好。", "鱼缸"),
            ("你们的净水器自动续费，每月照扣39块，我没同意。", "净水器"),
            ("智能门锁坏了，我的要求就两条：换新或者退款。", "智能门锁"),
            ("包装机停了，现在每小时少产3000袋。", "包装机"),
            ("电饭煲内胆掉涂层，联系销售三部没人管。", "电饭煲"),
            ("扫地机器人充满电只能扫20平米，广告说能扫150平米。", "扫地机器人"),
            ("这回的茶叶有霉味，一盒20袋。", "茶叶"),
        ],
    )
    def test_a_chinese_number_counts_what_its_clause_says(self, text: str, name: str):
        """Pieces of what broke, money, demands, an output, a department, an area, the size of a pack."""
        assert quantities(text, "zh").get(name, 0) is None

    def test_a_part_that_is_counted_is_not_the_whole(self):
        """Four legs, of which three came."""
        assert quantities("今天送来的餐桌，四条腿只有三条，请补一条。", "zh")["餐桌"] is None

    def test_the_year_of_a_model_is_no_quantity(self):
        """What counts the car stands behind it."""
        assert quantities("本人在贵店购买2025款锐行轿车一辆。", "zh") == {"锐行轿车": 1}

    def test_a_length_joined_to_the_name_is_a_size(self):
        """The total comes later."""
        assert quantities("HDMI cable 5m gold plated, total 200 pcs, about 20 pcs no picture.") == {"HDMI cable": 200}

    def test_the_size_of_packs_may_stand_between_the_number_and_the_name(self):
        """Four bags, two tapes."""
        assert quantities("Four 25 kg bags of cement had burst.") == {"cement": 4}
        assert quantities("We bought two 5 m tape measures. One snapped.") == {"tape measures": 2}

    def test_grams_are_no_pieces(self):
        """A label's "500 g" says how large one of them is."""
        assert quantities("Item: 500 g ground almonds\nQty: 60\nAll mouldy.") == {"500 g ground almonds": 60}


class TestRows:
    """Rows, labelled lines and lists."""

    def test_the_number_may_stand_before_the_name_where_a_price_ends_the_row(self):
        """As gardeners order."""
        rows = "  1,500   Tulipa 'Queen of Night'     £ 180.00\n    600   Allium 'Purple Rain'        £  96.50"
        assert quantities(f"Please supply:\n\n{rows}") == {"Tulipa 'Queen of Night'": 1500, "Allium 'Purple Rain'": 600}

    def test_a_single_digit_before_the_name_may_number_the_rows(self):
        """So it is not taken for how many."""
        found = quantities("Please supply:\n\n  1   Fire blanket    £  18.00\n  2   Smoke hood      £  33.50")
        assert set(found.values()) <= {None}

    def test_each_row_has_the_number_behind_its_own_label(self):
        """Not the first row's."""
        rows = "  Ink HX-20 black    qty 30   charged 18.20\n  Ink HX-20 cyan     qty 6    charged 19.20"
        assert quantities(f"Your invoice shows:\n\n{rows}") == {"Ink HX-20 black": 30, "Ink HX-20 cyan": 6}

    def test_a_wide_space_sets_the_number_apart(self):
        """As Chinese typists make columns."""
        rows = "1. 牛皮信封 C4　2,000 個\n2. 影印紙 A4　50 令"
        assert quantities(f"请报价：\n{rows}", "zh") == {"牛皮信封 C4": 2000, "影印紙 A4": 50}

    def test_a_bare_number_ends_an_item_of_a_list_of_goods(self):
        """Behind a colon."""
        assert quantities("- Hedge shears: 4\n- Leaf rake: 10\nNeither has come.") == {
            "Hedge shears": 4,
            "Leaf rake": 10,
        }

    @pytest.mark.parametrize(
        ("text", "quantity"),
        [
            ("Item: nitrile gloves, size L\nOrdered / delivered: 40 boxes / 36 boxes", 40),
            ("Article: disposable gloves\nDelivered: 12 000", 12_000),
            ("Product: nitrile gloves\nDelivered: 900\nRejected: 85", 85),
            ("Item: nitrile gloves\nReceived: 30 June 2025", None),
            ("Item: nitrile gloves\nDelivered: 12/05/2025", None),
            ("Item: nitrile gloves\nReceived: 3 days late", None),
        ],
    )
    def test_a_labelled_line_says_how_many(self, text: str, quantity: int | None):
        """The rejected before the delivered ones; days and dates are none of either."""
        assert list(quantities(text).values()) == [quantity]


class TestLaterClauses:
    """The number comes in a clause of its own."""

    @pytest.mark.parametrize(
        ("text", "name", "quantity"),
        [
            ("The cotton fabric on your confirmation (900 yards white) is off shade.", "cotton fabric", 900),
            ("You still sell the filters? I had six off you last year.", "filters", 6),
            ('The bill says "drill bits, 10 off, £48.00" but we got none of the drill bits.', "drill bits", 10),
            ("Can you make the salmon 30 portions rather than 24 please.", "salmon", 30),
            ("The towels are wrong. We opened 3 cartons. All 400 pieces are grey instead of white.", "towels", 400),
            ("The desk lamps arrived. We counted only 22.", "desk lamps", 22),
            ("The desk lamps arrived today, 22 instead of 24.", "desk lamps", 22),
            ("I ordered the large planters, three of, and got small ones.", "large planters", 3),
            ("The scaffold boards are split. I need 40 good ones by Friday.", "scaffold boards", 40),
            ("Of the mugs we got 3 dozen.", "mugs", 36),
            ("Seat cushions x 8 arrived without covers.", "Seat cushions", 8),
            ("500pcs of LED lamps arrived with scratches.", "LED lamps", 500),
        ],
    )
    def test_it_counts_what_was_named_before(self, text: str, name: str, quantity: int):
        """In English."""
        assert quantities(text) == {name: quantity}

    @pytest.mark.parametrize(
        ("text", "name", "quantity"),
        [
            ("我单位采购的墨盒已送达，实收24支均为兼容产品。", "墨盒", 24),
            ("贵司的瓷砖有色差，合同约定购瓷砖300平方米。", "瓷砖", 300),
            ("我在你们那买的50节瑜伽课，店就关了。", "瑜伽课", 50),
            ("本馆验收之钢制书架共28座，层板下陷。", "钢制书架", 28),
            ("1. 红茶（滇红一级）应为40箱，少了。", "红茶", 40),
            ("收到螺丝5000pcs，全部生锈。", "螺丝", 5000),
            ("购入5匹空调3台，都有异响。", "空调", 3),
            ("两批口罩共1万只，耳带一拉就断。", "口罩", 10_000),
        ],
    )
    def test_a_chinese_measure_tells_what_it_counts(self, text: str, name: str, quantity: int):
        """Whatever the sentence says in between."""
        found = quantities(text, "zh")
        assert [number for each, number in found.items() if each.endswith(name)] == [quantity]


def test_a_letter_full_of_bare_numbers_is_read_in_linear_time():
    """Twice as many take about twice as long: nothing looks further back than a sentence's worth."""
    times: list[float] = []
    for many in (2_000, 4_000):
        text = "The kettle leaks. " + "We got 3 units, 四条腿只有三条, 5 of them or 6. " * (many // 10)
        start = process_time()
        quantities(text)
        times.append(process_time() - start)
    assert times[1] < 4 * times[0] + 0.5
