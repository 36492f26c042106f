"""What is asked for, in the words of people who do not know our words for it; and what is only spoken of."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.letter import Remedy

FRAMES = {
    "en": "Hello,\nThe goods of order 558812 arrived broken yesterday.\n{}\nRegards\nTom Lee",
    "zh": "您好，订单号 558812，昨天收到的货有问题，坏了。\n{}\n李明",
}


def remedies(text: str, language: str = "en", subject: str = "Complaint") -> set[Remedy]:
    """What the sentence, set into a short letter, asks for."""
    letter = FRAMES[language].format(text)
    facts = read_facts(subject=subject, text=letter, language=language, sender=None, attachments=(), date=None)
    return {fact.value for fact in facts.remedies}


def named(words: str) -> set[Remedy]:
    """The remedies whose codes stand in `words`."""
    return {Remedy(word) for word in words.split()}


class TestAsked:
    """Requests, however they are put."""

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("Please let me have another one that works.", "replacement"),
            ("We must ask you to supply 40 good castings free of charge by Friday.", "replacement"),
            ("Could you pop a new lid in the post?", "replacement"),
            ("Send me what I actually ordered.", "replacement"),
            ("Please replace the cracked one and tell me how this could happen.", "replacement explanation"),
            ("The lamp was no use to us and I should like the £64 back.", "refund"),
            ("Money back for the dye and pay me for the two clients I had to send home.", "refund compensation"),
            ("Can I have it in the right colour, please?", "replacement"),
            ("We do not want a replacement but our money back.", "refund"),
            ("No replacement please - a full refund to my card.", "refund"),
            ("I expect the £49.99 to be back in my account by Monday.", "refund"),
            ("Kindly issue a credit for the 12 short-shipped cartons.", "refund"),
            ("Please credit our account with USD 1,200.", "refund"),
            ("When can I expect my cash back?", "refund"),
            ("Kindly remit the overpayment of 250 to our account.", "refund"),
            ("I would like to send the shoes back and get my money.", "refund"),
            ("Please refund.", "refund"),
            ("I want to return this blender.", "refund"),
            ("Could a technician call before the weekend?", "repair"),
            ("It needs sorting out, and quickly.", "repair"),
            ("Please get our service running again.", "repair"),
            ("Please mend it free of charge, it is under guarantee.", "repair"),
            ("Please make it work.", "repair"),
            ("Who is going to pay for my ruined carpet?", "compensation"),
            ("I expect you to meet the cost of the hotel.", "compensation"),
            ("We will charge all costs arising from this to your account.", "compensation"),
            ("Please let us know how you intend to make up for our lost sales.", "compensation"),
            ("We look to you to make good our loss.", "compensation"),
            ("I think your driver owes my mother an apology.", "apology"),
            ("I should like to hear how this could happen.", "explanation"),
            ("Please send an 8D report within 10 days.", "explanation"),
            ("Kindly look into this and come back to me.", "explanation"),
            ("I await your explanation.", "explanation"),
            ("What are you going to do so that it never happens again?", "explanation"),
            ("Where on earth is my parcel?", "delivery"),
            ("We are still waiting for the remaining valves; please ship them by air.", "delivery"),
            ("When will my sofa be here?", "delivery"),
            ("Please forward the balance of the order without further delay.", "delivery"),
            ("I need my order before the 12th.", "delivery"),
            ("Please send an amended invoice showing 5% VAT.", "invoice_correction"),
            ("The price on the invoice must be changed to 4.20.", "invoice_correction"),
            ("Could you reissue it with the correct PO number?", "invoice_correction"),
            ("Take the late fee off my bill.", "invoice_correction"),
            ("Please stop my subscription with immediate effect.", "cancel"),
            ("We no longer wish to proceed with the order.", "cancel"),
            ("I hereby withdraw from the purchase.", "cancel"),
            ("We are prepared to accept them at a reduction of 20 per cent.", "discount"),
            ("We would keep them for half the price.", "discount"),
            ("We ask you to swap the pump and tell us why it failed.", "explanation replacement"),
            ("You offered me a voucher. I do not want a voucher, I want my money.", "refund"),
        ],
    )
    def test_in_english(self, text: str, wanted: str):
        """Polite, blunt, as a question, as a demand."""
        assert remedies(text) == named(wanted)

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("请给我们换一批合格的。", "replacement"),
            ("请贵司无偿提供新件替换。", "replacement"),
            ("我要求换一台新机。", "replacement"),
            ("给我重新印一批。", "replacement"),
            ("该批次请全部替换。", "replacement"),
            ("我不想修了,把钱退给我。", "refund"),
            ("钱什么时候能退?", "refund"),
            ("希望全额退还货款。", "refund"),
            ("押金还我。", "refund"),
            ("要求贵司从下期货款中扣除。", "refund"),
            ("退款到现在没到账,请尽快处理。", "refund"),
            ("麻烦叫人过来弄一下。", "repair"),
            ("希望尽快修复系统故障。", "repair"),
            ("请把门重新装好。", "repair"),
            ("请尽快恢复网络。", "repair"),
            ("停产损失应由贵司承担。", "compensation"),
            ("这笔医药费你们得出。", "compensation"),
            ("要求给予适当补偿。", "compensation"),
            ("让那个快递员给我妈赔个不是。", "apology"),
            ("请给个说法。", "explanation"),
            ("麻烦核实一下这笔费用。", "explanation"),
            ("到底是哪个环节出了问题,请说明。", "explanation"),
            ("你们怎么解释?", "explanation"),
            ("请尽快把漏发的配件寄来。", "delivery"),
            ("再不发货就来不及了,请今天务必发出。", "delivery"),
            ("少的两件请补上。", "delivery"),
            ("请作废重开。", "invoice_correction"),
            ("对账单金额请修正。", "invoice_correction"),
            ("订单我不要了,请取消。", "cancel"),
            ("我要解约。", "cancel"),
            ("如能便宜15%,我们可以留用。", "discount"),
            ("让步接收,但单价需下调10%。", "discount"),
            ("要么退款,要么给我打折。", "discount refund"),
            ("要求更换整批面料并赔偿我方损失。", "compensation replacement"),
            ("不同意维修,要求退货。", "refund"),
            ("请尽快更换并说明原因。", "replacement explanation"),
            ("少发的请补齐，同时把多收的运费退给我们。", "delivery refund"),
        ],
    )
    def test_in_chinese(self, text: str, wanted: str):
        """Formal letters and short messages."""
        assert remedies(text, "zh") == named(wanted)


class TestOnlySpokenOf:
    """Remedies that are mentioned."""

    @pytest.mark.parametrize(
        "text",
        [
            "The machine was repaired in March and replaced in June.",
            "Your refund arrived yesterday, thanks.",
            "Your agent said a replacement would be sent within a week.",
            "I was promised compensation and an apology but heard nothing.",
            "We do not need a repair.",
            "The order was delivered late and nobody apologised.",
            "You said you would investigate.",
            "你们上次已经换过一台了。",
            "客服说可以退款,但是没有下文。",
            "上次维修后又坏了。",
            "之前承诺赔偿,至今没有消息。",
            "我不是来要赔偿的。",
        ],
    )
    def test_what_was_done_offered_or_refused_is_not_asked_for(self, text: str):
        """The past, the promises of others, and what the writer does not want."""
        assert remedies(text, "en" if text.isascii() else "zh") == set()

    def test_of_two_the_refused_one_is_left_out(self):
        """Not a replacement, but the money."""
        assert remedies("We do not want a replacement but our money back.") == {Remedy.REFUND}
        assert remedies("不要换货，要求退款。", "zh") == {Remedy.REFUND}

    def test_the_subject_counts_only_where_the_letter_asks_for_nothing(self):
        """A subject like "Phone repair" names the matter; what is wanted stands below."""
        assert remedies("It went wrong again.", subject="Refund request") == {Remedy.REFUND}
        assert remedies("I want my money back.", subject="Phone repair") == {Remedy.REFUND}

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            (
                "现要求贵司于收函后七日内：\n（一）退还货款198,000元；\n（二）赔偿租赁替代设备的费用26,400元。",
                "refund compensation",
            ),
            ("我们的要求如下：\n①把坏的三台换新；\n②写一份原因分析报告。", "replacement explanation"),
        ],
    )
    def test_the_items_of_a_list_are_asked_for_however_they_are_numbered(self, text: str, wanted: str):
        """`（一）` and `①` are items as `1.` is."""
        assert remedies(text, "zh") >= named(wanted)

    def test_lettered_items_are_asked_for_too(self):
        """What "A." and "B." list after "we hope" is hoped for."""
        asked = remedies(
            "Hereby we kindly hope:\nA. your side sends new hinges in exchange;\nB. a written root cause within 5 days."
        )
        assert asked >= named("replacement explanation")

    @pytest.mark.parametrize(
        ("text", "language", "wanted"),
        [
            ("我希望能得到合理的解释和补偿。", "zh", "explanation compensation"),
            ("请给我们一个书面的解释和赔偿方案。", "zh", "explanation compensation"),
            (
                "Please send us a written explanation and compensation for the lost day.",
                "en",
                "explanation compensation",
            ),
        ],
    )
    def test_two_remedies_in_one_breath_are_both_asked_for(self, text: str, language: str, wanted: str):
        """A phrase of one remedy does not hide another's within it."""
        assert remedies(text, language) >= named(wanted)

    @pytest.mark.parametrize(
        ("text", "language", "wanted"),
        [
            ("Kindly credit or replace.", "en", "refund replacement"),
            ("Please refund or exchange.", "en", "refund replacement"),
            ("I demand a full refund and a written apology.", "en", "refund apology"),
            ("请退货退款并赔偿我们的损失。", "zh", "refund compensation"),
            ("要么换货，要么退款。", "zh", "replacement refund"),
        ],
    )
    def test_the_plainest_words_ask_as_well(self, text: str, language: str, wanted: str):
        """Stock phrases of textbooks and tickets ask for what they name, and for nothing else."""
        assert remedies(text, language) == named(wanted)

    @pytest.mark.parametrize(
        ("text", "language", "wanted"),
        [
            (
                "If I do not receive a full refund and compensation within 48 hours, I will go to court.",
                "en",
                "refund compensation",
            ),
            ("Unless the three missing cartons reach us by Friday, we shall not pay.", "en", "delivery"),
            ("If my money is not returned within a week I will dispute the charge.", "en", "refund"),
            ("Should you fail to replace it, I shall tell Trading Standards.", "en", "replacement"),
            ("再不退款我就投诉到消协。", "zh", "refund"),
            ("如不在三日内退款并赔偿损失，我将向12315投诉。", "zh", "refund compensation"),
            ("若贵司拒不更换，我司将诉诸法律。", "zh", "replacement"),
        ],
    )
    def test_what_somebody_threatens_for_is_wanted(self, text: str, language: str, wanted: str):
        """What a condition says is not done is no refusal: it is the wish itself."""
        assert remedies(text, language) >= named(wanted)

    def test_a_condition_without_a_threat_asks_for_nothing(self):
        """What cannot be done is only the reason for the wish behind it."""
        assert remedies("If you cannot repair it any more, please send my money back.") == {Remedy.REFUND}

    def test_a_charge_taken_twice_is_wanted_back_with_its_reason(self):
        """In a letter about money no word for goods is needed."""
        text = "The yearly fee was taken twice this month.\nI want an INSTANT full refund and an explanation.\nTom Lee"
        facts = read_facts(subject="Complaint", text=text, language="en", sender=None, attachments=(), date=None)
        assert {fact.value for fact in facts.remedies} == named("refund explanation")

    def test_to_put_a_thing_right_is_a_repair_though_a_bill_is_named(self):
        """Only where a charge is what the letter is about is putting right to give money back."""
        text = "我母亲在你们店配的助听器，戴上以后啸叫。序列号SN 8840-1127，发票在我姐那里，我没见到。能不能派人到家里调一调？"
        facts = read_facts(subject="助听器的事", text=text, language="zh", sender=None, attachments=(), date=None)
        assert [fact.value for fact in facts.remedies] == [Remedy.REPAIR]

    def test_a_list_that_is_announced_is_asked_for(self):
        """The rows below "We require:" are all asked for."""
        assert remedies("We require:\n- an apology\n- a full refund") == {Remedy.APOLOGY, Remedy.REFUND}


