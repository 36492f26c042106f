"""What companies and their servers add below every letter: confidentiality notices, virus scanners' notes, "think before you print".

None of it is the writer's: a notice that threatens whoever misuses the mail made a complaint a legal threat, and one
that is long enough made it no complaint at all. A footer is known by several things that such notices say, in a
paragraph that begins as they do and in which nobody says "I"; or by one sentence that nobody writes himself. What says
who the company is (register, bank, address) stays: it is part of a signature.
"""

from __future__ import annotations

import re

from parsers.patterns import later

ENOUGH = 3  # of `_SAID`, in one paragraph
TOP, BOTTOM = 10, 30  # paragraphs of a letter that may be footers
WRAPPED = 20  # characters in a line that goes on in the next
_RULED = re.compile(r"\n[\n ]{0,6}[_=*—-]{3,120} {0,3}\Z")  # drawn above a footer that is gone
WORDS_CHARACTERS = 6  # letters: a paragraph that says something
PARAGRAPH_CHARACTERS = 6000  # of a paragraph that are looked at

# One of these is in every footer, in lower case: asked first, as most letters have none.
_ANY = (
    "recipient", "privil", "confiden", "environment", "virus", "outside of", "external", "often", "外部", "vertraulich",
    "destinataire", "destinatario", "保密", "机密", "機密", "错收", "误收", "誤收", "收件人", "打印", "列印", "节约用纸", "病毒", "查毒",
    "subscri", "browser", "opt out", "opt-out", "privacy", "preferences", "no longer w", "receiving", "receive this", "received this",
    "was sent to", "be removed", "退订", "退訂", "订阅", "訂閱", "收到此", "收到这封", "收到本", "再收到", "浏览器", "©", "(c)", "copyright",
)  # fmt: skip
_BEGINS = later(
    r"(?i)^[\s*>_=#-]*\W{0,3}((this|the) (e-?mail|message|communication|transmission|information|contents?|attached|document)|the contents|e-?mail (disclaimer|confidentiality)|if you (are not|have received|received)"
    r"|(strictly )?(private (and|&) )?confidential|(legal )?disclaimer|privileged|important( notice)?\b|(legal )?notice|warning|caution"
    r"|diese (e-?mail|nachricht)|der inhalt dieser|ce (message|courriel|mail)|cet e-?mail|este (correo|mensaje|e-?mail)|esta mensaje|questa (e-?mail|comunicazione)|questo messaggio|esta mensagem"
    r"|本(电子|電子)?(邮件|郵件|信件|邮箱)|此(电子|電子)?(邮件|郵件|信件)|这封(电子)?邮件|该邮件|(本|我)公司(不|对|概)|(重要|法律|保密|免责|免責|郑重|版权)?(声明|聲明|提示|通知)[:：]|保密|如果?您?(不是|并非|错收|误收))"
)
_SAID = tuple(
    map(
        later,
        (
            (
                r"(?i)intended (solely |only |exclusively )?(recipient|for)|addressee|named (above|recipient|person)|(指定|预期|预定|预計|真正|上述|特定|正确|正確)(的|之)?(收件|接收|个人|個人)|(错|误|誤)(收|发)|不是.{0,8}收件人|收件人.{0,6}(以外|之外|使用|阅读)|仅限|僅限"
                r"|richtige (adressat|empfänger)|destinataire|destinatario"
            ),
            r"(?i)confidential|privileged|proprietary|保密|机密|機密|专有|vertraulich|confidentiel|confidencial|riservat",
            r"(?i)(notify|inform|advise|contact) (the sender|us|the originator)|(delete|destroy|erase) (it|this|the|all|any)|(通知|告知|联系).{0,8}(发件人|发送人|寄件人|我们|本公司)|删除|刪除|销毁|銷毀|vernichten|löschen|détruire|supprimer|eliminar|cancellar",
            r"(?i)unauthori[sz]ed|disclos|disseminat|distribut|copying|copies|prohibited|禁止|不得|散发|散布|散佈|泄露|洩|披露|揭露|复制|複製|传播|unbefugt|interdit|prohibid|vietat",
            r"(?i)virus|malware|病毒",
            r"(?i)no (liability|responsibility)|not (accept|be liable|responsible)|views (or opinions )?(expressed|presented)|liable|(不|概不)(承担|负).{0,12}责任|不代表|haftung",
            r"(?i)(this|the) (e-?mail|message|communication|transmission)|attach(ment|ed)|(本|此)(电子|電子)?(邮件|郵件|信件)|附件|diese e-?mail|ce message|este (correo|mensaje)|questa e-?mail",
        ),
    )
)
_SPOKEN = later(
    r"(?i)(?<![^\W_])(I|I'm|I've|my|mine|me|complain\w*|refunds?|invoices?|customers?)(?![^\W_])|投诉|投訴|退款|退货|退貨|订单|訂單|我(?!们|們|司|公司|方|社)"
)
_SENTENCES = later(
    r"(?i)[\s*>P_\[(【]*((please )?(consider|think (of|about)|protect|help)( protect(ing)?)? (the|our) (environment|planet) (before|when|by)\b.{0,80}print.{0,80}|(please )?(save paper|save a tree|think before (you )?print).{0,120}"
    r"|(this|the) (e-?mail|message)( and (any|its) attachments)? (has been|have been|was|were|is) (checked|scanned|swept|tested|certified)\b.{0,60}(virus|malware|avast|avg|mcafee|mimecast|messagelabs).{0,120}|virus[- ]free\b.{0,80}"
    r"|((external|caution|warning)\b.{0,20})?(this|the) (e-?mail|message) (originated|came|comes|was sent|is) from (an? )?(outside|external)\b.{0,250}"
    r"|(some people who received this message|you) don['’]t often (get|receive) e-?mail from \S{1,80}@\S{1,80}\s.{0,160}|\[?external( e-?mail| sender| message)?\]?|\[?外部(邮件|郵件|发件人)\]?|.{0,12}(邮件|郵件)(来自|來自|由).{0,6}外部.{0,80}"
    r"|.{0,20}(打印|列印|印)(?![机機错錯坏])[^。；;]{0,20}(考虑|考慮|环境|環境|环保|環保|必要).{0,40}|.{0,10}节约用纸.{0,30}|.{0,12}(邮件|郵件).{0,12}(杀毒|反病毒|病毒|查毒).{0,40}"
    r"|diese e-?mail wurde.{0,40}viren.{0,60})[\s\])】]*"
)

