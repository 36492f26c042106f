"""The line that a phone or a mail program adds below a letter: "Sent from my iPhone", `发自我的华为手机`.

A line that only begins so is its writer's own: "Sent from your warehouse on 3 March, it arrived broken."
"""

from __future__ import annotations

import re

from parsers.patterns import later

_PHONE_LINE = later(
    r"(?i)\s*+[-—]*+\s*+(sent from (my )?\S.{0,60}|sent via \S.{0,60}|sent with \S.{0,60}|get outlook for (ios|android).{0,60}"
    r"|get bluemail.{0,40}|(发自|發自|发送自)\s*(?!内心|內心|肺腑|心底|真心)\S.{0,40}|从我的?\s*\S.{0,40}(发送|寄出|傳送)|從我的?\s*\S.{0,40}(傳送|發送|寄出)"
    r"|由\s*\S.{0,30}(客户端)?(发送|发出)|来自我的\s*\S.{0,40}|[来來]自\s*(\S.{0,30})?(手机|手機|客户端|邮箱大师|邮箱|iphone|ipad|android|mail|outlook)\S{0,10}|(获取|取得|下载)\s*outlook.{0,30}"
    r"|签名由\s*\S.{0,20}定制|通过\s*\S.{0,20}(邮箱|客户端)\S{0,8}(发送|发出)"
    r"|envoyé (de|depuis|à partir de) .{0,40}|von meinem .{0,40} gesendet|gesendet (von|mit|über) \S.{0,40}|enviado (desde|do|de) (mi|meu) .{0,40}|inviato da(l mio)? \S.{0,40}|iphoneから送信"
    r"|(verstuurd|verzonden) (vanaf|vanuit|met) .{0,40}|wysłan[eoy] z .{0,40}|skickat från .{0,40}|sendt fra .{0,40}|lähetetty \S.{0,40}|отправлено (с|из) .{0,40}"
    r"|(télécharger|obtenir|obtener|obter o|scarica|hol dir|hämta|hent) outlook .{0,60}|outlook (für|voor) .{0,60})\s*"
)
_DEVICE = later(
    r"(?i)iphone|ipad|ipod|android|galaxy|samsung|huawei|honor|xiaomi|redmi|oppo|vivo|oneplus|pixel|nokia|motorola|xperia|blackberry|windows|outlook|mail|yahoo|aol|proton|thunderbird|sparrow"
    r"|phone|mobile|handheld|device|tablet|handy|telefon|móvil|celular|mac\b|app\b|wechat|手机|手機|平板|华为|小米|苹果|荣耀|魅族|三星|客户端|邮箱|微信|钉钉|飞书|网易|qq"
)
_LINK = re.compile(r"(?i)https?://\S{1,200}")
_SENTENCE = re.compile(r"[，。！？；]|\d{5}")
_CLAUSE_END = re.compile(r"[,.;!?]")
PHONE_WORDS = 8  # in "Sent from my …" of a device that nobody has heard of


def is_phone_line(line: str, *, last: bool) -> bool:
    """Whether a program wrote this line (400 characters at most), and not the letter's writer.

    `last`: it is a paragraph of its own, and nothing of the writer's follows. There a device may have any name.
    """
    if not _PHONE_LINE.fullmatch(line):
        return False
    bare = _LINK.sub("", line)
    if _SENTENCE.search(bare):
        return False
    if _DEVICE.search(_CLAUSE_END.split(bare.strip(), maxsplit=1)[0]):
        return True
    return last and len(bare.split()) <= PHONE_WORDS and not _CLAUSE_END.search(bare)