@pytest.mark.parametrize(
    "text, remedy",
    [
        ("I was double charged, pay it out today.", Remedy.REFUND),
        ("Any news on our complaint of May? Please confirm the credit.", Remedy.REFUND),
        ("You billed me after I left. Switch the automatic renewal off.", Remedy.CANCEL),
    ],
)
def test_money_and_a_renewal_are_asked_for_in_their_own_words(text: str, remedy: Remedy):
    """No word says refund or cancel."""
    facts = read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)
    assert [fact.value for fact in facts.remedies] == [remedy]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("Has my order been sent yet? It's a fortnight late.", "en", "delivery"),
        ("Please reinstate my order, I never cancelled it.", "en", "delivery"),
        ("I'd like store credit instead of a repair.", "en", "refund"),
        ("The train was two hours late. I claim delay repay.", "en", "compensation"),
        ("I read your explanation and do not accept it.", "en", ""),
        ("I had an explanation from your shop which made no sense.", "en", ""),
        ("不要退款，我要货。", "zh", "delivery"),
        ("订单无故取消，我还要这个货。", "zh", "delivery"),
        ("不修了，折现给我。", "zh", "refund"),
        ("请修洗碗机，并赔地板。", "zh", "repair compensation"),
        ("道歉来得太晚了。", "zh", ""),
    ],
)
def test_a_letter_of_one_line(text: str, language: str, wanted: str):
    """What it asks for, and neither what others cancelled nor what was said already."""
    written = {"en": "Hello,\n\n{}\n\nKind regards,\nAnn Lee\n", "zh": "您好：\n\n{}\n\n张敏\n"}[language].format(text)
    facts = read_facts(subject="", text=written, language=language, sender=None, attachments=(), date=None)
    assert {fact.value for fact in facts.remedies} == named(wanted)
