"""The writer's own words, apart from quoted history and the lines that phones add.

Line by line, in linear time, with no pattern that can run away (hazards H34). Two kinds of quotation are known: lines
that begin with ">", between which answers may stand, and history that a program pastes below a line of its own
(`-----Original Message-----`, `------------------ 原始邮件 ------------------`, a From/Sent/To/Subject block, "On … wrote:",
"在 … 写道："): from there on nothing is the writer's. A forwarded mail with few words above it is the exception: there
the forwarded text is what the writer wants us to read. A signature block stays. What is cut away is kept for reading,
never acted upon; and a letter that was not empty never becomes empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.message.attribution import (
    ATTRIBUTED,
    ATTRIBUTION_LAST,
    LINE_CHARACTERS,
    QUOTE,
    attribution,
    next_words,
)
from parsers.message.footers import without_footers
from parsers.message.indented import indented_by_writer
from parsers.message.phone_lines import is_phone_line
from parsers.patterns import later

HEADER_LINES = 10  # in which From, Date, Subject of a pasted header must stand
SHORT_UNITS = 120  # words, a Chinese character counting as one: an introduction to something forwarded
NOTE_CHARACTERS = 100  # of a help desk's "Nadia, Mar 3, 16:20:"
FORWARDS = 3  # mails forwarded inside one another that are followed

_REPLY_ABOVE = r"(?i:[\s*#=-]{0,40}(please\s)?((type|write|enter)\s)?(your\s)?reply\sabove\sthis\sline.{0,40}|[\s*#=-]{0,40}请?在(此|本|这一?)[行线](以上|之上|上方|上面)(回复|答复).{0,20})"
_HISTORY = later(
    r"(?i)[\s*>]*+[-=_—－]{2,}+\s*+(original message|original mail|original email|original appointment|original|repl(y|ied) message|.{1,150}\s(wrote|写道|寫道)"
    r"|(ursprüngliche|original|antwort)[- ]?nachricht|message d'origine|mensaje original|messaggio originale|mensagem original|(oorspronkelijk|origineel) bericht|oprindelig meddelelse|ursprungligt meddelande"
    r"|opprinnelig melding|oryginalna wiadomość|исходное сообщение|元のメッセージ|원본 메시지|원본메시지"
    r"|原始邮件|原始郵件|原邮件|原始信息|原始訊息|原信|邮件原文|郵件原文|回复的原?邮件|回复邮件|历史邮件)\s*:?\s*[-=_—－]{2,}[\s*]*"
    r"|>>>\s.{3,200}\d[:：]\d\d.{0,60}>>>\s*"  # GroupWise
    r"|" + _REPLY_ABOVE
)
_ABOVE_HERE = later(_REPLY_ABOVE)
_TITLE = re.compile(
    r"(?i)\s*(original (message|e-?mail)|原始邮件|原始郵件|原邮件|回复的原?邮件|邮件原文)\s*[:：]?\s*"
)  # above a header only
_FORWARD = later(
    r"(?i)[\s*>]*+(begin forwarded message\s*:?|(fwd|(start of )?forwarded message)\s*:|anfang der weitergeleiteten (nachricht|e-mail)\s*:?|début du message (transféré|réexpédié)\s*:?"
    r"|inizio messaggio inoltrato\s*:?|[-=_—－]{2,}+\s*+(forwarded (message|by|email|mail)[^-]{0,120}|weitergeleitete nachricht|message (transféré|transmis)|mensaje reenviado|messaggio inoltrato"
    r"|mensagem encaminhada|doorgestuurd bericht|vidarebefordrat meddelande|videresendt meddelelse|przekazana wiadomość|(пересылаемое|пересланное) сообщение|転送メッセージ"
    r"|转发的原邮件|(邮件)?转发(的)?(邮件|消息|信息)*(信息)?|轉寄(的)?郵件|轉寄的訊息|已转发(的)?邮件)\s*:?\s*[-=_—－]{2,}|(开始|下面是被?)转发(的)?邮件\s*[:：]?|轉寄郵件\s*[:：]?)[\s*]*"
)
_FORWARD_SUBJECT = re.compile(r"(?i)\s*(fw|fwd|wg|tr|rv|enc|转发|轉寄|转寄)\s*[:：]")
_MARKED_SUBJECT = re.compile(
    r"(?i)\s*(\[[^\]]{1,60}\]\s*)?([a-zà-žа-я]{1,4}|antwort|回[复覆]|[答回][复覆]|[转轉][发發寄]|返信)\s?([\[(（]?\d{1,3}[\])）])?\s?[:：]"
)
# The fields that mail programs paste above what they quote, each in the languages of the commonest programs.
_FIELD = later(
    r"(?i)[\s*>]*(?:(?P<who>from|sender|von|de|da|van|fra|från|od|от|lähettäjä|kimden|feladó|dari|từ|จาก|差出人|보낸 ?사람|发件人|寄件人|寄件者|發件人)"
    r"|(?P<when>sent(?: at| time)?|send time|date|gesendet|datum|envoyé|envia(?:do|da)(?: el| em)?|fecha|inviato|data|verzonden|sendt|skickat|wysłano|odesláno|lähetetty|gönderildi|gönderim tarihi|elküldve|küldve|dikirim|đã gửi|ngày|ส่งเมื่อ|отправлено|дата|送信日時|보낸 ?날짜|发送时间|发件时间|发送日期|寄件日期|日\s{0,2}期|时\s{0,2}间|時\s{0,2}間|傳送時間)"
    r"|(?P<rest>to|recipient|cc|an|à|para|a|aan|til|till|do|komu|vastaanottaja|kime|címzett|kepada|đến|ถึง|кому|宛先|받는 ?사람|收件人|收件者|抄\s{0,2}送|副\s{0,2}本)|(?P<about>subject|betreff|objet|asunto|oggetto|assunto|onderwerp|emne|ämne|temat|předmět|aihe|konu|tárgy|perihal|chủ đề|เรื่อง|тема|件名|제목|主\s{0,2}[题題旨]))\s{0,2}\*?\s{0,2}[:：]\s*\*?"
)
_ORNAMENT = re.compile(r"\s*([>＞]++)[^<>＜＞]*+([<＜]++)\s*")
# How a letter to somebody begins: nobody sets off demands of their own by it.
_ADDRESSED = later(
    r"\s{0,3}(?:(?:Dear|Hello|Hi|Good (?:morning|afternoon|day)),? (?:Mr|Mrs|Ms|Miss|Dr|Prof|[Cc]ustomer(?! [Ss]erv| [Cc]are)|[Gg]uest|[Cc]lient|[Mm]ember|[Ss]upplier|[Vv]alued)\b|(?:尊敬的|亲爱的|親愛的).{1,14}[:：,，!！]"
    r"|[\u4e00-\u9fff]{1,4}(?:先生|女士|小姐|太太|老师|老師|师傅|師傅|经理|經理|主任|护士|護士|助理|医生|醫生|工|总|總)[,，]?\s?(?:[您你]好)?\s?[:：,，!！])"
)
_RULE = re.compile(r"\s*[_—-]{10,}\s*")
_NOTE = re.compile(r"[^:：]{3,80}[,，(（ ]{1,3}\d{1,2}[:：]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?[)）]?\s?[:：]?")
# How all lines begin that one of these patterns may match, in lower case: asked first, as hardly any line begins so.
_NOTABLE = re.compile(
    r"[\s*>＞=_—－\d#-]|begin|fwd|start|original|please|reply|type|write|enter|原|回复的|请在|在[此本这]|签名由|通过"
    r"|verstuurd|verzonden|wysłan|skickat|sendt|lähetetty|отправлено|télécharger|obte|scarica|hol|hämta|hent|outlook|forwarded|anfang|début|inizio|开始|下面|轉寄"
    r"|sent|get|发|發|从|從|由|来自|來自|获取|取得|下载|envoyé|von|gesendet|enviado|inviato|iphone"
    r"|(?:on|at|am|le|el|il|op|den|på|em|w|dne|vào|in)(?![a-z])|[在于於]"
)
_UNIT = later(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Divided:
    """A text divided: what its writer says, and what was cut away."""

    own: str
    quoted: str = ""


def is_forward(subject: str) -> bool:
    """Whether a subject begins as those of forwarded mails do ("Fwd:", `转发：`)."""
    return _FORWARD_SUBJECT.match(subject[:40]) is not None


def is_marked(subject: str) -> bool:
    """Whether a subject begins as those of answered or forwarded mails do, in any language ("Re:", "VS:", `回复：`)."""
    return _MARKED_SUBJECT.match(subject[:100]) is not None


def is_short(text: str) -> bool:
    """Whether `text` is no longer than what people write above something they forward."""
    return len(_UNIT.findall(text[:10_000])) <= SHORT_UNITS


def divide(text: str, *, subject: str = "", answering: bool = True) -> Divided:
    """The writer's own words in `text` and the rest, both with their lines in order.

    `subject` tells a forwarded mail from an answered one where the text itself does not (Outlook). `answering`: the
    letter answers a mail. In one that does not, ">" alone is no quotation: people set off their demands by it. In one that
    does they do so too, where the line above says so (`parsers.message.indented`).
    """
    lines = text.split("\n")
    forwarding = is_forward(subject)
    marked = answering or forwarding or ((">" in text or "＞" in text) and _is_marked(lines))
    own, quoted = _cut(lines, forwarding=forwarding, marked=marked, left=FORWARDS)
    if not _has_words(line for line in own if not _field(line[:LINE_CHARACTERS])):
        return Divided(text.strip("\n"))
    said, footers = without_footers(_joined(own))
    return Divided(said, "\n\n".join(filter(None, (_joined(quoted), footers))))


def _is_marked(lines: list[str]) -> bool:
    """Whether ">" quotes in a letter that answers nothing: below "… wrote:", above a pasted header, or in two depths."""
    within = False
    for position, line in enumerate(lines):
        quotes = QUOTE.match(line) is not None
        if quotes and not within and _opens_quotation(lines, position):
            return True
        if not quotes and not _is_ordinary(line[:LINE_CHARACTERS]):
            attributed = attribution(lines, position)
            if attributed and QUOTE.match(next_words(lines, position + attributed)):
                return True
        within = quotes
    return False


def _opens_quotation(lines: list[str], position: int) -> bool:
    """Whether the quoted lines from here on begin as history does, or hold quotations themselves."""
    block = [line[:LINE_CHARACTERS] for line in lines[position : position + HEADER_LINES] if not _is_ornament(line)]
    bare = [_unquoted(line) for line in block if QUOTE.match(line)]
    if not bare:
        return False
    pasted = _HISTORY.fullmatch(bare[0]) or _FORWARD.fullmatch(bare[0]) or _TITLE.fullmatch(bare[0])
    pasted = pasted or _field(bare[0]) or _ADDRESSED.match(bare[0])
    return bool(pasted or any(map(QUOTE.match, bare)) or attribution(bare, 0) or _starts_header(bare, 0))


def _is_ornament(line: str) -> bool:
    """Whether marks stand on both sides of a line, as a writer puts them: ">>> IT LEAKS <<<"."""
    ornament = _ORNAMENT.fullmatch(line[:LINE_CHARACTERS])
    return ornament is not None and len(ornament[1]) == len(ornament[2])


def _cut(lines: list[str], *, forwarding: bool, left: int, marked: bool = True) -> tuple[list[str], list[str]]:
    """(own, quoted) lines; `left` more forwarded mails are opened; `marked`: lines that begin with ">" are quoted."""
    own: list[str] = []
    quoted: list[str] = []
    position = indented = 0
    reopened = False
    while position < len(lines):
        line = lines[position][:LINE_CHARACTERS]
        if _is_ordinary(line):
            own.append(lines[position])
            position += 1
            continue
        if (
            position < HEADER_LINES and _ABOVE_HERE.fullmatch(line) and not _has_words(own)
        ):  # some help desks put it above the answer as well
            quoted.append(lines[position])
            position += 1
            continue
        if left and _FORWARD.fullmatch(line):
            return _forwarded(own, [*quoted, lines[position]], lines, position + 1, left)
        if position and _RULE.fullmatch(line) and _is_above_note(lines, position):
            break
        history = _starts_history(lines, position)
        if history and forwarding and left:
            above = 1 if _HISTORY.fullmatch(line) else 0  # lines that are none of the mail forwarded
            return _forwarded(own, quoted + lines[position : position + above], lines, position + above, left)
        attributed = 0 if history else attribution(lines, position)
        if history or attributed:
            inside = not history or QUOTE.match(line) is not None
            above = _above_marks(lines, position, attributed) if inside or not (reopened or _has_words(own)) else 0
            if not above:
                break
            reopened = reopened or not inside  # the answers stand among the quotations and below them
            quoted.extend(lines[position : position + above])
            position += above
            continue
        indented = max(indented, _own_until(lines, position))
        quotes = marked and position >= indented and QUOTE.match(line)
        cut = _is_phone_line(lines, position) or (quotes and not _is_ornament(line))
        (quoted if cut else own).append(lines[position])
        position += 1
    quoted.extend(lines[position:])
    if left and not _has_words(own) and (start := _quoted_forward(quoted)) is not None:
        inner, history = _cut([_unquoted(line) for line in quoted[start:]], forwarding=True, left=left - 1)
        return own + inner, quoted[:start] + history
    return own, quoted


def _own_until(lines: list[str], position: int) -> int:
    """Up to where the quoted lines from here on are what the writer sets off by marks; `position` where they are not."""
    own = indented_by_writer(lines, position) if QUOTE.match(lines[position][:LINE_CHARACTERS]) else 0
    return position if own and _opens_quotation(lines, position) else position + own


def _is_phone_line(lines: list[str], position: int) -> bool:
    below = next_words(lines, position + 1)
    alone = not position or not lines[position - 1].strip()
    last = alone and (not below or not _is_ordinary(below))
    return is_phone_line(lines[position][:LINE_CHARACTERS], last=last)


def _starts_history(lines: list[str], position: int) -> bool:
    """Whether a program pasted history from this line on: it says so, or a header stands here or right below it."""
    line = lines[position][:LINE_CHARACTERS]
    if _starts_header(lines, position) or _HISTORY.fullmatch(line):
        return True
    return bool(_RULE.fullmatch(line) or _TITLE.fullmatch(line)) and _is_above_header(lines, position)


def _above_marks(lines: list[str], position: int, attributed: int) -> int:
    """How many lines from here introduce what is quoted by marks: `attributed` or a pasted header; 0 if nothing is."""
    block = [line[:LINE_CHARACTERS] for line in lines[position : position + HEADER_LINES * 2]]
    bare = block if _field(block[0]) else block[1:]
    length = attributed or len(block) - len(bare) + _header_length(bare)
    return length if QUOTE.match(next_words(lines, position + length)) else 0


def _is_ordinary(line: str) -> bool:
    """Whether the line is blank, or can be nothing but the writer's words."""
    if not line or line.isspace():
        return True
    if ":" in line or "：" in line or "@" in line or _NOTABLE.match(line.lower()):
        return False
    return not line.rstrip().endswith(ATTRIBUTION_LAST)


