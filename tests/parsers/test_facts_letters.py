"""Whole letters, as customers write them, and what the desk must understand of each."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from parsers.facts import read_facts
from parsers.letter import Address, Fact, Facts, Flag, Purpose, Remedy, Topic, Urgency, Where


def facts(text: str, subject: str = "", *, name: str = "") -> Facts:
    """The facts of a letter from nobody in particular."""
    sender = Address("somebody@customer.example", name)
    return read_facts(subject=subject, text=text, language="en", sender=sender, attachments=(), date=None)


def values(found: tuple[Fact[str], ...]) -> list[str]:
    """What the facts say, without their evidence."""
    return [fact.value for fact in found]


@dataclass(frozen=True, kw_only=True)
class Story:
    """A letter, and what a careful reader would note down. None: not asked about."""

    id: str
    text: str
    subject: str = ""
    complaint: bool = True
    invoices: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    product: tuple[str, int | None] | None = None
    urgency: Urgency | None = None
    remedies: frozenset[Remedy] | None = None
    legal: bool = False
    prior: bool | None = None
    topics: tuple[Topic, ...] = ()
    name: str | None = None


STORIES = (
    Story(
        id="cooling machines with the spaces lost",
        text=(
            "Dear Mr.Hale,We received 24 chilling units from you(see Invoice 70233), but six of them are not working. "
            "When I called your office this morning I was told it would take another week.We urgently require "
            "that you replace them immediately.\n\nYours sincerely,\nDora Finch\nFinch Cold Stores"
        ),
        invoices=("70233",),
        urgency=Urgency.HIGH,
        remedies=frozenset({Remedy.REPLACEMENT}),
        prior=True,
        topics=(Topic.PRODUCT_QUALITY,),
        name="Dora Finch",
    ),
    Story(
        id="late parcel, patient writer",
        subject="Order 55120",
        text="Hello,\n\nmy garden bench has not arrived yet. It was due on 3 May. No rush, but could you tell me when it will be delivered?\n\nThanks\nPriya",
        orders=("55120",),
        product=("garden bench", None),
        urgency=Urgency.LOW,
        remedies=frozenset({Remedy.DELIVERY}),
        topics=(Topic.LATE_DELIVERY,),
        name="Priya",
    ),
    Story(
        id="a dozen lamps cracked on the way",
        text="Dear Sirs,\n\nOf the two dozen desk lamps on your invoice no. INV-2026/0417 (our PO 8812) nine arrived cracked; the outer carton was crushed. Please send replacements for the nine and collect the broken ones.\n\nYours faithfully,\nM. Okoye\nBuyer, Harrow Interiors Ltd",
        invoices=("INV-2026/0417",),
        orders=("8812",),
        product=("desk lamps", 24),
        remedies=frozenset({Remedy.REPLACEMENT}),
        topics=(Topic.DAMAGED_IN_TRANSIT, Topic.PRODUCT_QUALITY),
        name="M. Okoye",
    ),
    Story(
        id="billed twice",
        text="Hi, your invoices 4410, 4411 and 4415 bill the same service. We have been charged twice. Please issue a credit note.\n\nRegards,\nTom Ashby",
        invoices=("4410", "4411", "4415"),
        remedies=frozenset({Remedy.REFUND}),
        topics=(Topic.BILLING,),
        name="Tom Ashby",
    ),
    Story(
        id="the line stands",
        subject="LINE DOWN",
        text="Our production line has stopped because the bearings you supplied under order no. 2026-771 seize after an hour. We need good parts here tomorrow and an 8D report.\n\nJ. Brandt",
        orders=("2026-771",),
        urgency=Urgency.CRITICAL,
        remedies=frozenset({Remedy.REPLACEMENT, Remedy.EXPLANATION}),
        name="J. Brandt",
    ),
    Story(
        id="solicitors",
        text="I have written to you three times about the leaking boiler you installed. Unless you refund me in full within 7 days my solicitor will start proceedings.\n\nK. Lowe",
        product=("boiler", None),
        urgency=Urgency.HIGH,
        remedies=frozenset({Remedy.REFUND}),
        legal=True,
        prior=True,
        name="K. Lowe",
    ),
    Story(
        id="rude at the counter",
        text="Yesterday the young man at your service counter was extremely rude to my mother and hung up on her when she rang. I expect an apology.\n\nAngela Prior",
        remedies=frozenset({Remedy.APOLOGY}),
        topics=(Topic.SERVICE_ATTITUDE,),
        name="Angela Prior",
    ),
    Story(
        id="understated",
        text="Good morning, the coffee machine we bought in March gave up on Friday. What do we do now?\n\nLars",
        product=("coffee machine", None),
        topics=(Topic.PRODUCT_QUALITY, Topic.AFTER_SALES_REPAIR),
        name="Lars",
    ),
    Story(
        id="wrong colour sent",
        text="Hello, I ordered a blue rucksack and you sent a red one. Please exchange it. Order ref: WX-20931.\n\nNina Holt",
        orders=("WX-20931",),
        remedies=frozenset({Remedy.REPLACEMENT}),
        topics=(Topic.WRONG_OR_MISSING_GOODS,),
        name="Nina Holt",
    ),
    Story(
        id="smoking charger",
        text="The battery charger started smoking last night and my hand was burnt when I unplugged it. I want to know what you are going to do about it.\n\nRoy Marsh",
        product=("battery charger", None),
        urgency=Urgency.CRITICAL,
        topics=(Topic.SAFETY_COMPLIANCE,),
        name="Roy Marsh",
    ),
    Story(
        id="praise",
        text="Just a note to say how delighted we are with the new oven. Your fitters were excellent and left the kitchen spotless. Highly recommended!\n\nThe Olsens",
        complaint=False,
    ),
    Story(
        id="an enquiry",
        text="Dear Sir or Madam,\n\nwe are interested in your water pumps. Could you please send us your price list and terms of delivery for 40 pieces?\n\nKind regards\nElena Ruiz",
        complaint=False,
        name="Elena Ruiz",
    ),
    Story(
        id="a reminder to pay",
        subject="Payment reminder",
        text="Dear customer,\n\nour records show that invoice 90017 remains unpaid. Please arrange payment within 7 days.\n\nAccounts Department",
        complaint=False,
        invoices=("90017",),
    ),
    Story(
        id="the supplier answers",
        text="Dear Ms Holt,\n\nthank you for your letter. We are sorry to hear that the rucksack was the wrong colour and apologise for the inconvenience. A replacement has been dispatched today.\n\nYours sincerely\nCustomer Service",
        complaint=False,
    ),
    Story(
        id="an order",
        text="Dear Mr Chen,\n\nwe would like to place an order for 300 thermos flasks, purchase order no. PO-5521 attached. Please confirm this order.\n\nBest regards\nAnna Berg",
        complaint=False,
        orders=("PO-5521",),
        product=("thermos flasks", 300),
        name="Anna Berg",
    ),
    Story(
        id="a newsletter",
        subject="Summer sale: 40% off everything",
        text="Don't miss our limited time offers! Shop now. Unsubscribe here.",
        complaint=False,
    ),
    Story(
        id="十八台空调",
        subject="空调质量投诉",
        text="贵公司：\n\n我司于6月3日收到贵司发来的十八台空调（发票号码：03312874），安装后有五台不制冷。已多次致电贵司客服，至今无人回复。要求三日内更换并赔偿损失，否则将委托律师起诉。\n\n联系人：周晓明\n电话：021-6655 8899\n上海远帆贸易有限公司",
        invoices=("03312874",),
        product=("空调", 18),
        urgency=Urgency.HIGH,
        remedies=frozenset({Remedy.REPLACEMENT, Remedy.COMPENSATION}),
        legal=True,
        prior=True,
        topics=(Topic.PRODUCT_QUALITY,),
        name="周晓明",
    ),
    Story(
        id="快递迟迟不到",
        text="订单号 DD20260518 的电饭煲下单十天了还没发货，麻烦尽快发货。\n\n赵女士",
        orders=("DD20260518",),
        product=("电饭煲", None),
        remedies=frozenset({Remedy.DELIVERY}),
        topics=(Topic.LATE_DELIVERY,),
        name="赵女士",
    ),
    Story(
        id="少發兩箱",
        subject="訂單編號A-7731 缺貨",
        text="您好：\n\n訂單編號A-7731應到20箱保溫杯，實收18箱，少發兩箱，請補寄。不急，月底前到即可。\n\n林淑芬",
        orders=("A-7731",),
        urgency=Urgency.LOW,
        remedies=frozenset({Remedy.DELIVERY}),
        topics=(Topic.WRONG_OR_MISSING_GOODS,),
        name="林淑芬",
    ),
    Story(
        id="多扣了钱",
        text="你们上个月多扣了我99元会员费，请退还。另外客服态度恶劣，要求道歉。\n\n孙磊 13900001111",
        remedies=frozenset({Remedy.REFUND, Remedy.APOLOGY}),
        topics=(Topic.BILLING, Topic.SERVICE_ATTITUDE),
        name="孙磊",
    ),
    Story(
        id="插座冒烟伤人",
        text="昨晚你们的插座突然起火，我妻子的手被烫伤，现在在医院。请立即派人处理！\n\n马强",
        urgency=Urgency.CRITICAL,
        topics=(Topic.SAFETY_COMPLIANCE,),
        name="马强",
    ),
    Story(
        id="irony",
        subject="Well done",
        text="Congratulations, your new website has now crashed four times at the till. Wonderful service as always. I would like my $59.90 back, thank you.\n\nR. Kaye",
        remedies=frozenset({Remedy.REFUND}),
    ),
    Story(
        id="a reply that is a complaint",
        subject="Re: Re: Invoice INV-7781",
        text="Still no credit note. I have asked Sandra twice. If it isn't here by Friday we stop paying.\n\nPaul",
        invoices=("INV-7781",),
        urgency=Urgency.HIGH,
        prior=True,
    ),
    Story(
        id="a compliment from Sue",
        text="I had a problem with my dishwasher and your engineer Amir fixed it within an hour. Great service, thank you!\n\nSue",
        complaint=False,
        name="Sue",
    ),
    Story(
        id="表扬信",
        subject="表扬信",
        text="非常感谢贵店李师傅，上门安装热水器又快又好，态度非常好，我们全家都很满意！",
        complaint=False,
    ),
    Story(
        id="询价",
        text="您好，我们想采购50台投影仪，请问价格多少？能否提供样品和报价？谢谢。\n\n高峰",
        complaint=False,
        name="高峰",
    ),
    Story(
        id="催款",
        text="尊敬的客户：贵司8月账单已逾期，请尽快付款，以免影响后续供货。",
        complaint=False,
    ),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_a_letter_is_understood(story: Story) -> None:
    """What is noted down of a letter is what its writer said, and nothing more."""
    read = facts(story.text, story.subject)
    assert read.is_complaint is story.complaint, (read.purpose, read.confidence)
    assert tuple(values(read.invoices)) == story.invoices
    assert tuple(values(read.orders)) == story.orders
    if story.product is not None:
        assert story.product in [(fact.value.name, fact.value.quantity) for fact in read.products]
    if story.urgency is not None:
        assert read.urgency.value is story.urgency
    if story.remedies is not None:
        assert {fact.value for fact in read.remedies} == story.remedies
    if story.topics:
        assert read.topic.value in story.topics
    if story.prior is not None:
        assert read.prior_contact.value is story.prior
    assert read.legal_threat.value is story.legal
    if story.name is not None:
        assert read.sender_name is not None
        assert read.sender_name.value == story.name


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_every_number_is_shown_where_it_stands(story: Story) -> None:
    """The evidence of a number is the number, character for character, in the letter as it came."""
    read = facts(story.text, story.subject)
    for fact in (*read.invoices, *read.orders, *read.other_refs):
        for span in fact.spans:
            source = story.subject if span.where is Where.SUBJECT else story.text
            assert source[span.start : span.end] == fact.value


def test_a_short_reply_is_no_complaint_and_no_enquiry() -> None:
    """A "thanks, that works" means nothing without the mail it answers."""
    assert facts("Thanks, that works.", "Re: Your case").purpose is Purpose.REPLY
    assert facts("好的，收到。", "回复：您的投诉").purpose is Purpose.REPLY


def test_a_letter_that_says_nothing_is_unclear_with_low_confidence() -> None:
    """What cannot be told is said to be unclear; nothing is guessed."""
    read = facts("The blue one.")
    assert read.purpose is Purpose.UNCLEAR
    assert read.confidence < 0.5


def test_the_sender_s_name_stands_in_for_a_missing_signature() -> None:
    """Without a signature the name is the display name, and no words of the letter are claimed as evidence."""
    read = facts("The kettle leaks and I want a refund.", name="Vera Lind")
    assert read.sender_name == Fact("Vera Lind")


def test_circumstances_are_flagged_with_their_words() -> None:
    """A policy can ask about a stopped line, and is told which words say so."""
    text = "生产线已停，整批端子不合格。"
    read = facts(text)
    flags = {fact.value: fact for fact in read.flags}
    assert set(flags) == {Flag.LINE_STOPPED, Flag.BATCH}
    span = flags[Flag.BATCH].spans[0]
    assert text[span.start : span.end] == "整批"
