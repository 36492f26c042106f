"""Words by which an automatic answer is known that bears none of the marks of RFC 3834 in its header.

Vacation notes, receipts, recalls and "click here so that I can read you" are written by programs in a handful of forms,
one for each language the programs speak. Customers write of the same things ("Out of office chairs arrived broken",
"自动回复机坏了"), so a subject counts alone only where something follows that programs put there (a colon, a bracket, its
end); otherwise the letter itself must speak as somebody who is away.
"""

from __future__ import annotations

import re

from parsers.patterns import later

OPENING_CHARACTERS = 1500  # in which an automatic answer says what it is
SUBJECT_CHARACTERS = 300
AWAY_CHARACTERS = 400  # in which somebody who is away says so
_ABOUT = (
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder|generated)|out[ -]of[ -](?:the[ -])?office|vacation (?:reply|notice|response)|ooo"
    r"|away from (?:my|the) (?:mail|office|desk)|abwesenheits\w{0,20}|abwesend|automatische antwort|absence du bureau|message d['’]absence"
    r"|réponse automatique|respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori (?:sede|ufficio)|resposta automática|ausência temporária"
    r"|automatisch antwoord|afwezig(?:heid\w{0,20})?|automatiskt svar|automatisk svar|autosvar|automaattinen vastaus|poissaoloilmoitus"
    r"|automatyczna odpowiedź|odpowiedź automatyczna|automatická odpov[ěe]ď|automatikus válasz|otomatik yan[ıi]t|răspuns automat|automatski odgovor"
    r"|αυτόματη απάντηση|автоматический ответ|автоответ|автоматична відповідь|trả lời tự động|balasan otomatis|رد تلقائي|(?:תשובה אוטומטית|מענה אוטומטי)"
    r"|(?:การ)?ตอบกลับอัตโนมัติ|自动(?:回复|答复)|自動(?:回覆|答覆|回信|返信|応答)|不在通知|休假(?:通知|自动(?:回复|答复))|外出(?:通知|自动(?:回复|答复))|자동 ?(?:회신|응답)|부재 ?중)"
)
_KIND = r"(?:[ -](?:auto-?reply|notice|notification|message|assistant|response|reply|answer|e-?mail|邮件))?"
_END = r"\s{0,3}(?:$|[:：\]】)）(（|!！;–—]|-\s|\.\s{0,3}$|(?:re|aw|fw|fwd|wg|antw|sv|回复|答复)\s{0,2}[:：]|(?:until|till|bis) )"
# As programs begin the subject of an automatic answer.
_SUBJECT = later(
    rf"(?i)\s{{0,3}}(?:\[[^\]]{{1,40}}\]\s{{0,3}})?\W{{0,2}}(?:(?:i am )?{_ABOUT}{_KIND}{_END}"
    r"|auto: .{0,80}\b(?:out of (?:the )?office|away|abwesend|returning (?:on|\d))\b)"
)
_LEAVE = r"(?:on (?:annual |sick |maternity |parental )?leave|on (?:vacation|holidays?)|休假|出差|em férias|im urlaub|en congé)"
_SUBJECT_WORD = later(rf"(?i){_ABOUT}|{_LEAVE}")
_ABOUT_ALONE = later(rf"(?i){_ABOUT}")
# Nothing but that somebody is away; "On vacation in your filthy hotel" says more.
_LEAVE_SUBJECT = later(
    rf"(?i)(?:\A|\s[-–—])\W{{0,3}}(?:i(?:['’]m| am) |ich bin |je suis )?(?:currently |derzeit |(?:我|本人)?(?:正?在)?)?{_LEAVE}(?:中|期间|通知)?{_END}"
)
_AWAY = later(
    r"(?i)\b(?:i['’]?m|i am|we are|we['’]re|i will be|i['’]ll be|(?:my|our|the) office is)\b.{0,60}?\b(?:out of (?:the |my )?office|away|on (?:\w{1,12} )?leave|on (?:vacation|holidays?)|travell?ing|unavailable|not available|closed)"
    r"|\bthank(?:s| you) for (?:your|contacting|getting|writing)\b.{0,160}\b(?:will|shall) (?:get back|respond|reply|answer|be back|return)"
    r"|this is an auto(?:matic|mated)|automatically generated|(?:limited|no) access to (?:my )?e-?mail"
    r"|(?:ich bin|bin ich|wir sind).{0,60}(?:nicht erreichbar|abwesend|im urlaub|außer haus)|nicht im (?:büro|hause)|je suis .{0,40}(?:absent|en congé|en vacances)"
    r"|(?:estoy|estaré) .{0,30}(?:fuera de|de vacaciones|ausente)|sono .{0,30}(?:fuori|in ferie|assente)|estou .{0,30}(?:ausente|de férias|fora)"
    r"|ik ben .{0,30}(?:afwezig|niet aanwezig|op vakantie)|(?:我|本人).{0,20}(?:休假|出差|外出|请假|不在)|已(?:经)?收到(?:您|你)的|(?:我|我们|将|会)(?:尽快|稍后|第一时间).{0,4}(?:回复|答复|联系)(?:您|你)"
    r"|此(?:邮件|信)(?:为|由|是).{0,10}自动|不在に|休暇|自動(?:返信|送信)|휴가|부재"
)
# Nothing but what the matter is: as a program's subject, and as a customer's who complains of it.
_SUBJECT_ALONE = later(rf"(?i)\W{{0,3}}{_ABOUT}{_KIND}\W{{0,3}}")
# Whoever says such a thing has a matter of their own, though they quote what a program answered them.
_OWN_MATTER = later(
    r"(?i)\b(?:i|we)(?:['’]ve| have)? (?:wrote|written|sent|bought|ordered|paid|(?:received|got)(?! your)|waited|called|complained|(?:keep|only|just|still) (?:get|wait|hear))"
    r"|\b(?:my|our) (?:orders?|parcels?|money|refund|invoices?|complaint)\b|\b(?:is|are|was|were|arrived|came) (?:the )?(?:broken|damaged|faulty|filthy|dirty|missing|leaking|smashed|cracked|wrong)\b|\bfaulty \w|\bwant (?:a|my|our) (?:refund|money)"
    r"|退款|退货|赔偿|换货|(?:要|来|我|想)投诉|我(?:的|们的)(?:订单|货|包裹)|(?:坏|破|漏|碎|塌|裂|丢)了|漏水|被偷|谁负责|没人[管理]|人工处理|你们(?:家|的|公司|酒店|店)"
)
# How a letter begins that says of itself that a program has sent it.
_ITSELF = later(
    r"(?i)\W{0,3}(?:(?:dear|hello|hi|good (?:morning|day))\b[^.!\n]{0,30}[,.!]\s{0,3}|(?:您好|你好|尊敬的.{1,12})[，,。!！:：]\s{0,3})?"
    r"(?:this is an? (?:auto(?:matic|mated|-generated)|automatically generated|system[- ]generated) (?:e-?mail )?(?:reply|response|message|e-?mail|answer|notification)(?:\s?[.,;:!–—-]| to (?:let|inform|confirm|acknowledge|advise)| from (?!you))"
    r"|这是.{0,16}自动(?:回复|答复|发送)的?(?:邮件|消息|信息)|dies ist eine automatische (?:antwort|nachricht)\b|ceci est (?:une réponse|un message) automatique\b|esta es una respuesta automática\b)"
)
# Who must prove to be a person before their letter is delivered (TMDA, Boxbe, Spam Arrest, Bluebottle …).
_CHALLENGE = later(
    r"held because (?:the|your) (?:sender |e-?mail )?address has not been verified|add (?:yourself|your address) to (?:my|the) (?:guest|approved|safe|white|allowed)[ -]?list"
    r"|address added to the (?:recipient['’]s )?(?:allowed|approved|white)[ -]?list|(?:my|our|the) list of approved senders|click .{0,60} so (?:that )?i can (?:receive|read) your (?:e-?mail|message)"
    r"|(?:mailbox|inbox|e-?mail(?: account| address)?) is protected by .{1,60}(?:click|confirm|verif)|message (?:about .{1,200} )?was waitlisted"
    r"|your (?:e-?mail|message)\b.{0,200}(?:confirm|prove|verify) that you are (?:a human|human|a real person|not a spammer|not a robot)"
    r"|(?:confirm|prove|verify) that you are (?:a human|human|a real person|not a spammer|not a robot).{0,200}\byour (?:e-?mail|message)\b"
)
_CHALLENGED = ("verif", "list", "click", "prove", "confirm")  # one of them stands in each
_RECEIPT_SUBJECT = later(
    r"(?i)\s{0,3}(?:read|not read|return receipt|gelesen|ungelesen gelöscht|lu|non lu|leído|letto|lida|已读|已讀|未读|阅读回执|回执|開封済み)\b ?(?:\([a-z]{1,20}\) ?)?(?:[:：]|-\s)"
)
_RECEIPT = later(
    r"(?i)^\W{0,5}(?:your message|ihre nachricht|votre message|su mensaje|el mensaje|il messaggio|您(?:发送)?的邮件|你的邮件|您的郵件|this is a return receipt)"
    r".{0,600}?(?:\bwas (?:read|opened|displayed|deleted)\b(?: without being read)?(?: on| at|\W{0,3}$)|(?:wurde|a été|fue|è stato|已于).{0,60}?(?:gelesen|gelöscht|\blu\b|leído|letto|阅读|已读|閱讀|查看)|return receipt)"
)
_RECALL_SUBJECT = later(
    r"(?i)\s{0,3}(?:recall|message recall \w{1,10}|rückruf|rappel|recuperar|richiamo|撤回|召回|撤銷|取り消し)\s?[:：]"
)
_RECALL = later(
    r"(?i)^(?!I ).{1,80}would like to recall the message\b|möchte die nachricht .{1,300} zurückrufen|souhaite(?:rait)? rappeler le message|desea recuperar el mensaje|desidera richiamare il messaggio"
    r"|(?:将|希望|想|要|想要|試圖|试图)(?:撤回|召回|收回).{0,4}(?:邮件|郵件|消息)|was recalled|could not be recalled"
)
_DMARC = later(r"(?i).{0,40}report[- ]domain:\s{0,3}\S{1,253}[\s;]{1,3}submitter:")
# Nobody reads what is sent to these; behind the last two kinds, people may stand whose names begin so.
_MACHINE = re.compile(
    r"(?i)(?:.{0,40}[-_.+])?(?:(?:no|not?|do[-_.]?not|dont)[-_.]?(?:reply|replay)|noresponder?|no[-_.]responder?|n[aã]o[-_.]?respond(?:a|er)|ne[-_.]?pas[-_.]?r[eé]pondre"
    r"|keine[-_.]?antwort|nicht[-_.]?antworten|non[-_.]?rispondere|niet[-_.]?beantwoorden|qingwuhuifu).{0,20}"
    r"|auto[-_.]?(?:reply|respond(?:er)?|mailer|confirm|notify)(?:[-_+.].{0,40})?"
    r"|(?:robot|nobody|(?:daemon|cron|root)[-_.]?\d{0,2})|(?:robot|daemon|cron|root|nobody)(?:\+.{0,40}|[-_.]?(?:cron|job|mailer|daemon|noreply))|bounces?(?:[-_+.].{0,40}[\d=].{0,60})?"
)