def _forwarded(
    own: list[str], quoted: list[str], lines: list[str], position: int, left: int
) -> tuple[list[str], list[str]]:
    """A mail forwarded below `own`: its own words are ours to read when there are few above."""
    if not is_short("\n".join(own)):
        return own, quoted + lines[position:]
    below = _without_marks(lines[position:])
    header = _header_length(below)
    inner, history = _cut(below[header:], forwarding=False, left=left - 1)
    if not _has_words(inner):
        inner, history = below[header:], []
    return [*own, "", *below[:header], "", *inner], quoted + history


def _quoted_forward(quoted: list[str]) -> int | None:
    """Where a forwarded mail begins that is nothing but quoted (Apple Mail)."""
    bare = (_unquoted(line)[:LINE_CHARACTERS] for line in quoted[:20])
    return next((position for position, line in enumerate(bare) if _FORWARD.fullmatch(line)), None)


def _without_marks(lines: list[str]) -> list[str]:
    """The lines, those at the top that are quoted without their marks (Apple Mail)."""
    for number, line in enumerate(lines):
        if line.strip() and not QUOTE.match(line[:10]):
            return [_unquoted(quoted) for quoted in lines[:number]] + lines[number:]
    return [_unquoted(quoted) for quoted in lines]


def _unquoted(line: str) -> str:
    return re.sub(r"^\s{0,3}[>＞]\s?", "", line)


