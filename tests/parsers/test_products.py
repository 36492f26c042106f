"""What a letter is about: goods of every sort, with the number of them, in sentences as customers write them."""

from __future__ import annotations

from random import Random
from time import process_time

import pytest

from parsers.facts import read_facts
from parsers.letter import Where

FRAMES = {"en": ("Hello,", "Please reply soon.\n\nRegards\nTom Lee"), "zh": ("您好，", "请尽快处理。\n李明")}


def products(text: str, language: str = "en", subject: str = "") -> list[tuple[str, int | None]]:
    """Names and quantities of what the sentence, set into a short letter, is about."""
    opening, closing = FRAMES[language]
    letter = f"{opening}\n\n{text}\n\n{closing}"
    facts = read_facts(subject=subject, text=letter, language=language, sender=None, attachments=(), date=None)
    return [(fact.value.name, fact.value.quantity) for fact in facts.products]


class TestEnglish:
    """Sentences in English."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("11 out of 40 fire extinguishers failed the pressure test.", [("fire extinguishers", 11)]),
            ("We received 4 drums of epoxy resin (200 kg each); all four have crystallised.", [("epoxy resin", 4)]),
            ("You printed 250 menu cards for us and the dessert prices are missing.", [("menu cards", 250)]),
            ("Three jars of gherkins in the last delivery had broken seals.", [("gherkins", 3)]),
            ("The fifty paperback thesauruses came safely, two have torn covers.", [("paperback thesauruses", 50)]),
            ("Please cancel one cordless hedge cutter from my order.", [("cordless hedge cutter", None)]),
            ("The noisy, overpriced tumble dryer is out of action again.", [("tumble dryer", None)]),
            (
                "We ordered 1,200 clay roof tiles and about ninety of them crumbled when lifted.",
                [("clay roof tiles", 1200)],
            ),
            ("Thank you for the name badges, but 3 of the 45 have spelling mistakes.", [("name badges", 3)]),
            ("Two boxes of catheter leg bags were out of date when they reached the ward.", [("catheter leg bags", 2)]),
            ("30 sets of bed linen for the Hotel Astoria were delivered in the wrong size.", [("bed linen", 30)]),
            ("All eighteen choir robes came in navy instead of burgundy.", [("choir robes", 18)]),
            ("From the 60 LED strips one end stays dark on nearly every one.", [("LED strips", 60)]),
            (
                "Please note that 500 pcs rubber gaskets, part no. 77-120, were short in shipment 12.",
                [("rubber gaskets", 500)],
            ),
            ("15 tubs of vanilla ice cream had thawed.", [("vanilla ice cream", 15)]),
            ("We got 4 kayak paddles where we had ordered 6.", [("kayak paddles", 4)]),
            ("Three pairs of blackout curtains are 10 cm too short.", [("blackout curtains", 3)]),
            (
                "The M12 anchor bolts (2,000 pcs) have bad threads, 300 of them cannot be used.",
                [("M12 anchor bolts", 2000)],
            ),
            ("You delivered 8 cans of gearbox oil with torn labels.", [("gearbox oil", 8)]),
            ("5 of 16 excavator bucket teeth broke within one shift.", [("excavator bucket teeth", 5)]),
            ("A dozen espresso cups ordered, five in pieces.", [("espresso cups", 12)]),
            ("85 school uniforms without the crest!", [("school uniforms", 85)]),
            ("Three out of our twenty-two solar panels show micro cracks.", [("solar panels", 3)]),
        ],
    )
    def test_counted_goods_are_found_with_their_number(self, text: str, found: list[tuple[str, int | None]]):
        """Digits, words, shares of a whole, containers, numbers behind the name."""
        assert products(text, "en") == found

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            (
                "I bought a pair of sunglasses from your Leeds shop and the left hinge snapped on day two.",
                [("sunglasses", None)],
            ),
            (
                "The Duro 400 floor polisher we hired from you trips the breaker every time.",
                [("Duro 400 floor polisher", None)],
            ),
            (
                "My mother's stairlift stopped half way up yesterday and she was stuck for an hour.",
                [("stairlift", None)],
            ),
            ("The hearing aids whistle constantly.", [("hearing aids", None)]),
            (
                "Our wheel loader WL-920 lost hydraulic pressure on Tuesday, two drivers had to be sent home.",
                [("wheel loader WL-920", None)],
            ),
            ("The zip of my son's Scholar 3 backpack broke after two weeks of school.", [("Scholar 3 backpack", None)]),
            ("I've rung four times about my dehumidifier. Nobody rings back.", [("dehumidifier", None)]),
            ("The wedding cake arrived at 4 pm, an hour after the guests had left.", [("wedding cake", None)]),
            ("The phone case I got from you is for a different phone.", [("phone case", None)]),
            ("Our baby monitor loses the signal in the next room.", [("baby monitor", None)]),
            ("The hot tub we had installed in May is losing water.", [("hot tub", None)]),
            ("The lid of the vitamin C tablets was already open.", [("vitamin C tablets", None)]),
            ("The dog bed smells of petrol.", [("dog bed", None)]),
            ("The mobile crane turned up without an operator.", [("mobile crane", None)]),
            ("Your bathroom scales say I weigh nothing. I wish.", [("bathroom scales", None)]),
            ("The vinyl flooring in room 12 is lifting at the joints.", [("vinyl flooring", None)]),
            ("The climbing harness bought on 3 May has a frayed leg loop.", [("climbing harness", None)]),
        ],
    )
    def test_goods_are_found_without_a_number(self, text: str, found: list[tuple[str, int | None]]):
        """By what is said of them: bought, delivered, broken."""
        assert products(text, "en") == found


class TestChinese:
    """Sentences in Chinese."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("定制的60个不锈钢保温杯，有7个不保温。", [("不锈钢保温杯", 60)]),
            ("采购的20箱一次性手套（3000副），破洞特别多。", [("一次性手套", 20)]),
            ("学校订的48套课桌椅有5套晃动。", [("课桌椅", 48)]),
            ("三十盒月饼礼盒里有的已经发霉。", [("月饼礼盒", 30)]),
            ("换的四条轮胎有两条鼓包。", [("轮胎", 4)]),
            ("两箱A4打印纸卡纸严重。", [("A4打印纸", 2)]),
            ("我厂采购的3台LB-65螺杆泵，其中1台异响严重。", [("LB-65螺杆泵", 3)]),
            ("收到五盒桂花糕，全碎了。", [("桂花糕", 5)]),
            ("会议室的两台投影仪有一台花屏。", [("投影仪", 2)]),
            ("200只不锈钢球阀抽检16只泄漏。", [("不锈钢球阀", 200)]),
            ("40包医用纱布灭菌日期已过。", [("医用纱布", 40)]),
            ("点了三斤小龙虾，送来的是凉的。", [("小龙虾", 3)]),
            ("两袋猫粮里有一袋生虫。", [("猫粮", 2)]),
            ("35箱瓷砖里有8箱颜色不一样。", [("瓷砖", 35)]),
            ("十盆绿萝到货时蔫了四盆。", [("绿萝", 10)]),
            ("实木床和两个床头柜的味道非常刺鼻。", [("床头柜", 2), ("实木床", None)]),
            ("鸡翅木筷二十双，洗了两遍，水是红的。", [("鸡翅木筷", 20)]),
            ("招标的吸水膨胀袋五千只，只到了四千只。", [("吸水膨胀袋", 5000)]),
            ("清明前订的金鸡菊苗五百株，一半没活。", [("金鸡菊苗", 500)]),
            ("2台老住院楼电梯已停用，不该收维保费。", [("电梯", 2)]),
            ("怀疑电表倍率录错了，请派人来查。", [("电表", None)]),
            ("花洒套装漏水，请换新。", [("花洒套装", None)]),
            ("驱动花纹的轮胎四条发错了。", [("轮胎", 4)]),
            ("您反馈的卡箍镀层脱落，我们很重视。", [("卡箍", None)]),
            ("我的DreamStation坏了，无法开机。", [("DreamStation", None)]),
        ],
    )
    def test_counted_goods_are_found_with_their_number(self, text: str, found: list[tuple[str, int | None]]):
        """Numerals and measure words before or behind the name."""
        assert products(text, "zh") == found

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("上个月在你们店买的电热毯，昨晚插头烧黑了。", [("电热毯", None)]),
            ("贵司供应的传送带三天断了两次，产线停了。", [("传送带", None)]),
            ("电子秤称不准，差了二两。", [("电子秤", None)]),
            ("净水器装好第二天就漏水，地板全泡了。", [("净水器", None)]),
            ("给孩子买的学习机开机就黑屏。", [("学习机", None)]),
            ("儿童安全座椅的卡扣扣不上，我不敢用。", [("儿童安全座椅", None)]),
            ("厨房的吊顶扣板装得歪歪扭扭。", [("吊顶扣板", None)]),
            ("老人的电动轮椅走到半路没电了，充电器也不亮。", [("电动轮椅", None)]),
            ("羽绒服洗了一次就跑毛。", [("羽绒服", None)]),
            ("用了你家的隔离霜，脸上起红疹。", [("隔离霜", None)]),
            ("情人节订的玫瑰花束第二天才送到。", [("玫瑰花束", None)]),
            ("贵站供应的混凝土强度不够，28天只有C22。", [("混凝土", None)]),
            ("车载充电器插上就发烫。", [("车载充电器", None)]),
            ("新装的防盗门关不严，漏风。", [("防盗门", None)]),
        ],
    )
    def test_goods_are_found_without_a_number(self, text: str, found: list[tuple[str, int | None]]):
        """Known names, and unknown ones by what they end in."""
        assert products(text, "zh") == found