_BROWSER = (
    r"(?:view|read|open)(?: this e-?mail| it| this message)? (?:in|on) (?:your |a |the )?(?:web )?(?:browser|online)|view online"
    r"|(?:在|用)浏览器(?:中|里)?(?:查看|打开)"
)
_LINK = (
    rf"(?:unsubscribe(?: here| now)?|opt[- ]out|{_BROWSER}|privacy (?:policy|notice)|terms(?: (?:of use|and conditions|& conditions))?"
    r"|(?:manage|update|change) (?:your |e-?mail )?(?:preferences|subscriptions?|settings)|(?:e-?mail )?preferences|contact us"
    r"|(?:点击)?退订|取消订阅|退訂|取消訂閱|隐私(?:政策|声明)|管理订阅)"
)
_MAILINGS = r"(?:e-?mails?|messages|newsletters?|updates|offers|communications|mailings?|notifications)"
# What programs that send to many add below each letter, also where one person writes to another (CRM programs do).
# A lone 退订 is none: customers ask for it.
_MAILING = later(
    rf"(?i)\W{{0,4}}(?:unsubscribe(?: here| now)?|{_BROWSER}|{_LINK}(?:\s{{0,3}}[|·•]\s{{0,3}}[^|·•]{{1,40}}){{1,6}}"
    rf"|(?:you(?:['’]re| are)?|this e-?mail was) (?:receiv(?:e|ed|ing)|sent|getting|get) (?:this {_MAILINGS}?|to) ?.{{0,60}}\b(?:because|as|since)\b.{{0,160}}"
    rf"|(?:to|if you(?: no longer| would rather not| do not| don['’]t)? (?:want|wish|would like) to) (?:(?:unsubscribe|opt out)\b|(?:stop receiving|receive|get|be removed)\b.{{0,60}}\b{_MAILINGS}\b).{{0,160}}"
    r"|(?:您|你)(?:会)?收到(?:此|这封|本)邮件是因为.{0,80}|如(?:果)?(?:您|你)?(?:不想|不希望|不愿|无需)再(?:收到|接收).{0,20}(?:邮件|资讯|消息|推送|退订|取消订阅).{0,40}"
    r"|退订请(?:回复|点击|发送).{0,20}|(?:©|\(c\)|copyright \W?\d{4}).{0,80})\W{0,4}"
)