def begins_as_automatic(subject: str) -> bool:
    """Whether `subject` begins as programs begin that of an automatic answer, with what they put behind it."""
    return _SUBJECT.match(subject) is not None


def has_own_matter(subject: str, text: str) -> bool:
    """Whether a letter whose subject says no more than "Out of office" is one about it, of somebody with a matter."""
    opening = " ".join(text[:OPENING_CHARACTERS].split())
    if _SUBJECT_ALONE.fullmatch(subject[:SUBJECT_CHARACTERS]) is None or _AWAY.search(opening[:AWAY_CHARACTERS]):
        return False
    return _OWN_MATTER.search(opening) is not None


def names_automatic(subject: str) -> bool:
    """Whether `subject` speaks of automatic answers or of being away at all: beside another mark, that is enough."""
    return _SUBJECT_WORD.search(subject[:SUBJECT_CHARACTERS]) is not None


def speaks_automatically(subject: str, text: str) -> str:
    """Which kind of automatic answer a letter without marks is, by its subject and words together; "" for none.

    In doubt it is none: an answer too many costs less than a customer who hears nothing.
    """
    if _DMARC.match(subject):
        return "a DMARC report by its subject (RFC 7489, section 7.2.1.1)"
    opening = " ".join(text[:OPENING_CHARACTERS].split())
    reason = _spoken(subject, opening)
    return "" if reason and _OWN_MATTER.search(opening) else reason


def _spoken(subject: str, opening: str) -> str:
    titled = _ABOUT_ALONE.search(subject[:SUBJECT_CHARACTERS]) or _LEAVE_SUBJECT.search(subject[:SUBJECT_CHARACTERS])
    if titled and _AWAY.search(opening[:AWAY_CHARACTERS]):
        return "the subject and the words of somebody who is away"
    if _ITSELF.match(opening):
        return "it begins by saying that a program has sent it"
    if _RECEIPT_SUBJECT.match(subject) and _RECEIPT.match(opening):
        return "the subject and the words of a receipt"
    if _RECALL_SUBJECT.match(subject) and _RECALL.search(opening):
        return "the subject and the words of a recall"
    lower = opening.lower()
    challenged = any(word in lower for word in _CHALLENGED) and _CHALLENGE.search(lower) is not None
    return "it asks its reader to prove to be a person" if challenged else ""


def is_machine(local: str) -> bool:
    """Whether the part of an address before its @ says that nobody reads what is sent there."""
    return _MACHINE.fullmatch(local[:120]) is not None