class TestTheLetterAsAWhole:
    """What the letter is about, and what it only mentions."""

    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("Your driver was rude to my wife and left our gate open.", "en"),
            ("I was charged twice in March, both payments left my account on the 3rd.", "en"),
            ("I have called 5 times and sent 3 emails over 2 weeks about invoice 4471.", "en"),
            ("你们的客服态度太恶劣了，打了三次电话都被挂断。", "zh"),
        ],
    )
    def test_people_calls_and_payments_are_no_goods(self, text: str, language: str):
        """Whatever is counted in them."""
        assert products(text, language) == []

    def test_a_list_gives_every_row(self):
        """Three rows, three products, each with its number."""
        rows = "- 3 laser levels\n- 10 drill bits\n- 2 tile cutters"
        assert products(f"The following arrived broken:\n{rows}") == [
            ("laser levels", 3),
            ("drill bits", 10),
            ("tile cutters", 2),
        ]

    def test_a_row_of_a_table_has_its_number_between_name_and_price(self):
        """As an invoice's table comes out of HTML."""
        found = products("Item   Qty   Price   Sum\nDesk lamp   12   24.90   298.80\nPaper tray   4   9.00   36.00")
        assert dict(found) == {"Desk lamp": 12, "Paper tray": 4}

    def test_what_stands_below_the_head_item_is_a_product_whatever_it_is_called(self):
        """The column that counts what is wrong goes before the one that counts what was ordered; where it says 0, all is well."""
        found = products(
            "Checked this morning:\n\n"
            "Item                Ordered   Received   Broken\n"
            "Wibbler, large           40         40        6\n"
            "Frobnet 12              15         15        0\n"
            "Total                   55         55        6"
        )
        assert found == [("Wibbler", 6)]

    def test_a_row_may_be_ruled_with_strokes_and_lack_a_cell(self):
        """As people draw tables by hand."""
        found = products(
            "序号｜品名｜规格｜订｜到｜情况\n1｜★速溶山药粉｜500g｜30｜26｜——\n2｜紫薯丁｜1kg｜12｜11｜好", "zh"
        )
        assert dict(found) == {"速溶山药粉": 30, "紫薯丁": 12}

    def test_rows_without_a_head_give_a_name_and_its_number(self):
        """An order as it is typed."""
        found = products("Please supply:\n1. Gizmo coupling GC-8   6 sets   @ 41.00\n2. Splice block   20 pcs   @ 2.50")
        assert found == [("Gizmo coupling GC-8", 6), ("Splice block", 20)]

    @pytest.mark.parametrize(
        ("text", "language", "found"),
        [
            ("Appliance: Velara S300 combi-steamer (bought 2 May)\nFault: error 12", "en", "Velara S300 combi-steamer"),
            ("【产品】云朵记忆枕(1个)\n【诉求】退款", "zh", "云朵记忆枕"),
            ("贵司货物(提单号 HB-1,品名:聚氨酯发泡料)今日到港。", "zh", "聚氨酯发泡料"),
        ],
    )
    def test_what_stands_behind_a_label_of_goods_is_a_product(self, text: str, language: str, found: str):
        """In forms, tickets and notices."""
        assert [name for name, _ in products(text, language)] == [found]

    def test_figures_in_a_table_are_nobodys_number(self):
        """A laboratory's report is no list of goods."""
        text = "你司供应的绝缘胶带复测：\n项目    实测(ppm)    限值(ppm)    判定\nPb     2,130    1000    NG\nCd     12    100    OK"
        assert products(text, "zh") == [("绝缘胶带", None)]

    def test_what_is_said_of_one_is_said_of_the_other(self):
        """Two things joined by "and" stand or fall together."""
        found = products("We cancel the 3 spill kits and the bench grinder on PO 60-11; the depot is closed.")
        assert found == [("spill kits", 3), ("bench grinder", None)]

    @pytest.mark.parametrize(
        ("text", "language", "found"),
        [
            ("2.000 pcs wall chargers are stuck at customs in Koper.", "en", [("wall chargers", 2000)]),
            ("On the bill: 2 x front tyre, fitted.", "en", [("front tyre", 2)]),
            ("We ordered 12.000 corks for the harvest.", "en", [("corks", 12000)]),
            (
                "We asked for:\n- Rubber gaskets, DN40: 30 pcs\n- Pipe clips, 22 mm: 45 pcs",
                "en",
                [("Rubber gaskets", 30), ("Pipe clips", 45)],
            ),
            ("The mower you sold us is no. 1948 which is cracked.", "en", [("mower", None)]),
            ("27 of the 48 bags of fertiliser are set like concrete.", "en", [("fertiliser", 27)]),
            ("贵厂订购的铝箔包装袋50,000只至今未付款。", "zh", [("铝箔包装袋", 50000)]),
            ("床垫塌陷一事，十六张全部换了新的。", "zh", [("床垫", 16)]),
            ("羊毛大衣两只袖子不一样长。", "zh", [("羊毛大衣", None)]),
        ],
    )
    def test_numbers_count_what_they_stand_with(self, text: str, language: str, found: list[tuple[str, int | None]]):
        """Dots between thousands, "x", shares, and what is counted of the goods themselves."""
        assert products(text, language) == found

    @pytest.mark.parametrize(
        "text",
        [
            "Your Mr Lovell came to 2 Corn Hill on Tuesday and was most polite.",
            "I sat in the kitchen by the telephone all afternoon and nobody rang.",
            "The form says Derby DE1 2AH, the certificate says Leeds.",
        ],
    )
    def test_people_places_and_papers_are_no_goods(self, text: str):
        """However they are brought in."""
        assert products(text) == []

    def test_lost_spaces_around_brackets_do_no_harm(self):
        """As in "from you(see Invoice 70233)"."""
        assert products("We bought 18 cooling machines from you(see Invoice 70233), nine do not cool.") == [
            ("cooling machines", 18)
        ]

    def test_a_reference_is_no_quantity(self):
        """Lot, room and page number stand before names too."""
        assert products("Our inspection has rejected lot 2207 of your steel hinges.") == [("steel hinges", None)]

    def test_size_is_no_quantity(self):
        """A three-ton forklift is one forklift."""
        assert products("我司的3吨叉车漏油。", "zh") == [("3吨叉车", None)]

    def test_a_company_is_no_product(self):
        """Not even when its name says what it sells."""
        assert products("Panel Works Ltd told us to write to you.") == []

    def test_the_evidence_points_at_the_name(self):
        """The span cuts the very words out of the text."""
        text = "Hello,\n\nThe boiler leaks.\n\nRegards\nTom Lee"
        facts = read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)
        [span] = [span for fact in facts.products for span in fact.spans if span.where is Where.TEXT]
        assert text[span.start : span.end] == "boiler"


def test_a_long_list_of_goods_is_read_in_linear_time():
    """A price list of thousands of different goods, sent as a letter, costs no more than a second of CPU (hazards H34)."""
    rng = Random(1)
    words = ["".join(rng.choices("bcdfgklmnprt", k=7)) for _ in range(4000)]
    text = "\n".join(f"18 {word} pumps,\n18 {word}ers," for word in words)
    begin = process_time()
    assert products(text)
    assert process_time() - begin < 1
