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

from parsers.patterns import later

LINE_CHARACTERS = 400  # of a line that are looked at
ATTRIBUTION_LINES = 4  # over which a program may wrap "On … wrote:"
HEADER_LINES = 10  # in which From, Date, Subject of a pasted header must stand
SHORT_UNITS = 120  # words, a Chinese character counting as one: an introduction to something forwarded
NOTE_CHARACTERS = 100  # of a help desk's "Nadia, Mar 3, 16:20:"
FORWARDS = 3  # mails forwarded inside one another that are followed

_HISTORY = later(
    r"(?i)[\s*>]*+[-=_—－]{2,}+\s*+(original message|original mail|original email|original appointment|original|repl(y|ied) message|.{1,150}\s(wrote|写道|寫道)"
    r"|(ursprüngliche|original|antwort)[- ]?nachricht|message d'origine|mensaje original|messaggio originale|mensagem original|(oorspronkelijk|origineel) bericht|oprindelig meddelelse|ursprungligt meddelande"
    r"|opprinnelig melding|oryginalna wiadomość|исходное сообщение|元のメッセージ|원본 메시지|원본메시지"
    r"|原始邮件|原始郵件|原邮件|原始信息|原始訊息|原信|邮件原文|郵件原文|回复的原?邮件|回复邮件|历史邮件)\s*:?\s*[-=_—－]{2,}[\s*]*"
)
_FORWARD = later(
    r"(?i)[\s*>]*+(begin forwarded message\s*:?|(fwd|(start of )?forwarded message)\s*:|anfang der weitergeleiteten (nachricht|e-mail)\s*:?|début du message (transféré|réexpédié)\s*:?"
    r"|inizio messaggio inoltrato\s*:?|[-=_—－]{2,}+\s*+(forwarded (message|by|email|mail)[^-]{0,120}|weitergeleitete nachricht|message (transféré|transmis)|mensaje reenviado|messaggio inoltrato"
    r"|mensagem encaminhada|doorgestuurd bericht|vidarebefordrat meddelande|videresendt meddelelse|przekazana wiadomość|(пересылаемое|пересланное) сообщение|転送メッセージ"
    r"|转发的原邮件|(邮件)?转发(的)?(邮件|消息|信息)*(信息)?|轉寄(的)?郵件|轉寄的訊息|已转发(的)?邮件)\s*:?\s*[-=_—－]{2,}|(开始|下面是被?)转发(的)?邮件\s*[:：]?|轉寄郵件\s*[:：]?)[\s*]*"
)
_FORWARD_SUBJECT = re.compile(r"(?i)\s*(fw|fwd|wg|tr|rv|enc|转发|轉寄|转寄)\s*[:：]")
# The fields that mail programs paste above what they quote, each in the languages of the commonest programs.
_FIELD = later(
    r"(?i)[\s*>]*(?:(?P<who>from|von|de|da|van|fra|från|od|от|差出人|보낸 ?사람|发件人|寄件人|寄件者|發件人)"
    r"|(?P<when>sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|inviato|data|verzonden|sendt|skickat|wysłano|отправлено|дата|送信日時|보낸 ?날짜|发送时间|发送日期|寄件日期|日期|时间|時間|傳送時間)"
    r"|(?P<rest>to|cc|subject|an|betreff|à|objet|para|asunto|a|oggetto|assunto|aan|onderwerp|til|emne|till|ämne|do|temat|кому|тема|宛先|件名|받는 ?사람|제목|收件人|收件者|抄送|副本|主题|主旨|主題))\s{0,2}\*?\s{0,2}[:：]\s*\*?"
)
_QUOTE = re.compile(r"\s{0,3}[>＞]")
_ATTRIBUTION_START = re.compile(
    r"(?i)[\s*]*(on|at|am|le|el|il|op|den|på|em|w dniu|dne|vào|in|在|于|於|从|從|\d{4}\s*[-年/.])(\s|\d|[^\x00-\x7f]|$)"
)
_ATTRIBUTION_END = re.compile(
    r"(?i)(wrote|writes|said|sent|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|geschreven|skrev|napisał\(?a?\)?|пишет|написала?|đã viết|写道|寫道|写到|寫到|来信|书写|撰写|写了)"
    r"\s*([^\s:：]{0,40}|[^:：]{0,60}<[^<>\s]{1,80}>)\s*[:：]\s*$|[\"”>)]\s*(写道|寫道)\s*[:：]?\s*$"
)
_ATTRIBUTION_LAST = (":", "：", "写道", "寫道")  # one of which such a line ends with: asked first, being cheap
_DATED_SENDER = re.compile(
    r"\s*(?:\d{4}[-/.]\d|\d{1,2}\.\d{1,2}\.\d{2}).{5,80}<\s*[^<>\s]{1,80}@[^<>\s]{1,80}>\s*[:：]?\s*"
)  # Gmail, some languages
_ATTRIBUTED = re.compile(r"[^\s@<>]@[^\s@<>]|\d{1,2}[:：]\d{2}")
_PHONE_LINE = later(
    r"(?i)\s*+[-—]*+\s*+(sent from (my )?\S.{0,60}|sent via \S.{0,60}|sent with \S.{0,60}|get outlook for (ios|android).{0,60}"
    r"|get bluemail.{0,40}|(发自|發自|发送自)\s*(?!内心|內心|肺腑|心底|真心)\S.{0,40}|从我的?\s*\S.{0,40}(发送|寄出|傳送)|從我的?\s*\S.{0,40}(傳送|發送|寄出)"
    r"|由\s*\S.{0,30}(客户端)?(发送|发出)|来自我的\s*\S.{0,40}|[来來]自\s*\S.{0,30}(手机|手機|客户端|邮箱大师|邮箱|iphone|ipad|android|mail|outlook)\S{0,10}|(获取|取得|下载)\s*outlook.{0,30}"
    r"|envoyé (de|depuis) mon .{0,40}|von meinem .{0,40} gesendet|gesendet (von|mit|über) \S.{0,40}|enviado (desde|do|de) (mi|meu) .{0,40}|inviato da(l mio)? \S.{0,40}|iphoneから送信)\s*"
)
_RULE = re.compile(r"\s*[_—-]{10,}\s*")
_NOTE = re.compile(r"[^:：]{3,80}[,，(（ ]{1,3}\d{1,2}[:：]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?[)）]?\s?[:：]?")
# How all lines begin that one of these patterns may match, in lower case: asked first, as hardly any line begins so.
_NOTABLE = re.compile(
    r"[\s*>＞=_—－\d-]|begin|fwd|start|forwarded|anfang|début|inizio|开始|下面|轉寄"
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


def is_short(text: str) -> bool:
    """Whether `text` is no longer than what people write above something they forward."""
    return len(_UNIT.findall(text[:10_000])) <= SHORT_UNITS


def divide(text: str, *, subject: str = "") -> Divided:
    """The writer's own words in `text` and the rest, both with their lines in order.

    `subject` tells a forwarded mail from an answered one where the text itself does not (Outlook).
    """
    own, quoted = _cut(text.split("\n"), forwarding=is_forward(subject), left=FORWARDS)
    if not _has_words(line for line in own if not _field(line[:LINE_CHARACTERS])):
        return Divided(text.strip("\n"))
    return Divided(_joined(own), _joined(quoted))


def _cut(lines: list[str], *, forwarding: bool, left: int) -> tuple[list[str], list[str]]:
    """(own, quoted) lines; `left` more forwarded mails are opened."""
    own: list[str] = []
    quoted: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position][:LINE_CHARACTERS]
        if _is_ordinary(line):
            own.append(lines[position])
            position += 1
            continue
        if left and _FORWARD.fullmatch(line):
            return _forwarded(own, [*quoted, lines[position]], lines, position + 1, left)
        ruled = _RULE.fullmatch(line) is not None
        if ruled and position and _is_above_note(lines, position):
            break
        pasted = _starts_header(lines, position) or (ruled and _is_above_header(lines, position))
        if pasted or _HISTORY.fullmatch(line):
            if forwarding and left:
                above = 0 if pasted else 1  # lines that are none of the mail forwarded
                return _forwarded(own, quoted + lines[position : position + above], lines, position + above, left)
            break
        attributed = _attribution(lines, position)
        if attributed:
            following = _next_words(lines, position + attributed)
            if not following or not _QUOTE.match(following):
                break
            quoted.extend(lines[position : position + attributed])
            position += attributed
            continue
        cut = _QUOTE.match(line) or _PHONE_LINE.fullmatch(line)
        (quoted if cut else own).append(lines[position])
        position += 1
    quoted.extend(lines[position:])
    if left and not _has_words(own) and (start := _quoted_forward(quoted)) is not None:
        inner, history = _cut([_unquoted(line) for line in quoted[start:]], forwarding=True, left=left - 1)
        return own + inner, quoted[:start] + history
    return own, quoted


