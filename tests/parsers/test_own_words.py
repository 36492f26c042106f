"""The writer's own words among what programs, phones, companies and he himself set beside them."""

from __future__ import annotations

import time

import pytest

from parsers import read
from parsers.letter import Letter, Purpose
from parsers.message.footers import without_footers
from parsers.message.quoting import divide

OWN = "The new kettle leaks as well.\nOrder SO-4471."
HISTORY = "We sent the kettle SO-9902 on Monday."
NOTICE = (
    "This e-mail and any attachments are confidential and may be legally privileged. If you are not the intended recipient, "
    "you must not use, copy or disclose it; legal action may be taken. Please notify the sender and delete this message."
)
NOTICE_ZH = "本邮件及其附件含有保密信息，仅限于发送给上面地址中列出的个人或群组，禁止任何其他人以任何形式使用、复制或散发。如果您错收了本邮件，请立即通知发件人并删除，否则将追究法律责任。"


def _letter(text: str, *, subject: str = "Kettle", more: str = "", kind: str = "plain") -> Letter:
    head = f"From: Ann Lee <ann@b.example>\nTo: desk@amends.example\nSubject: {subject}\n{more}"
    letter = read(f"{head}Content-Type: text/{kind}; charset=utf-8\n\n{text}".encode())
    assert isinstance(letter, Letter), letter
    return letter


@pytest.mark.parametrize(
    "attribution",
    [
        "пн, 23 нояб. 2026 г. в 09:00, Amends Desk <desk@amends.example>:",
        "пн, 23 нояб. 2026 г. в 09:00, Amends Desk\n<desk@amends.example>:",
        '23.11.2026, 09:00, "Amends Desk" <desk@amends.example>:',
        "2026年11月23日(月) 9:00 Amends Desk <desk@amends.example>:",
        "2026년 11월 23일 (월) 오전 9:00, Amends Desk <desk@amends.example>님이 작성:",
        "Amends Desk <desk@amends.example>, 23 Kas 2026 Pzt, 09:00 tarihinde şunu yazdı:",
        "po 23. 11. 2026 v 9:00 odesílatel Amends Desk <desk@amends.example> napsal:",
        "ma 23. marrask. 2026 klo 9.00 Amends Desk (desk@amends.example) kirjoitti:",
        "Amends Desk <desk@amends.example> ezt írta (időpont: 2026. nov. 23., H, 9:00):",
        "Amends Desk <desk@amends.example> escreveu (segunda, 23/11/2026 à(s) 09:00):",
        "Il giorno lun 23 nov 2026 alle ore 09:00 Amends Desk <desk@amends.example> ha\nscritto:",
        "Le lun. 23 nov. 2026 à 09:00, Amends Desk <desk@amends.example> a\nécrit :",
        "Am Mo., 23. Nov. 2026 um 09:00 Uhr schrieb Amends Kundendienst Abteilung\nNord <desk@amends.example>:",
        "Am 23.11.26 um 09:00 schrieb Anna von der Heide:",
        "W dniu 23.11.2026 o 09:00, Anna Nowak pisze:",
        "* Amends Desk <desk@amends.example> [2026-11-23 09:00]:",
        "Amends 客户服务中心 <desk@amends.example>\n于2026年11月23日周一 09:00写道：",
        "Amends Desk <desk@amends.example> wrote on 23 November 2026 at 09:00:",
    ],
)
def test_attributions_of_any_language_leave(attribution: str):
    """Who wrote when, above what is quoted, is no word of the writer's, wherever a program breaks the line."""
    divided = divide(f"{OWN}\n\n{attribution}\n\n> {HISTORY}")
    assert divided.own == OWN


@pytest.mark.parametrize(
    "attribution",
    [
        "Понедельник, 23 ноября 2026, 9:00 +03:00 от Amends Desk <desk@amends.example>:",
        "Am 23.11.26 um 09:00 schrieb Anna von der Heide:",
        "W dniu 23.11.2026 o 09:00, Anna Nowak pisze:",
        ">>> Amends Desk <desk@amends.example> 11/23/2026 9:00 AM >>>",
        "--- Please reply above this line ---",
        "------- 请在此行上方回复 -------",
        'Original Email\n\n\nSender:"Amends"< desk@amends.example >;\n\nSent Time:2026/11/23 9:00\n\nTo:"Ann"< a@b.example >;\n\nSubject:Kettle\n',
        "------------------------------------------------------------------\nSender:Amends <desk@amends.example>\nSent At:2026 Nov. 23 (Mon.) 09:00\nRecipient:Ann <a@b.example>\nSubject:Kettle\n",
        "From:Amends <desk@amends.example>\nSend Time:2026 Nov. 23 (Mon.) 09:00\nTo:Ann <a@b.example>\nSubject:Kettle\n",
        "De: Amends <desk@amends.example>\nEnviada em: segunda-feira, 23 de novembro de 2026 09:00\nPara: Ann\nAssunto: Kettle\n",
        "Lähettäjä: Amends <desk@amends.example>\nLähetetty: maanantai 23. marraskuuta 2026 9.00\nVastaanottaja: Ann\nAihe: Kettle\n",
        "发件人：Amends <desk@amends.example>\n日　期：2026年11月23日 9:00\n收件人：李安\n主　题：水壶\n",
    ],
)
def test_history_without_marks_leaves(attribution: str):
    """Where only a line or a pasted header parts history from the answer, all below it goes."""
    divided = divide(f"{OWN}\n\n{attribution}\n{HISTORY}")
    assert divided.own == OWN


