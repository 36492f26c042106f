"""Which of the desk's languages a letter is in: by its script, and Latin text by its commonest words.

No statistics library: for two languages the script decides, and a Latin text that has the small words of English is
English. A wrong "en" for a French letter would send a wrong acknowledgement, so Latin text without them is "und".
"""

from __future__ import annotations

import re

SAMPLE_CHARACTERS = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# Greek, Cyrillic, Hebrew, Arabic, Indic, Thai.
_OTHER = re.compile("[\u0370-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f]")
_REPLY = re.compile(r"(?i)^\s*(?:(?:re|fw|fwd|aw|回复|答复|转发)\s*[:：]\s*)+")
_NOT_PROSE = re.compile(r"https?://\S{1,500}|[^\s@<>]{1,64}@[^\s@<>]{1,190}")
_ENGLISH_WORDS = (
    "the and you your is are was were of to for with this that it not have has had we our my on in at be been from as but "
    "will would can could please i i'm i've it's don't did do does there they what when which who how an or if so no yes "
    "thank thanks regards hello hi dear order invoice refund product received"
)
# Small words of the neighbours that English does not have: they outvote the few that both have (in, an, so, was, do).
_FOREIGN_WORDS = (
    "der die das und ist nicht ich wir sie ein eine mit für auf den dem des von zu bei bitte haben habe sehr le la les et est "
    "pas je nous vous un une des du de que qui pour dans sur avec el los las y es por para con una su il che non di per è "
    "o os uma não com het een niet van ik"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_NOT_ENGLISH = frozenset(_FOREIGN_WORDS.split())


def language_of(text: str, subject: str = "") -> str:
    """Give "en", "zh" (traditional script too) or "und" (ISO 639-2). Under three Latin words the subject is asked as well."""
    sample = _NOT_PROSE.sub(" ", text[:SAMPLE_CHARACTERS])
    script = _script(sample)
    if script == "und":
        return "und"
    if script == "":
        return "und" if not subject.strip() else language_of(subject)
    if script == "zh":
        return "zh"
    words = _words(sample)
    if len(words) < 3 and subject.strip():
        bare = _REPLY.sub("", subject)
        return language_of(bare) if _script(bare) else "en"
    return "en" if len(words) < 3 or _is_english(words) else "und"


def _script(sample: str) -> str:
    """Give "zh", "latin", "und" for another script, or "" for none."""
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    kana, hangul, other = len(_KANA.findall(sample)), len(_HANGUL.findall(sample)), len(_OTHER.findall(sample))
    if kana * 8 > han and kana > 1:
        return "und"
    if hangul * 3 > han + latin / 4 or other * 3 > han + latin / 4:
        return "und" if hangul + other else ""
    if han * 4 >= latin and han:
        return "zh"  # a Chinese character says about as much as half an English word
    return "latin" if latin else ""


def _words(sample: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(sample)]


def _is_english(words: list[str]) -> bool:
    small = sum(word in _ENGLISH for word in words)
    foreign = sum(word in _NOT_ENGLISH for word in words)
    if len(words) <= 6:
        return foreign == 0 or small > foreign
    return small > foreign * 2 and small * 12 >= len(words)