def _is_ordinary(line: str) -> bool:
    """Whether the line is blank, or can be nothing but the writer's words."""
    if not line or line.isspace():
        return True
    if ":" in line or "：" in line or _NOTABLE.match(line.lower()):
        return False
    return not line.rstrip().endswith(_ATTRIBUTION_LAST)


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
        if line.strip() and not _QUOTE.match(line[:10]):
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

    It holds a day and, as programs write it, an address or a time: "From: Hangzhou, To: London" is a writer's own.
    """
    first = _field(lines[position][:LINE_CHARACTERS])
    if first is None or first["rest"]:
        return False
    block = [line[:LINE_CHARACTERS] for line in lines[position : position + HEADER_LINES]]
    block = block[: next((number for number, line in enumerate(block) if not line.strip()), len(block))]
    kinds = [match.lastgroup for line in block if (match := _field(line))]
    return "when" in kinds and len({*kinds}) > 1 and any(map(_ATTRIBUTED.search, block))


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


def _attribution(lines: list[str], position: int) -> int:
    """How many lines from here say "somebody wrote:"; 0 if they do not.

    Before history without marks the line must also hold an address or a time: "On Monday I wrote:" is a sentence.
    """
    first = lines[position][:LINE_CHARACTERS]
    if not _ends_attribution(first) and not _ATTRIBUTION_START.match(first):
        return 0
    for count in range(1, ATTRIBUTION_LINES + 1):
        piece = lines[position : position + count]
        if not piece[-1].strip():
            return 0
        whole = " ".join(piece)[: LINE_CHARACTERS * 2]
        if _ends_attribution(piece[-1][:LINE_CHARACTERS]) or _DATED_SENDER.fullmatch(whole):
            following = _next_words(lines, position + count)
            quoted_below = _QUOTE.match(following) is not None
            return count if quoted_below or _ATTRIBUTED.search(whole) else 0
    return 0


def _ends_attribution(line: str) -> bool:
    tail = line[-80:].rstrip()
    return tail.endswith(_ATTRIBUTION_LAST) and _ATTRIBUTION_END.search(tail) is not None


def _field(line: str) -> re.Match[str] | None:
    """The name of a header field that the line begins with; a cheap look first, since most lines have no colon."""
    return _FIELD.match(line) if ":" in line or "：" in line else None


def _next_words(lines: list[str], position: int) -> str:
    for line in lines[position : position + 5]:
        if line.strip():
            return line[:LINE_CHARACTERS]
    return ""


def _has_words(lines: Iterable[str]) -> bool:
    return any(any(map(str.isalnum, line)) for line in lines)


def _joined(lines: list[str]) -> str:
    text = "\n".join(lines).strip("\n")
    return re.sub(r"\n{4,}", "\n\n\n", text) if "\n\n\n\n" in text else text
