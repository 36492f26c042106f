"""Lines that tell of each product how many, what came in full, sizes before packs, and words that name goods only together."""

from __future__ import annotations

from time import process_time

import pytest

from tests.parsers.test_products import products
from tests.parsers.test_products_named import names, spoken_of
from tests.parsers.test_quantities import quantities


class TestLinesThatTell:
    """Cells apart by strokes, pairs of a word and a number, items of a list with what became of so many."""

    def test_strokes_set_the_cells_of_a_table_apart(self):
        """As tabs do."""
        text = "Item / art. no. / sent / broken\nGlass vases / 118 V / 40 / 9\nCandle holders / 204 C / 12 / 4\n\nPlease replace these."
        assert quantities(text) == {"Glass vases": 9, "Candle holders": 4}

    def test_what_is_wrong_may_be_told_at_length(self):
        """Behind the number."""
        text = "item / serial / supplied / not working\nband sealer / BS4-20 / 2 / 1 (the heating bar stays cold on the left)\nconveyor / C-118 / 3 / 2 (stops)"
        assert quantities(text) == {"band sealer": 1, "conveyor": 2}

    def test_rows_without_a_head_end_in_how_many(self):
        """When there are several of them."""
        text = "This came:\nMicroscope lamps / ML-30 / 3\nSlide boxes / SB-112 / 5\n\nThe lamps do not light."
        assert quantities(text) == {"Microscope lamps": 3, "Slide boxes": 5}

    def test_strokes_in_a_sentence_make_no_table(self):
        """Nor does one line alone."""
        assert "Monday" not in quantities("The kettle leaks. I am in Monday / Tuesday / 3.")

    def test_each_line_may_say_ordered_and_received(self):
        """The first number is how many there should be."""
        text = "Line 1: ceiling lights: ordered 30 / received 20 / invoiced 30\nLine 2: switches: ordered 8 / received 8 / invoiced 8"
        assert quantities(text) == {"ceiling lights": 30}

    def test_a_chinese_line_may_too(self):
        """With a number of its own before it."""
        assert quantities("行1 保温饭盒 订60 收48\n行2 不锈钢勺 订200 收160", "zh") == {"保温饭盒": 60, "不锈钢勺": 200}

    @pytest.mark.parametrize(
        ("text", "language", "found"),
        [
            (
                "- kayak paddles: 20 came, 5 have loose blades\n- dry bags: 6 charged, never ordered",
                "en",
                {"kayak paddles": 20, "dry bags": 6},
            ),
            (
                "- hand soap, 72 in, 18 split at the cap\n- bath oil, 96 in, 24 squashed",
                "en",
                {"hand soap": 72, "bath oil": 96},
            ),
            ("- 苹果醋：到20箱，漏了5箱\n- 黄豆酱：到12箱，少3箱", "zh", {"苹果醋": 20, "黄豆酱": 12}),
        ],
    )
    def test_an_item_of_a_list_says_how_many_and_what_became_of_them(
        self, text: str, language: str, found: dict[str, int]
    ):
        """The first number is all of them."""
        assert quantities(text, language) == found

    def test_hostile_lines_are_read_in_linear_time(self):
        """Two hundred thousand characters of what such lines begin with."""
        for line in ("\n- a, 1 ", "a / ", "got 1 ", "\n-a:", "行1 订1 "):
            started = process_time()
            quantities(line * (200_000 // len(line)))
            assert process_time() - started < 8


class TestWhatCameInFull:
    """Where some things are short, the rows of those that came in full are not what the letter is about."""

    def test_a_row_of_which_all_came_is_left_out(self):
        """Beside one of which not all came."""
        text = "品名 | 货号 | 订 | 到\n折叠桌 | Z-1 | 8 | 0\n塑料凳 | D-2 | 40 | 40"
        assert quantities(text, "zh") == {"折叠桌": 8}

    def test_it_stays_when_all_of_them_came(self):
        """Something else must be wrong."""
        text = "品名 | 订 | 到\n折叠桌 | 8 | 8\n塑料凳 | 40 | 40\n颜色全发错了。"
        assert quantities(text, "zh") == {"折叠桌": 8, "塑料凳": 40}

    def test_it_stays_when_the_letter_says_what_is_wrong_with_it(self):
        """Whatever came."""
        text = "品名 | 订 | 到\n折叠桌 | 8 | 5\n塑料凳 | 40 | 40\n另外塑料凳有裂纹。"
        assert quantities(text, "zh") == {"折叠桌": 8, "塑料凳": 40}

    def test_how_many_were_billed_comes_before_how_many_came(self):
        """As how many were ordered does."""
        assert quantities("品名    开票    实收\n打印纸    50箱    40箱\n文件夹    100个    80个", "zh") == {
            "打印纸": 50,
            "文件夹": 100,
        }


class TestSizesAndPacks:
    """How large each is stands where a number of them might."""

    @pytest.mark.parametrize(
        ("text", "name", "quantity"),
        [
            ("我买了两袋10斤的东北大米，都发霉了。", "大米", 2),
            ("营地配了20米消防水带十盘，打压漏水。", "水带", 10),
            ("订的5升玻璃水六桶，漏了。", "玻璃水", 6),
            ("碳带一盒十卷，拉断了。", "碳带", 10),
            ("强化地板，86平，有色差。", "地板", 86),
            ("订了500公斤大米，全潮了。", "大米", 500),
        ],
    )
    def test_packs_are_counted(self, text: str, name: str, quantity: int):
        """And what is only measured out keeps its measure."""
        assert [number for each, number in quantities(text, "zh").items() if each.endswith(name)] == [quantity]

    def test_papers_are_no_goods(self):
        """Whatever measure they share with goods."""
        assert quantities("三张票的瓶盖都上线用了。那两张的没有毛病，漏的这一万个瓶盖请换。", "zh") == {"瓶盖": 10000}

    def test_the_others_are_not_the_ones(self):
        """Of which nothing is wrong."""
        assert quantities("豆瓣酱这回送来八桶，有的淡得很。另外六桶还是老味道。", "zh") == {"豆瓣酱": 8}

    def test_a_share_alone_answers_how_many(self):
        """`18 of 60`, between the lines of a question."""
        assert quantities("The mosaic tiles are wrong. How many tiles were affected? Eighteen of sixty.") == {
            "mosaic tiles": 18
        }

    def test_a_subject_may_begin_with_an_order(self):
        """That counts nothing."""
        assert products("The safety goggles are the wrong ones.", "en", "60773 safety goggles for Pete") == [
            ("safety goggles", None)
        ]


class TestNamesOfWordsTogether:
    """Words that are goods only together, and words that are none where they stand."""

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("The band saw does not run true.", "band saw"),
            ("The cattle grid has not come.", "cattle grid"),
            ("We have received the zinc watering cans and they leak.", "zinc watering cans"),
            ("The can opener broke.", "can opener"),
            ("Your carry cot has a torn strap.", "carry cot"),
            ("The stair nosing came loose.", "stair nosing"),
        ],
    )
    def test_two_words_name_what_neither_does(self, text: str, name: str):
        """Though one of them may end other names."""
        assert name in spoken_of(text)

    def test_so_they_do_in_a_subject(self):
        """Behind a colour."""
        assert names("It is the wrong colour.", "Order 50088 - brown cat flap please") == ["brown cat flap"]

    def test_a_finish_is_no_product(self):
        """When it only says how something looks."""
        text = "We ordered 48 door handles in antique brass. Twelve of them are polished brass. Send us twelve in antique brass."
        assert names(text, "Brass handles") == ["door handles"]
        assert names("The 40 m of linen you sent are stained.") == ["linen"]

    def test_what_is_sound_is_the_same_thing(self):
        """As what is broken."""
        assert names("340 ridge tiles came, 85 are broken. Please let us have 85 sound tiles.") == ["ridge tiles"]

    def test_what_is_named_one_by_one_is_not_named_together(self):
        """Whatever the subject calls it."""
        found = names("The band saw does not run true. The dust extractor came without its hose.", "Two machines")
        assert "machines" not in found
        assert {"band saw", "dust extractor"} <= set(found)

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("健身房的会籍已经终止，我填妥会籍终止单，你们还在扣款。", "会籍"),
            ("夸几句豆瓣酱，味道好，可这回的豆瓣酱发霉。", "豆瓣酱"),
            ("我买的18个暖禾T6只到了12个。", "暖禾T6"),
            ("我买了三支犬用驱虫滴剂，有一支裂了。", "犬用驱虫滴剂"),
            ("物料：10.30.118 盆栽蝴蝶兰\n叶子有虫。", "盆栽蝴蝶兰"),
            ("双星水槽 4个\n六格蒸柜 3台\n水槽漏水，蒸柜门关不拢。", "双星水槽"),
        ],
    )
    def test_a_chinese_name_begins_and_ends_where_it_does(self, text: str, name: str):
        """Behind what is done with it, and with its model or its numerals."""
        assert name in quantities(text, "zh")

    def test_a_contract_is_no_product(self):
        """Nor is what is left of the word."""
        assert not any(name.startswith("维保") for name in quantities("贵公司签订的维保合同已到期，请退费。", "zh"))

    def test_a_name_for_short_is_the_same_thing(self):
        """`桌子` of `餐桌`."""
        assert list(quantities("岩板餐桌磕掉一个角。桌子靠墙放看不太出来。", "zh")) == ["岩板餐桌"]
