"""What a writer sets off by ">" in an answer: their own new words, below a line of theirs that says what will follow.

"I ask for two things:", `我的要求如下：`, "My order number is:" announce what nobody has written before. "You wrote:" and "my
answers are below:" announce what we wrote. In doubt it is a quotation.
"""

from __future__ import annotations

import re

from parsers.message.attribution import LINE_CHARACTERS, QUOTE

_ABOVE = 3  # lines in which the announcement must stand, blank ones between
_TAIL = 120  # characters of it that are looked at
_OWN = re.compile(
    r"(?i)\b(?:i|we)(?:'d| would| do| must| shall| will| now| still| also| only| simply| just| therefore| hereby){0,3}"
    r" (?:like|want|need|demand|require|request|ask|expect|insist|claim|propose|wish)\b(?!ed)"
    r"|\b(?:my|our) (?:\w+ ){0,2}(?:demands?|requests?|claims?|requirements?|conditions?|wish(?:es)?|terms|expectations?|proposals?"
    r"|order|orders|address|details|account|phone|telephone|number|numbers|iban|name)\b"
    r"|\b(?:what|all) (?:i|we) (?:want|need|ask|expect|require|demand)\b"
    r"|\bthe (?:\w+ ){0,2}(?:number|numbers|address|details|label|screen|display|manual|sticker|plate|invoice|receipt) (?:is|are|says|shows|reads)\b"
    r"|\bplease (?:change|send|ship|pay|refund|use|correct|amend|deliver|do|note)\b"
    r"|我[们方]?的?(?:要求|诉求|想要|需要|要|希望|请求|主张)|(?:诉求|要求|请求)(?:如下|是|有|为|共|：|:)"
    r"|(?:订单号|单号|地址|账号|帐号|账户|卡号|型号|序列号|电话|号码|信息)码?(?:是|为|如下|：|:)|请(?:把|将|按|改|退|寄|发)"
)
_THEIRS = re.compile(
    r"(?i)\byour? (?:\w+ ){0,2}(?:mail|e-?mail|letter|message|reply|response|notice|questions?|words|text|offer|proposal|wrote|said|say|write|asked|ask|told|promised|offered|sent)\b"
    r"|\b(?:answer|answers|reply|replies|replied|replying|below|in-?line|quot\w{0,4}|wrote|told|refer\w{0,5}|received|earlier|previous|last"
    r"|expla\w{0,8}|clarif\w{0,9}|comment\w{0,3}|respond|react|object|disagree|dispute|mean\w{0,4}|understand|about|regarding|concerning|points?)\b"
    r"|[你您贵][们司方]?的?(?:上次|上一封|来|回|第一封)?(?:说|写|问|邮件|信|回复|答复|问题|方案|承诺|来函)|回答|答复|回复|原文|引用|上次|之前|收到|问|解释|说明|关于|对于|针对|意思"
)
_ADDRESSES = re.compile(
    r"(?i)\s{0,3}[>＞]\s?(?:(?:dear|hello|hi|good (?:morning|afternoon|day))\b(?! (?:sirs?|madam|team|all|desk|support)\b)|尊敬的|亲爱的)"
)


def indented_by_writer(lines: list[str], position: int) -> int:
    """How many of the lines from `position`, which begins with ">", its writer set off so; 0 where they are quoted."""
    above = _announcement(lines, position)
    if not above.endswith((":", "：")) or not _OWN.search(above) or _THEIRS.search(above):
        return 0
    if _ADDRESSES.match(lines[position][:LINE_CHARACTERS]):  # our letter to the writer
        return 0
    count = 0
    while position + count < len(lines) and QUOTE.match(lines[position + count][:LINE_CHARACTERS]):
        count += 1
    return count


def _announcement(lines: list[str], position: int) -> str:
    """The end of the writer's own line right above; "" where a quoted one or none stands there."""
    for line in reversed(lines[max(0, position - _ABOVE) : position]):
        if line.strip():
            return "" if QUOTE.match(line[:LINE_CHARACTERS]) else line.rstrip()[-_TAIL:]
    return ""
