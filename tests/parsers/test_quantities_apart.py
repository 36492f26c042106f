"""Numbers that stand apart from the name they count: in brackets, in a later clause, under another word, in a form."""

from __future__ import annotations

import pytest

from tests.parsers.test_quantities import quantities


def numbers(text: str, language: str, name: str) -> list[int | None]:
    """How many of the products whose name ends so."""
    found = quantities(text, language)
    return [number for each, number in found.items() if each.lower().endswith(name)]


class TestBrackets:
    """Behind the name, with more in the same brackets."""

    @pytest.mark.parametrize(
        ("text", "name", "quantity"),
        [
            ("The waistcoats (forty, bottle green) turned everything green in the wash.", "waistcoats", 40),
            ("The curtains (six, lined) are too short.", "curtains", 6),
            ("Your rebar (46 t, dia 12 and 16) is rusty.", "rebar", 46),
            ("The kettles (about 30, all black) leak.", "kettles", 30),
            ("The mugs (twenty-four of them) are chipped.", "mugs", 24),
            ("The oak doors (qty 12; primed) are warped.", "oak doors", 12),
            ("Your blankets (two hundred, grey) smell of mould.", "blankets", 200),
            ("The chairs (2019, blue) wobble.", "chairs", None),
            ("The chairs (12, 14 and 16 inches high) wobble.", "chairs", None),
            ("The kettle (see photo 3, attached) leaks.", "kettle", None),
        ],
    )
    def test_what_comes_first_counts(self, text: str, name: str, quantity: int | None):
        """But neither a year nor the first of several figures."""
        assert numbers(text, "en", name) == [quantity]


class TestStandIns:
    """The number stands with a word for anything of its kind, or with none."""

    @pytest.mark.parametrize(
        ("text", "name", "quantity"),
        [
            ("The kettle came in orange. Fifty units, packed in October.", "kettle", 50),
            ("The printed T-shirts are wrong. The name is misspelt on all 450.", "t-shirts", 450),
            ("The blinds are four inches too wide. There are six.", "blinds", 6),
            ("The floor tiles are scratched. There were 80.", "floor tiles", 80),
            ("We need 20 towels per room. The towels are stained.", "towels", None),
            ("The blankets came with 20 blankets per bale.", "blankets", None),
            ("You sent 2 x 5 kg gravel.", "gravel", 2),
            ("You delivered 3 x 25 kg cement and it is hard.", "cement", 3),
            ("Please price 80 no. base plates.", "base plates", 80),
            ("Please price 40 nr scaffold boards.", "scaffold boards", 40),
        ],
    )
    def test_it_counts_the_product(self, text: str, name: str, quantity: int | None):
        """As it would beside its name."""
        assert numbers(text, "en", name) == [quantity]

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("The drench gun is faulty. Three ewes went down. Two have got up.", "drench gun"),
            ("The heater failed. Four children were sent home. Two have coughs.", "heater"),
            ("The cake came with two tiers, both of them chocolate.", "cake"),
            ("The kettle boils over. We know of three cases.", "kettle"),
            ("The kettle leaks and the toaster smokes, and in both cases you said nothing.", "kettle"),
            ("The bottling filler arrived. Please tell me if a spare set of 8 can be held.", "bottling filler"),
            ("The pump failed between 9 and 14 January. Please repair it.", "pump"),
            ("The strings were fine, all 10-46, but the guitar is cracked.", "guitar"),
        ],
    )
    def test_what_is_counted_may_be_something_else(self, text: str, name: str):
        """Animals, people, layers, cases, packs and days."""
        assert numbers(text, "en", name) == [None]

    def test_each_product_has_the_number_of_its_own_sentence(self):
        """Not only the first that is found."""
        text = "消防水带65-20的30盘、干粉灭火器4kg的120具，都没收到。"
        assert numbers(text, "zh", "消防水带") == [30]


class TestChinese:
    """With any measure, where what stands beside the number says that goods are counted."""

    @pytest.mark.parametrize(
        ("text", "name", "quantity"),
        [
            ("易拉宝订的八个，拆开弹簧是坏的。", "易拉宝", 8),
            ("贵厂的木托盘到货，其中90个没有盖章。", "木托盘", 90),
            ("你家发来的巢础，寄来一百二十张全是意蜂的。", "巢础", 120),
            ("被套收回来了，清点200条，有的发黄。", "被套", 200),
            ("被套送回来，31条发黄有味。", "被套", 31),
            ("输液泵流速失准，我科已将全院同型号18台封存停用。", "输液泵", 18),
            ("课本缺页。上述16本请换新。", "课本", 16),
            ("锦旗做得好，这回还要三面，内容照旧。", "锦旗", 3),
            ("贵司商品混凝土强度不合格，共126方，请说明原因。", "混凝土", 126),
            ("宣纸十刀，有霉点。", "宣纸", 10),
            ("玻璃杯碎得厉害，少了4个，请补。", "玻璃杯", 4),
            ("办公椅到了，只收到12把，差得远。", "办公椅", 12),
            ("收到瓷砖，碎了35片，没法铺。", "瓷砖", 35),
            ("订了一批锦旗，颜色不对。", "锦旗", None),
            ("洗衣机坏了，换了三个客服都说不清。", "洗衣机", None),
            ("电热水壶漏水，把这两个问题处理好。", "电热水壶", None),
            ("火锅底料 10公斤/桶装 漏油了。", "火锅底料", None),
            ("冰箱不制冷，只有两个人在家。", "冰箱", None),
            ("婚纱还没到，已经等了共三个月。", "婚纱", None),
        ],
    )
    def test_it_counts_what_was_named(self, text: str, name: str, quantity: int | None):
        """But not those who answer, troubles, months, or what a pack holds."""
        assert numbers(text, "zh", name) == [quantity]


class TestForms:
    """Tables and fields."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                (
                    "item                cartons   pcs shipped   pcs broken\n"
                    "celadon mug              50          1200          211\n"
                    "ox blood jug             40           800          101"
                ),
                {"celadon mug": 211, "ox blood jug": 101},
            ),
            (
                (
                    "ADVICE   INVOICE   PART         DESCRIPTION              INV'D  REC'D\n"
                    "70331    880214    BD-2207      brake discs                 24     20\n"
                    "70332    880219    CV-4402      wheel bearings              30     28"
                ),
                {"brake discs": 24, "wheel bearings": 30},
            ),
            (
                (
                    "description        no. of boxes    units short\nnitrile gloves              40             12\n"
                    "face masks                  60              7"
                ),
                {"nitrile gloves": 12, "face masks": 7},
            ),
        ],
    )
    def test_pieces_that_are_wrong_come_first(self, text: str, expected: dict[str, int]):
        """Before pieces that are right, boxes of them, and numbers of notes."""
        assert quantities(f"Please see:\n\n{text}\n\nPlease credit.") == expected

    @pytest.mark.parametrize(
        ("text", "quantity"),
        [
            ("Part           lock nut\nQty received   2,500      Qty inspected  200      Qty rejected  150", 150),
            ("Part           lock nut\nDelivered      600        Damaged   40", 40),
            ("Goods        fresh salmon, 22 boxes / 484 kg\nArrived      Thu 03:50", 22),
            ("Goods        fresh salmon, 500 g, chilled\nArrived      Thu 03:50", None),
            ("Cargo      : parboiled rice\nB/L qty    : 24,000 bags", 24_000),
        ],
    )
    def test_several_fields_may_share_a_line(self, text: str, quantity: int | None):
        """And a field for the goods may say how many."""
        assert list(quantities(text).values()) == [quantity]