def _header_length(lines: list[str]) -> int:
    """How many lines at the top are the pasted header of a forwarded mail."""
    length = 0
    for number, line in enumerate(lines[: HEADER_LINES * 2]):
        if _field(line[:LINE_CHARACTERS]):
            length = number + 1
        elif line.strip() and number - length > 2:
            break
    return length


def _starts_header(lines: list[str], position: int) -> bool:
    """Whether a pasted From/Sent/To/Subject block begins here.

    It holds a day and, as programs write it, an address, or a time and a subject: "From: Hangzhou, To: London" is a
    writer's own, and so is a waybill.
    """
    first = _field(lines[position][:LINE_CHARACTERS])
    if first is None or not (first["who"] or first["when"]):
        return False
    block = _without_gaps([line[:LINE_CHARACTERS] for line in lines[position : position + HEADER_LINES]])
    kinds = [match.lastgroup for line in block if (match := _field(line))]
    if "when" not in kinds or len({*kinds}) < 2 or not any(map(ATTRIBUTED.search, block)):
        return False
    return "about" in kinds or any("@" in line for line in block)


def _without_gaps(lines: list[str]) -> list[str]:
    """The lines up to the first blank one, below which no field of a header stands (QQ parts them by blank lines)."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        if line.strip():
            kept.append(line)
        elif not _field(next((below for below in lines[number + 1 :] if below.strip()), "")):
            break
    return kept


def _is_above_header(lines: list[str], position: int) -> bool:
    """Whether a pasted header begins in one of the three lines below."""
    return any(_starts_header(lines, below) for below in range(position + 1, min(position + 4, len(lines))))


def _is_above_note(lines: list[str], position: int) -> bool:
    """Whether the lines below say who wrote when, as a help desk keeps its history: `Nadia (Support), Mar 3, 16:20:`."""
    below = next((line.strip() for line in lines[position + 1 : position + 3] if line.strip()), "")
    return len(below) <= NOTE_CHARACTERS and _NOTE.fullmatch(below) is not None


def pasted_header(lines: Sequence[str]) -> int:
    """How many of the lines, from the first on, are the pasted header of a forwarded mail; 0 when they are none."""
    kinds: list[str | None] = []
    for line in lines[:HEADER_LINES]:
        field = _field(line[:LINE_CHARACTERS])
        if field is None:
            break
        kinds.append(field.lastgroup)
    return len(kinds) if "who" in kinds and len({*kinds}) > 1 else 0


def _field(line: str) -> re.Match[str] | None:
    """The name of a header field that the line begins with; a cheap look first, since most lines have no colon."""
    return _FIELD.match(line) if ":" in line or "：" in line else None


def _has_words(lines: Iterable[str]) -> bool:
    return any(any(map(str.isalnum, line)) for line in lines)


def _joined(lines: list[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return re.sub(r"\n{4,}", "\n\n\n", text) if "\n\n\n\n" in text else text