@pytest.mark.parametrize(
    "text",
    [
        "The parcel was promised for 10:30 but\nnobody came to Ann <ann@b.example>\nand this is what the driver wrote:\nnobody home.",
        "On 3 March 2026 at 10:30 I sent Kim <kim@b.example> the following list:\n\nkettle, toaster",
        "2026-03-03 10:11 the order came broken:\n2026-03-04 09:00 nobody answered",
        "2026年3月3日10:11，客服小王<kim@b.example>电话里答应了以下内容：\n退款。",
        "您好，运单信息如下：\n发件人：贵公司北京仓\n发件时间：2026年3月3日 10:30\n收件人：李安\n箱子是空的。",
        "Sender: Leeds depot\nSent at: 10:30 on 3 March\nRecipient: Ann\nThe parcel was empty.",
        "Original message\nwas about a kettle. Nobody answered.",
        'Your form says "please reply above this line" and my answer vanished.',
        "Order SO-4471 is wrong.\n\nSent from your Leeds depot, it arrived broken.",
        "Sent with DHL on 3 March it took three weeks, see SO-44712.\n\nAnn",
        "订单错了。\n发自我的仓库的货也退回了。\n请处理。",
        "货物由上海发出，\n由上海仓库发出\n到北京已经破损。",
        "Please note:\n\n>>> THE KETTLE LEAKS <<<\n\nI want a refund.",
        "Please note:\n\n> I want it replaced <\n\nAnn",
        "2026年3月3日 10:20 贵公司客服李娜写道：\n三天内退款\n现在已经两周，没有退。",
        "On 3 March 2026 at 10:20 your agent wrote:\nwe refund within three days\nand nothing came.",
        "On 3 March 2026 at 10:20 the agent wrote:\n“We refund within three days.”\nNothing came.",
    ],
)
def test_what_only_looks_pasted_stays(text: str):
    """A waybill, a list by date, a sentence that begins as a phone's line, an ornament: all the writer's."""
    assert divide(text).own == text


def test_words_above_an_attribution_are_none_of_it():
    """Lines with days of their own stay, though "… wrote:" follows with no blank line between."""
    own = "3 March 2026: the order came broken\n4 March 2026: nobody answered"
    assert divide(f"{own}\nAmends <desk@amends.example> wrote:\n> {HISTORY}").own == own


@pytest.mark.parametrize(
    "above",
    [
        "From: Amends <desk@amends.example>\nSent: Monday, November 23, 2026 9:00 AM\nTo: Ann\nSubject: Kettle\n\n",
        "----- Original Message -----\nFrom: Amends <desk@amends.example>\nSent: Monday, November 23, 2026 9:00 AM\n\n",
        "------------------ 原始邮件 ------------------\n发件人: <desk@amends.example>;\n发送时间: 2026年11月23日 9:00\n主题: 水壶\n\n",
        "Hello,\n\nOn Mon, Nov 23, 2026 at 9:00 AM Desk <desk@amends.example> wrote:\n> Dry?\n>\n> From: Ann <a@b.example>\n> Sent: Sunday, 9:00\n> Subject: Kettle\n>\n",
    ],
)
def test_answers_below_a_pasted_header_stay(above: str):
    """A header above quoted lines ends nothing: the answers stand among them and below."""
    own = divide(f"{above}> Does it leak?\n\nYes, it leaks.\n\n> Much?\n\nA cup a day.").own
    assert own.split("\n\n")[-2:] == ["Yes, it leaks.", "A cup a day."] or own.endswith("leaks.\n\n\nA cup a day.")
    assert "Does it leak?" not in own


@pytest.mark.parametrize(
    "demands", ["> a full refund\n> an apology", "＞全额退款\n＞道歉", "> SO-4471\n\nand\n\n> SO-4472"]
)
def test_marks_in_a_first_letter_are_the_writers(demands: str):
    """A letter that answers nothing sets off its demands by ">"; the same lines in an answer, unannounced, are quoted."""
    text = f"The kettle leaks. What now?\n\n{demands}\n\nAnn"
    assert _letter(text).text == text
    assert demands.splitlines()[0] in _letter(text, subject="Re: Kettle").quoted
    assert demands.splitlines()[0] in _letter(text, more="In-Reply-To: <1@amends.example>\n").quoted


