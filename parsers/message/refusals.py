"""Why a mail was refused: because of the address, or of something that passes.

Servers answer 5yz to a full mailbox, a filter that takes the mail for spam or a size as to a user whom they do not know,
and many give the same enhanced code to all of these (RFC 3463 is older than most filters). So the words are asked, and
words that say that there is no such address outweigh the others: they often stand beside a hint at spam.
"""

from __future__ import annotations

from parsers.patterns import later

# Refusals of this mail, or for now; the next one to the same address may fare better (RFC 3463, sections 3.3, 3.4, 3.8).
_PASSES = later(
    r"(?i)^(?:5\.2\.[23]|5\.3\.4|5\.6\.\d{1,3}|5\.7\.(?:2\d|[5-7]\d\d))\b|quota|(?:box|folder|account|user)\b.{0,12} full|full (?:mailbox|inbox)|over (?:its |the |their )?(?:limit|storage)|(?:exceed\w{0,3}|out of|insufficient|enough) .{0,30}(?:storage|space|disk)|space not enough"
    r"|gr[ae]y-?list|try (?:again )?later|temporar|TEMP_FAIL|frequency limit|rate limit|too (?:many|large|big)\b|size.{0,30}(?:exceed|limit)|exceed.{0,30}size"
    r"|spam|unsolicited|bulk e?-?mail|mass mail|black-?list|block ?list|\bblocked\b|\b(?:dns|uri|r)bl\b|reputation|anti-spoof|content (?:denied|filter|rejected|restrict|polic)|forbidden attachment|\bvirus(?:es)?\b|infected|\b(?:dmarc|dkim|spf)\b|sender policy framework|unauthenticated|by (?:organi[sz]ation|local|content) polic|RejectMessage|\b(?:DT|MI):SP"
    r"|已满|已滿|容量|空间不足|空間不足|配额|频率|稍后|垃圾邮件|垃圾郵件|黑名单|拒收|反垃圾|内容.{0,6}(?:被拒|违规|不合)|postfach .{0,20}voll|bo[iî]te .{0,30}pleine|buz[óo]n .{0,20}lleno|casella .{0,20}piena|一杯|переполнен"
)
_OF_THE_ADDRESS = later(
    r"(?i)user unknown|unknown (?:user|recipient|address|account|mailbox)|(?:no|not a valid|invalid) (?:such )?(?:user|recipient|address|account|mailbox|addressee)\b|(?:user|recipient|address|account|mailbox|addressee)\b.{0,60}?(?:not (?:be )?found|(?:does|do)(?:n['’]t| not) exist|not exist|unknown|invalid|disabled|inactive|suspended|not listed|no longer)"
    r"|不存在|无此用户|無此用戶|查无|未找到|停用|禁用|注销"
)


_CODE = later(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])")  # an enhanced code, wherever the server puts it
_CODE_OF_THE_ADDRESS = later(r"^5\.(?:1\.(?:[0-36]|10)|2\.1)$")  # RFC 3463, sections 3.2 and 3.3; RFC 7505
_OF_THE_SENDER = later(
    r"(?i)\b5\.1\.[78]\b|\bsender(?:'s)?(?: e?-?mail)? address|\b(?:bad|invalid|unknown) sender|发件人"
)


def passes(status: str, diagnostic: str) -> bool:
    """Whether a refusal is of this mail, or for now: a full mailbox, a filter, a size; not of the address itself.

    `status`: the enhanced code (RFC 3463) or ""; `diagnostic`: the server's words.
    """
    said = f"{status} {diagnostic}"
    return _PASSES.search(said) is not None and _OF_THE_ADDRESS.search(said) is None


def is_of_the_address(status: str, diagnostic: str) -> bool:
    """Whether a refusal for good says that there is no such address: no mail to it will ever arrive.

    `status`: the enhanced code, or "" where it stands in the server's words; `diagnostic`: these words, as a report or
    the SMTP dialogue has them.
    """
    codes = [found[0] for found in _CODE.finditer(f"{status} {diagnostic}")]
    if passes(codes[0] if codes else status, diagnostic) or _OF_THE_SENDER.search(f"{status} {diagnostic}") is not None:
        return False
    return any(map(_CODE_OF_THE_ADDRESS.search, codes)) or _OF_THE_ADDRESS.search(diagnostic) is not None


def names_a_reason(diagnostic: str) -> bool:
    """Whether these words say at all why a mail was refused."""
    return any(reason.search(diagnostic) is not None for reason in (_PASSES, _OF_THE_ADDRESS))
