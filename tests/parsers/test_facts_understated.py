"""Complaints without an angry word, and harmless letters that use a complainer's words."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.letter import Facts, Purpose, Remedy, Topic

FILED_IN_SILENCE_FROM = 0.85  # the standard policy's limit: below it a person looks


def facts(text: str, subject: str = "") -> Facts:
    """The facts of a letter without a known sender."""
    return read_facts(subject=subject, text=text, language="en", sender=None, attachments=(), date=None)


@pytest.mark.parametrize(
    "text",
    [
        "I was a little surprised to find that the drawer would not close.",
        "Not quite the oak table in the picture, is it?",
        "Great packaging. Shame about what was inside.",
        "Lovely shop, lovely staff, but the jug pours everywhere except into the cup.",
        "We booked a double and were given two singles.",
        "I paid for express and it took nine days.",
        "The dishwasher no longer drains.",
        "Nobody has come to fit the blinds although I took the day off.",
        "Third week running the milk is off when it gets here.",
        "We were quoted 300 and the bill says 420.",
        "Paid for sixty tiles, fifty came.",
        "The cake was for Saturday. It came on Monday.",
        "东西倒是漂亮，可惜一开机就跳闸。",
        "贵司的货与样品相差较大，望予解释。",
        "说是全新，拆开里面有别人的指纹和灰尘。",
        "第三回了，还是同样的毛病。",
        "这价钱买这样的东西，心里有点不是滋味。",
        "热水器时冷时热，洗个澡像坐过山车。",
        "合同写的是304不锈钢，检测下来是201。",
        "客服一直让我等，到现在还没有一个准信。",
        "这样处理恐怕不太合适，希望给个说法。",
    ],
)
def test_a_quiet_complaint_is_a_complaint(text: str) -> None:
    """Understatement, irony, praise that turns, and what came against what was due: the customer is dissatisfied."""
    assert facts(text).purpose is Purpose.COMPLAINT


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, the parcel came a day earlier than promised. Brilliant.",
        "Our team was pleasantly surprised at how quickly you delivered. Well done and thanks.",
        "Could you tell me whether the insurance covers damage in transit?",
        "Can you recommend a lubricant for noisy bearings?",
        "I forgot my password and cannot log in. How can I reset it?",
        "We received the samples today. No damage, everything complete.",
        "Our previous supplier sent rusty screws, so please quote for stainless ones.",
        "I'd like to apply for the post. I have handled customer complaints for ten years.",
        "样品收到，没有破损，颜色也对，可以下大货了。",
        "杯子收到了，一只坏的都没有，包装也严实。",
        "想咨询一下，运输途中损坏有没有保险？",
        "应聘客服一职：本人处理过客户投诉和索赔，简历见附件。",
        "各位业主：下周二停水检修，由此带来的不便深表歉意。",
    ],
)
def test_a_harmless_letter_is_no_complaint(text: str) -> None:
    """A fault that is denied, asked about, or another's tells of no dissatisfaction."""
    assert facts(text).purpose is not Purpose.COMPLAINT


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much for the great service and the lovely flowers! The team was brilliant. One vase was cracked.",
        "非常感谢师傅，态度特别好，服务一流，会推荐给朋友，不过门把手松了。",
        "Thanks a lot, works perfectly, highly recommend. However, the second one is not what I hoped.",
    ],
)
def test_praise_with_a_but_is_never_filed_in_silence(text: str) -> None:
    """However warm the thanks, a dissatisfied word sends the letter to a person."""
    read = facts(text)
    assert read.purpose is Purpose.COMPLAINT or read.confidence < FILED_IN_SILENCE_FROM