@pytest.mark.parametrize(
    ("above", "own"),
    [
        ("I ask for two things:", True),
        ("My demands remain:\n", True),
        ("Please change the address to:", True),
        ("我方诉求如下：", True),
        ("请退到这个卡号：", True),
        ("You wrote:", False),
        ("Please see my answers below:", False),
        ("I need an explanation for this:", False),
        ("Desk:", False),
        ("I want my money back.", False),
        ("你们说：", False),
        ("我要问一下这是什么意思：", False),
    ],
)
def test_an_answer_sets_off_its_own_words_where_it_says_so(above: str, own: object):
    """Below the writer's own announcement ">" is theirs; below one of our words, or none, it is a quotation."""
    answer = _letter(f"{above}\n> sixty pounds\n> by Friday\nAnn", more="In-Reply-To: <1@amends.example>\n")
    assert ("sixty pounds" in answer.text) is own
    greeted = _letter(f"{above}\n> Dear Ann,\n> sixty pounds\nAnn", more="In-Reply-To: <1@amends.example>\n")
    assert "sixty pounds" not in greeted.text


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, Nov 23, 2026 at 9:00 AM Desk <desk@amends.example> wrote:\n\n> We sent it.",
        "> On 23 Nov 2026, at 09:00, Desk <desk@amends.example> wrote:\n>\n> We sent it.",
        "> We sent it.\n>> older still",
        "> From: Dispatch\n> Your parcel has left us.",
        "> 发件人：发货通知\n> 您订购的水壶已发出。",
        "> Dear Mrs Mossop,\n> we consider the visit complete.\n> Customer Care",
        "> 李女士您好：\n> 您的订单已签收。",
    ],
)
def test_history_in_a_first_letter_leaves(quoted: str):
    """What says who wrote it, or is quoted twice, is history whatever the subject."""
    assert _letter(f"The kettle leaks.\n\n{quoted}").text == "The kettle leaks."


def test_a_help_desks_line_above_the_answer_leaves():
    """A help desk that puts "reply above this line" on top of the answer, too, makes its history none of it."""
    history = (
        "----------------------------------------------\nNadia (Support), Mar 3, 16:20:\n\nHave you tried resetting it?"
    )
    text = f"##- Please type your reply above this line -##\n\nIt still leaks.\n\n{history}"
    assert _letter(text).text == "It still leaks."


def test_a_rule_in_html_parts_the_words_on_both_sides():
    """`<hr>` ends a line, so that the header pasted below it is seen."""
    history = (
        f"<b>From: </b>desk@amends.example<br><b>Sent: </b>Friday 6:20<br><b>Subject: </b>Kettle<br><p>{HISTORY}</p>"
    )
    assert _letter(f"It leaks.<div>Ann<hr id=zwchr>{history}</div>", kind="html").text.split() == [
        "It",
        "leaks.",
        "Ann",
    ]


@pytest.mark.parametrize(
    "footer",
    [
        NOTICE,
        NOTICE.replace(". ", ".\n"),
        NOTICE_ZH,
        "声明：本邮件的信息仅供指定收件人使用，如您误收本邮件，请立即删除并通知发件人，未经许可不得披露、复制或传播。",
        "本信件可能包含機密資訊，非指定之收件者，請勿使用或揭露本信件內容，並請銷毀此信件。",
        "Brown Ltd accepts no liability for the content of this email. If you are not the intended recipient, copying its contents is strictly prohibited.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie bitte diese Mail.",
        "Ce message peut contenir des informations confidentielles. Si vous l'avez reçu par erreur, veuillez le détruire ainsi que les pièces jointes; toute diffusion est interdite.",
        "This email has been checked for viruses by Northgate antivirus software.",
        "Please consider the environment before printing this e-mail.",
        "请在打印此邮件前考虑环境保护。",
        "[本邮件已通过反病毒扫描，未发现病毒]",
    ],
)
@pytest.mark.parametrize("own", ["The kettle leaks. Please replace it.\n\nRegards\nAnn", "水壶漏水，请退款。\n\n李安"])
def test_footers_leave(own: str, footer: str):
    """A company's notice below a letter says nothing of the complaint."""
    assert without_footers(f"{own}\n\n{footer}") == (own, footer)
    assert without_footers(f"{own}\n==========\n{footer}")[0].startswith(own)
    assert footer[-9:] not in without_footers(f"{own}\n==========\n{footer}")[0]


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not\nclick links or open attachments.",
        "[You don't often get email from ann@b.example. Learn why this is important at https://x.example/why ]",
        "[EXTERNAL]",
        "【注意】此邮件来自外部，请谨慎点击链接。",
    ],
)
def test_a_servers_banner_leaves(banner: str):
    """What a server sets above a letter is not its first sentence."""
    assert without_footers(f"{banner}\n\nThe kettle leaks.") == ("The kettle leaks.", banner)