def without_footers(text: str) -> tuple[str, str]:
    """(what the writer says, the footers) of a letter's own words, of which something is always left.

    A notice stands below what the writer says; a server's one sentence may stand above it.
    """
    if not _may_hold(text):
        return text, ""
    kept: list[str] = []
    footers: list[str] = []
    paragraphs = text.split("\n\n")
    below = False
    for number, paragraph in enumerate(paragraphs):
        at_edge = number < TOP or number >= len(paragraphs) - BOTTOM
        own, footer = _parted(paragraph, below=below) if at_edge else (paragraph, "")
        below = below or _speaks(own)
        if own or not footer:
            kept.append(own)
        if footer:
            footers.append(footer)
    if not footers or not below:
        return text, ""
    return _RULED.sub("", "\n\n".join(kept).strip("\n")), "\n\n".join(footers)


def _parted(paragraph: str, *, below: bool) -> tuple[str, str]:
    """The lines of a paragraph above the footer in it, and the footer. `below`: the writer has spoken before."""
    if len(paragraph) > PARAGRAPH_CHARACTERS or not _may_hold(paragraph):
        return paragraph, ""
    lines = paragraph.split("\n")
    if all(len(line) >= WRAPPED for line in lines[:-1]) and _is_sentence(" ".join(lines)):
        return "", paragraph
    for start, enough in ((_first(lines, _BEGINS), ENOUGH), (_first(lines, *_SAID), ENOUGH + 1)):
        if start is not None and (below or start) and _is_notice("\n".join(lines[start:]), enough):
            return "\n".join(lines[:start]), "\n".join(lines[start:])
    footers = [line for line in lines if _is_sentence(line) or (below and _is_of_mailing(line))]
    if not footers:
        return paragraph, ""
    return "\n".join(line for line in lines if line not in footers), "\n".join(footers)


def _is_sentence(line: str) -> bool:
    """Whether it is one that nobody writes himself, as "consider the environment before printing catalogues for me" is."""
    return _SENTENCES.fullmatch(line) is not None and ("@" in line or _SPOKEN.search(line) is None)


def _is_of_mailing(line: str) -> bool:
    return _MAILING.fullmatch(line) is not None and _SPOKEN.search(line) is None


def _may_hold(text: str) -> bool:
    lower = text.lower()
    return any(map(lower.__contains__, _ANY))


def _first(lines: list[str], *signs: re.Pattern[str]) -> int | None:
    """The number of the first line in which one of the signs stands."""
    return next((number for number, line in enumerate(lines) if any(sign.search(line) for sign in signs)), None)


def _is_notice(text: str, enough: int) -> bool:
    """Whether it says at least `enough` of what confidentiality notices say, and nobody speaks or complains in it.

    For whom the mail is stands in every notice that does not begin as one; in the others at least that it is secret.
    """
    if _SPOKEN.search(text):
        return False
    said = [sign.search(text) is not None for sign in _SAID]
    return sum(said) >= enough and any(said[: 2 if enough == ENOUGH else 1])


def _speaks(paragraph: str) -> bool:
    return sum(map(str.isalpha, paragraph[:200])) >= WORDS_CHARACTERS