@pytest.mark.parametrize(
    ("text", "name", "quantity"),
    [
        ("Nine of eighteen kettles arrived broken.", "kettles", 9),
        ("Three of the twelve lamps you sent are dead.", "lamps", 3),
        ("Please send 40 working heating elements.", "heating elements", 40),
        ("We paid for 24 bags of plaster, only 20 came.", "plaster", 24),
        ("The 60 kVA generator set is late.", "60 kVA generator set", None),
        ("切削液6桶没有收到。", "切削液", 6),
        ("请送：面粉 30袋，黄油 12箱。", "面粉", 30),
        ("Half a dozen of the kettles leak.", "kettles", 6),
        ("Desks x 14, all with scratched tops.", "Desks", 14),
        ("The data logger licences (35 seats) were renewed against our notice.", "data logger licences", 35),
        ("I bought the kettle in 03/2024 and it leaks.", "kettle", None),
        ("The kettle came in about forty pieces.", "kettle", None),
        ("Your oat biscuits 200 g carry the wrong label. We cleared 340 packs from the shelves.", "oat biscuits", 340),
        ("Your bill (no. 406) charges me for a kettle, but 406 is what is printed.", "kettle", None),
        ("In the matter of the bath mats: 41 pcs have the backing loose. The curing oven was cold.", "bath mats", 41),
        ("交付的60支纯棉床单共400条，已起毛。", "纯棉床单", 400),
        ("这是输液贴（120盒），一张发票。", "输液贴", 120),
        ("请备货：\n低筋面粉 25kg ── 20包\n黄糖 ── 6箱\n请于星期五早上送到后门。", "黄糖", 6),
        ("请备货：\n咖啡豆 1kg装 20包\n请于星期五早上送到后门。", "咖啡豆", 20),
        ("轮椅刹不住，溜了三四米。", "轮椅", None),
        ("民权东路三段 144 号\n\n空调坏了。", "空调", None),
    ],
)
def test_what_is_counted_is_the_product(text: str, name: str, quantity: int | None) -> None:
    """A part of a whole counts as the part; a measure belongs to the name; a container does not."""
    products = [fact.value for fact in facts(text).products]
    assert (name, quantity) in [(product.name, product.quantity) for product in products]


def test_the_elements_of_a_delivery_are_a_product() -> None:
    """An uncommon noun with its own adjective is a name."""
    read = facts("The heating elements of your last delivery are faulty.")
    assert [fact.value.name for fact in read.products] == ["heating elements"]


@pytest.mark.parametrize(
    ("text", "company", "phone"),
    [
        ("水壶漏水，请换货。\n东山家电 李娜 13700001111", "东山家电", "13700001111"),
        ("地板起拱，请维修。\n北岭仓储安全科", "北岭仓储", None),
        ("货没到，请尽快回电。\n白河茶业 蒋 025-55507788", "白河茶业", "025-55507788"),
        ("The pump seized. Call me today. 06 1234 5678", None, "06 1234 5678"),
    ],
)
def test_a_short_last_line_signs(text: str, company: str | None, phone: str | None) -> None:
    """A firm without its legal form is told by its trade, is no product, and its number rings."""
    read = facts(text)
    assert (read.company.value if read.company else None) == company
    assert (read.phone.value if read.phone else None) == phone
    assert not any(company and fact.value.name in company for fact in read.products)


def test_impatience_alone_asks_for_no_explanation() -> None:
    """`到底发没发` asks for the goods, not for a reason."""
    read = facts("到底发没发啊，都十二天了还没到。")
    assert Remedy.EXPLANATION not in {fact.value for fact in read.remedies}
    assert read.topic.value is Topic.LATE_DELIVERY


def test_a_number_s_prefix_may_stand_apart() -> None:
    """`FL 20577` is one number; a Chinese verb may stand before it."""
    assert [fact.value for fact in facts("commande n° FL 20577").orders] == ["FL 20577"]
    assert [fact.value for fact in facts("PO是JH-7731，数量对不上").orders] == ["JH-7731"]


def test_every_word_of_evidence_of_a_contradiction_is_shown() -> None:
    """What the numbers contradict is cited as it stands in the letter."""
    text = "Paid for 24 tins, 20 came."
    read = facts(text)
    assert text[read.purpose_spans[0].start : read.purpose_spans[0].end].lower() == "paid for 24 tins, 20 came"