@pytest.mark.parametrize(
    "text",
    [
        "Dear team,\n\nthis e-mail address of yours sent me another customer's invoice, confidential data included. I deleted it and notified the sender. Any disclosure is prohibited!",
        "您好，\n\n本邮件投诉贵司泄露我的保密信息，请立即删除，不得传播。",
        "The kettle leaks.\n\nThis e-mail is confidential: please do not disclose my name to the driver, and delete it afterwards.",
        "Dear team,\n\nyour USB stick has a virus on it. The scanner found malware in the attached files.",
        "Dear team,\n\nthis e-mail of yours held confidential data of another customer. Delete it, and what was attached.",
        "Dear team,\n\nthis message is about a virus on the stick that was attached; the shop says it is not responsible.",
        "Dear team,\n\nour copies of the contract were attached to the message. The shop says it is not liable and will not notify us. Delete our confidential data.",
        "您好，\n\n打印机打印出来的环境标签都是糊的，请退款。",
        "您好，\n\n你们的邮件来自外部供应商，订单错了。",
        "The drill is broken.\n\nPlease consider the environment before printing catalogues for me every month.",
        "水壶漏水。\n\n打印机也坏了，请考虑环保，不要再寄纸质目录。",
        "Dear team,\n\nyou don't often get e-mail from happy customers, do you? The kettle leaks.\nAnn",
        NOTICE,
    ],
)
def test_what_only_sounds_like_a_footer_stays(text: str):
    """Who speaks of himself, of viruses or of secrets is no footer; and a letter never becomes empty."""
    assert without_footers(text) == (text, "")


def test_a_rule_above_a_footer_leaves_with_it():
    """The line that a server draws above its notice is not left behind; a signature's is the writer's."""
    assert without_footers(f"It leaks.\n-- \nAnn\n\n{'_' * 32}\n{NOTICE}")[0] == "It leaks.\n-- \nAnn"


@pytest.mark.parametrize("notice", [NOTICE, NOTICE_ZH])
def test_a_notice_changes_no_fact(notice: str):
    """A complaint stays one, and threatens with no lawyer, whatever its company's notice says."""
    own = "Dear team,\n\nthe kettle we bought leaks. Please send somebody to repair it.\n\nKind regards\nAnn Lee\n"
    bare, noticed = _letter(own).facts, _letter(f"{own}\n{notice}\n").facts
    assert noticed == bare
    assert noticed.purpose is Purpose.COMPLAINT


@pytest.mark.parametrize(
    "line",
    [
        "> x\n",
        "> x\n\ny\n",
        "On\n",
        "x <a@b.c>, 2026 10:11:\n",
        "From: x\n\n",
        "Sent from my thing\n\n",
        "This e-mail, virus\n\n",
    ],
)
def test_first_letters_in_linear_time(line: str):
    """200 KB of what each rule must look at twice."""
    text = line * (200_000 // len(line))
    start = time.process_time()
    divide(text, answering=False)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "footer",
    [
        "Unsubscribe | View in browser | Privacy policy",
        "You receive this email because you are subscribed to our news. To unsubscribe click here.\n© 2024 Acme Ltd.",
        "If you no longer wish to receive our newsletters, reply STOP.",
        "退订 | 在浏览器中查看",
        "您收到此邮件是因为您订阅了我们的资讯。如不想再收到，请点击退订。\n© 2024 某某公司",
        "退订请回复TD",
    ],
)
def test_a_complaint_above_a_mailings_footer_is_one(footer: str):
    """Programs that send to many add their lines to one person's letter as well: they made a newsletter of it."""
    letter = _letter(f"Your kettle leaks. Please send a new one.\n\n{footer}\n")
    assert letter.facts.purpose is Purpose.COMPLAINT
    assert letter.text == "Your kettle leaks. Please send a new one."


@pytest.mark.parametrize(
    "line",
    [
        "If you do not want to receive a letter from the court, pay.",
        "To get the part here by Friday you must send it today.",
        "退订",
        "退订请尽快办理。",
        "如果你们不想再收到这样的信，请马上修好。",
        "You sent this to the wrong address, as you did last year.",
        "Copyright is what you have broken.",
    ],
)
def test_lines_that_only_look_like_a_mailings_stay(line: str):
    """What the customer writes below is the customer's."""
    letter = _letter(f"Your kettle leaks, look at it.\n\n{line}\n")
    assert letter.text.endswith(line)
