"""Which of the desk's languages a letter is in: by its script, and Latin text by its commonest words.

No statistics library: the script tells Chinese, and a Latin text that has the small words of a language, and hardly
any that this language does not have, is in it. The words come from the lexicon's files. A wrong "en" for a French
letter would send a wrong acknowledgement, so a text that is in none of the languages is "und".
"""

from __future__ import annotations

import re
from functools import cache

from parsers.lexicon import lexicon
from parsers.lexicon.word_file import Language
from parsers.patterns import later
from parsers.text.folding import lowered
from parsers.text.subject_marks import unmarked

SAMPLE_CHARACTERS = 20_000
SHORT_WORDS = 3  # fewer say too little: "ACCEPT"
FEW_WORDS = 6  # so few need have no small words: "Kettle broken, want money back."
SIGNED_HAN, SIGNED_LATIN = 4, 12  # letters of each script; with fewer there is no signature in it
CARD_LINES = 2  # more below a blank line, none of them a sentence, are a visiting card
_CLOSING_MARKS = " \t,.!~，。！、"
_SAID = re.compile(r"[.!?,;:。！？，；：](?<!Ltd\.)(?<!Co\.)(?<!Inc\.)\s*$|.{100}|[。！？，；]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# The same of a text that is all ASCII and in lower case; it is parted before, which most texts need no pattern for.
_ASCII_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_PARTED = "".join(char if char.islower() or char == "'" else " " for char in map(chr, range(0x80)))
_HAN = later("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]+")
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
# Greek, Cyrillic, Hebrew, Arabic, Indic, Thai.
_OTHER = re.compile("[\u0370-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f]+")
_RARE = later("[\u00c0-\u024f" + "".join(each.pattern[1:-2] for each in (_KANA, _HANGUL, _OTHER)) + "]")
_NO_LETTERS = bytes(code for code in range(0x80) if not chr(code).isalpha())
_NOT_PROSE = re.compile(r"https?://\S{1,500}|[^\s@<>]{1,64}@[^\s@<>]{1,190}")


def language_of(text: str, subject: str = "") -> str:
    """Give the code of a lexicon file ("en", "zh": traditional script too) or "und" (ISO 639-2).

    Under three Latin words the subject is asked as well.
    """
    sample = text[:SAMPLE_CHARACTERS]
    if "@" in sample or "://" in sample:  # a cheap look: most letters have neither
        sample = _NOT_PROSE.sub(" ", sample)
    script = _script(sample)
    if script != "und" and (above := _above_signature(sample)) is not None:
        sample, script = above, _script(above)
    if script == "und":
        return "und"
    if script == "":
        return "und" if not subject.strip() else language_of(subject)
    words = _words(sample) if script == "latin" else []
    bare = unmarked(subject)
    if script == "latin" and len(words) < SHORT_WORDS and _script(bare):
        return language_of(bare)
    return _best([language for language in lexicon().languages if language.script == script], words)


def _script(sample: str) -> str:
    """Give "han", "latin", "und" for another script, or "" for none."""
    if sample.isascii():
        return "latin" if _LATIN.search(sample) else ""
    han = _characters(_HAN, sample)
    if _RARE.search(sample):
        latin, kana, hangul, other = (_characters(each, sample) for each in (_LATIN, _KANA, _HANGUL, _OTHER))
    else:  # as in most letters
        latin, kana, hangul, other = len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS)), 0, 0, 0
    if kana * 8 > han and kana > 1:
        return "und"
    if hangul * 3 > han + latin / 4 or other * 3 > han + latin / 4:
        return "und" if hangul + other else ""
    if han * 4 >= latin and han:
        return "han"  # a Chinese character says about as much as half an English word
    return "latin" if latin else ""


def _above_signature(sample: str) -> str | None:
    """Of a text in both scripts, what stands above its signature; None where there is none, or hardly anything above.

    A firm's address in English is longer than many a complaint in Chinese, and the other way round.
    """
    if sample.isascii() or _characters(_HAN, sample) < SIGNED_HAN or _characters(_LATIN, sample) < SIGNED_LATIN:
        return None
    lines = sample.rstrip().split("\n")
    closings = lexicon().words("sign.closing")
    end = next((at for at in range(1, len(lines)) if lowered(lines[at].strip(_CLOSING_MARKS)) in closings), None)
    if end is None:
        last = next((at for at in range(len(lines) - 1, 0, -1) if not lines[at].strip()), 0)
        end = last if len(lines) - last > CARD_LINES and not any(map(_SAID.search, lines[last:])) else 0
    above = "\n".join(lines[:end])
    told = _characters(_HAN, above) >= SIGNED_HAN or len(_LATIN.findall(above)) >= SHORT_WORDS
    return above if told else None


def _characters(script: re.Pattern[str], sample: str) -> int:
    return sum(map(len, script.findall(sample)))


def _words(sample: str) -> list[str]:
    if sample.isascii():
        words = sample.lower().translate(_PARTED).split()
        if "'" not in sample:
            return words
        return [each for word in words for each in (_ASCII_WORD.findall(word) if "'" in word else (word,))]
    return [word.lower() for word in _WORD.findall(sample.replace("’", "'"))]


def _best(candidates: list[Language], words: list[str]) -> str:
    """The candidate that most of the words speak for, if enough do; without words the script has told."""
    if not words:
        return candidates[0].code if candidates else "und"
    leads = {language.code: _lead(language, tuple(candidates), words) for language in candidates}
    best = max(leads, key=lambda code: leads[code], default="und")
    return best if leads.get(best, 0) > 0 else "und"


def _lead(language: Language, candidates: tuple[Language, ...], words: list[str]) -> int:
    """By how many words a text speaks for `language`; 0 when too few do. Its neighbours' words speak against it."""
    telling = list(filter(_telling(language, candidates).__contains__, words))
    small = len(list(filter(language.small.__contains__, telling)))
    foreign = len(telling) - small
    if len(words) <= FEW_WORDS:
        known = sum(word in language.known for word in words)
        return known + small - foreign if (foreign == 0 or small > foreign) and known * 3 >= len(words) else 0
    return small - foreign if small > foreign * 2 and small * 12 >= len(words) else 0


@cache
def _telling(language: Language, candidates: tuple[Language, ...]) -> frozenset[str]:
    """The words that speak for `language`, and against it: those of its neighbours that it does not have."""
    return language.small.union(language.foreign, *(other.small for other in candidates))
