"""Sums of money, in minor units, with their currency and what they are in the letter.

Only what carries a currency is a sum, and a round number behind words of money (`换一个要1.2万`). `元` alone is yuan in
simplified letters and unsaid in traditional ones. The value is written in digits ("1.234,50", "2.5k", `3万`) or in words
("three hundred", `五千`), before the sign or behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from parsers.letter import Amount, Fact
from parsers.lexicon import lexicon
from parsers.numbers.amount_roles import NEAR, role_of, says_more
from parsers.numbers.figures import figures
from parsers.text.numerals import ZH_NUMERAL, chinese, english
from parsers.text.reading import Reading
from parsers.text.wording import any_set, endings, one_of, whole_word, word_set

MAX_AMOUNTS = 50
MAX_SUMS = 400  # looked at, the same ones counted again
_CODES = (
    "usd", "gbp", "eur", "cny", "jpy", "hkd", "twd", "sgd", "aud", "cad", "inr", "ils", "krw", "chf", "sek", "rub",
    "myr", "zar", "ngn", "php", "thb", "vnd", "pln", "nzd", "nok", "dkk", "czk", "aed", "brl", "kes", "sar",
)  # fmt: skip  # ISO 4217
CURRENCIES = tuple(f"currency.{code}" for code in _CODES)  # the lexicon's groups of signs and words
_UNNAMED = " "  # the sign of a sum in whose letter no currency goes without saying
_LOCAL = "CNY"  # what a Chinese letter means that names no currency
_NO_DECIMALS = frozenset({"JPY", "KRW", "VND"})  # ISO 4217; all others here have two
_LONGEST_CODE = 3  # "usd"; longer signs of Latin letters are words, which follow their number
_ROUND = 1_000  # the least value in words that is a sum without a currency
_HUNDRED = 100  # the same where it is what somebody wants to have: `赔我八百`
_LONGEST_BARE = 20  # characters of the words behind which a number is money, with what stands between
_LONGEST_UNSAID = 6  # characters of the words that let a currency be unsaid
_LEAST_BARE, _MOST_BARE = 10, 10_000_000  # as far as a number in figures may go without a currency
_LONGEST_WORDS = 60  # characters of a value in words
_LONGEST_RANGE = 16  # characters of the number before "to 8000", with that word
_NOT_BARE = re.compile(r" ?[a-z\d%-]|[./:*\u00d7]\d")  # behind a number that is something else's
_TO_THE_CENT = re.compile(r"\d{1,6}\.\d\d")
_LAST_LATIN = "\u2e7f"
_DAY_AND_MONTH = re.compile(r"(?:[012]?\d|3[01])\.(?:0\d|1[012])")
_VALUE = re.compile(
    r"(?<![\d.])(?<!\d,)(?:\d{1,3}(?:,\d{2,3}){0,3},\d{3}(?:\.\d{1,2})?|\d{1,3}(?:[' ]\d{3}){1,4}(?:[.,]\d{1,2})?"
    r"|\d{1,3}(?:\.\d{3}){1,3}(?:,\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?)(?!\d|[.,]\d)"
)
_DECIMAL_COMMA = re.compile(r",\d{1,2}$")
_THOUSANDS_DOT = re.compile(r"\d{1,3}(?:\.\d{3})+$")


@dataclass(frozen=True, slots=True)
class _Sign:
    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sum:
    hundredths: int
    sign: str
    start: int
    end: int


def read_amounts(reading: Reading) -> tuple[Fact[Amount], ...]:
    """Every sum of money, once per value and currency, in order."""
    found: dict[tuple[int, str | None], Fact[Amount]] = {}
    done = 0
    sums = [*islice(_in_digits(reading), MAX_SUMS), *islice(_in_words(reading), MAX_SUMS)]
    for each in sorted(sums, key=lambda each: each.start):
        if each.start < done:
            continue
        done = each.end
        currency = _code(each.sign, reading)
        minor = each.hundredths // 100 if currency in _NO_DECIMALS else each.hundredths
        role = role_of(reading, each.start, each.end)
        known = found.get((minor, currency))
        if known is None and len(found) >= MAX_AMOUNTS:
            break
        if known is None or says_more(role, known.value.role):
            found[minor, currency] = Fact(Amount(minor, currency, role), (reading.span(each.start, each.end),))
    return tuple(found.values())


def _in_digits(reading: Reading) -> Iterator[_Sum]:
    lower, done = reading.lower, 0
    for match in _values(reading):
        start = match.start()
        scale = _scale().match(lower, match.end())
        end = scale.end() if scale else match.end()
        before = _sign_ending(lower, start, done)
        after = _sign_starting(lower, end)
        if after and not _is_sign_of(lower, match, after, before):
            after = None
        sign = before or after or (_unsaid(lower, start, end) if scale else _bare(lower, match))
        hundredths = _hundredths(match[0], scale[1] if scale else "") if sign else None
        if sign is None or hundredths is None or _is_not_ok(lower, sign):
            continue
        if after and (sign is after or after.word == sign.word or after.word in word_set("money.local")):
            end = after.end
        parts, done = _parts(lower, end)
        done = max(done, end)
        if sign is after and (least := _least_of_range(lower, start)):
            yield _Sum(_hundredths(least[1], "") or 0, sign.word, least.start(1), least.end(1))
        yield _Sum(hundredths + parts, sign.word, min(start, sign.start), done)


def _least_of_range(lower: str, start: int) -> re.Match[str] | None:
    """The other number of `5000-8000元`, before its greater one."""
    return _range_before().search(lower, max(0, start - _LONGEST_RANGE), start)


def _values(reading: Reading) -> Iterator[re.Match[str]]:
    """As `_VALUE.finditer`, which would look at every character and not only where digits begin."""
    done = 0
    for start in reading.once(figures).starts:
        if start >= done and (match := _VALUE.match(reading.lower, start)):
            done = match.end()
            yield match


def _in_words(reading: Reading) -> Iterator[_Sum]:
    lower = reading.lower
    for match in () if lower.isascii() else _chinese_value().finditer(lower):
        before, after = _sign_ending(lower, match.start()), _sign_starting(lower, match.end())
        unsaid = None if before or after else _unsaid(lower, match.start(), match.end())
        wanted = lower.endswith(endings("money.bare"), 0, match.start())
        value = chinese(match[0]) if before or after or unsaid else None
        if value is None or (after and _is_piece(lower, match, after)) or lower[match.start() - 1] in _some():
            continue
        if unsaid and value < (_HUNDRED if wanted else _ROUND):
            continue
        signs = [sign for sign in (before, after, unsaid) if sign]
        parts, end = _parts(lower, max(match.end(), signs[-1].end))
        yield _Sum(value * 100 + parts, signs[0].word, min(match.start(), signs[0].start), end)
    if not any(map(lower.__contains__, _spelled_signs())):
        return
    for match in _spelled_sign().finditer(lower):
        sign = _Sign(match[0], match.start(), match.end())
        words = _number_words().search(lower, max(0, sign.start - _LONGEST_WORDS), sign.start)
        value = _spelled(words[1]) if words and not _is_measure(lower, sign) else None
        if words and value is not None:
            parts, end = _parts(lower, sign.end)
            yield _Sum(value + parts, sign.word, words.start(1), end)


def _sign_ending(lower: str, at: int, first: int = 0) -> _Sign | None:
    """The sign that ends here, or a space before; nothing that begins before `first`."""
    at -= lower[at - 1 : at] == " "
    if not lower.endswith(_by_last().get(lower[at - 1 : at], ()), first, at):  # as of most numbers
        return None
    for length in _lengths():
        word, start = lower[max(0, at - length) : at], at - length
        if word in word_set("money.local"):  # 3单元502, 公元2024
            return None
        if start >= first and word in _signs() and not (_is_letter(word[0]) and _is_letter(lower[start - 1 : start])):
            return _Sign(word, start, at)
    return None


def _sign_starting(lower: str, at: int) -> _Sign | None:
    """The sign that begins here, behind a space or a word for "about" at most."""
    at += lower[at : at + 1] in word_set("money.about")
    at += lower[at : at + 1] == " "
    if not lower.startswith(_by_first().get(lower[at : at + 1], ()), at):
        return None
    for length in _lengths():
        word, end = lower[at : at + length], at + length
        if word in _signs() and len(word) == length:
            return None if _is_letter(word[-1]) and _is_letter(lower[end : end + 1]) else _Sign(word, at, end)
    return None


def _unsaid(lower: str, start: int, end: int) -> _Sign | None:
    """No sign, where none is needed: behind words of money, when nothing is counted. The place where one could stand."""
    following = lower[end : end + 1]
    if "一" <= following <= "鿿" and following not in word_set("money.unmeasured"):
        return None
    before = lower[max(0, start - _LONGEST_UNSAID) : start].rstrip()
    chinese_words = before[-1:] > _LAST_LATIN
    unsaid = chinese_words and before.endswith((*endings("money.unsaid"), *endings("money.bare")))
    return _Sign("", end, end) if unsaid else None


def _bare(lower: str, number: re.Match[str]) -> _Sign | None:
    """No sign behind what is always money, as `押金500` and "you owe me 79.50"; in English only to the cent."""
    start, end = number.span()
    before = lower[max(0, start - _LONGEST_BARE) : start].rstrip(' ":(')
    if not before or not before.endswith(endings("money.bare")):
        return None
    if before[-1] <= _LAST_LATIN:
        cents = _TO_THE_CENT.fullmatch(number[0]) and not _DAY_AND_MONTH.fullmatch(number[0])
        return _Sign(_UNNAMED, end, end) if cents and _behind_bare().match(lower, end) else None
    following = lower[end : end + 2].strip()[:1]
    goes_on = any_set("money.unmeasured", "money.bare_behind")
    if _NOT_BARE.match(lower, end) or ("一" <= following <= "鿿" and following not in goes_on):
        return None
    value = (_hundredths(number[0], "") or 0) / 100
    return _Sign("", end, end) if _LEAST_BARE <= value <= _MOST_BARE else None


def _is_sign_of(lower: str, value: re.Match[str], after: _Sign, before: _Sign | None) -> bool:
    """Whether the sign behind a value says that it is money."""
    if _is_measure(lower, after) or (not before and not _stands_alone(lower, value, after)):
        return False
    counted = after.word in word_set("money.measure") and lower.endswith(endings("money.counted"), 0, value.start())
    return not counted  # 碎了30块


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"


def _stands_alone(lower: str, value: re.Match[str], after: _Sign) -> bool:
    """Whether a value with its sign behind is one: not the end of a name, nor what stands before another sum.

    As the year of "in 2025 USD 500", the number of "invoice 118204 £ 612.40".
    """
    previous = lower[max(0, value.start() - 1) : value.start()]
    in_name = previous in {"-", "/"} or _is_letter(previous)
    next_sum = lower[after.end : after.end + 2].strip()[:1].isdigit() and value[0][0].isdigit()
    if in_name and not _least_of_range(lower, value.start()):
        return False
    return not next_sum or _tenths(lower, after) is not None


def _tenths(lower: str, sign: _Sign) -> re.Match[str] | None:
    """What stands behind `块` for tenths: `12块5`, `三块五的`."""
    return _tenths_behind().match(lower, sign.end) if sign.word in word_set("money.measure") else None


def _is_measure(lower: str, sign: _Sign) -> bool:
    """Whether the sign measures something else here: `三块木板`, "500 pounds of flour"."""
    if sign.word in word_set("money.local") and lower.startswith(endings("money.compound"), sign.end):
        return True  # 三元锂电池
    if sign.word not in word_set("money.measure"):
        return False
    following = lower[sign.end : sign.end + 1]
    if _tenths(lower, sign):
        return False
    if _measured().match(lower, sign.end) or _weighing().search(lower, max(0, sign.start - NEAR), sign.start):
        return True
    if _is_letter(following):  # 一块PLC模块
        return True
    return "一" <= following <= "鿿" and following not in word_set("money.unmeasured")


def _is_piece(lower: str, value: re.Match[str], sign: _Sign) -> bool:
    """As `_is_measure`, and of one: `一块一块`, piece by piece; `加一块`, together."""
    one = sign.word in word_set("money.measure") and value[0] == "一" and value.end() == sign.start
    apart = one and lower.startswith(lower[value.start() : sign.end], sign.end)
    return apart or (one and lower.endswith(endings("money.together"), 0, value.start())) or _is_measure(lower, sign)


def _is_not_ok(lower: str, sign: _Sign) -> bool:
    """Whether "NOK" counts pieces that are not OK, as inspectors write beside "pcs", and no Norwegian crowns."""
    if sign.word not in word_set("money.not_ok"):
        return False
    start, end = lower.rfind("\n", 0, sign.start) + 1, lower.find("\n", sign.end)
    return _counted_pieces().search(lower, start, end if end >= 0 else len(lower)) is not None


def _code(sign: str, reading: Reading) -> str | None:
    if (not sign or sign in word_set("money.local")) and reading.traditional:
        return None
    return _signs().get(sign) if sign else _LOCAL


def _hundredths(number: str, scale: str) -> int | None:
    number = number.replace(" ", "").replace("'", "")
    if _DECIMAL_COMMA.search(number):  # 1.234,50
        number = number.replace(".", "").replace(",", ".")
    elif _THOUSANDS_DOT.match(number):  # 12.000
        number = number.replace(".", "")
    whole, _, part = number.replace(",", "").partition(".")
    if not whole.isascii() or not whole.isdigit() or len(whole) > 12:
        return None
    return (int(whole) * 100 + int((part + "00")[:2])) * 10 ** _noughts().get(scale, 0)


def _spelled(words: str) -> int | None:
    """The hundredths of "three hundred", "a hundred", "half a million"; None when it is no number."""
    half = _half().match(words)
    rest = words[half.end() :] if half else words
    article = _article().match(rest)
    value = english(re.split(r"[ -]+", rest[article.end() :] if article else rest))
    return None if value is None else value * (50 if half else 100)


def _parts(lower: str, end: int) -> tuple[int, int]:
    """The hundredths of "and 50 cents" or `五角` behind a sum, or of the 5 of `12块5`, and where they end."""
    total = 0
    if lower.endswith(endings("money.measure"), 0, end) and (tenths := _tenths_behind().match(lower, end)):
        return 10 * (chinese(tenths[0]) or 0), tenths.end()
    for _ in range(2):
        match = _part().match(lower, end)
        if match is None:
            break
        value = int(match["value"]) if match["value"].isascii() else chinese(match["value"]) or 0
        total, end = total + value * (10 if match["tenth"] else 1), match.end()
    return total, end


@cache
def _signs() -> dict[str, str]:
    return {sign: group[-3:].upper() for group in CURRENCIES for sign in word_set(group)}


@cache
def _noughts() -> dict[str, int]:
    return {word: power for power in range(1, 13) for word in word_set(f"scale.{power}")}


@cache
def _scale() -> re.Pattern[str]:
    return re.compile(rf" ?({whole_word(*(f'scale.{power}' for power in range(1, 13)))})")


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(sign) for sign in _signs()}, reverse=True))


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    """The signs by their first character."""
    return {sign[0]: tuple(other for other in _signs() if other[0] == sign[0]) for sign in _signs()}


@cache
def _by_last() -> dict[str, tuple[str, ...]]:
    return {sign[-1]: tuple(other for other in _signs() if other[-1] == sign[-1]) for sign in _signs()}


def ends_with_sign(lower: str) -> bool:
    """Whether a sign stands at the end, or a space before it; perhaps within a longer word."""
    bare = lower.removesuffix(" ")
    return bare.endswith(_by_last().get(bare[-1:], ()))


@cache
def _some() -> frozenset[str]:
    """Before a numeral: `几百元`, `数万元` are no values; nor is the end of a number in digits."""
    return word_set("money.some") | frozenset("0123456789.")


@cache
def _spelled_signs() -> tuple[str, ...]:
    """Signs that are Latin words of some length: only these follow number words."""
    spelled = (sign for sign in _signs() if sign.isascii() and sign.isalpha() and len(sign) > _LONGEST_CODE)
    return tuple(sorted(spelled, key=len, reverse=True))


@cache
def _spelled_sign() -> re.Pattern[str]:
    return re.compile(rf"(?<=[ -])(?:{'|'.join(_spelled_signs())})(?![a-z])")


@cache
def _number_words() -> re.Pattern[str]:
    number = "|".join(sorted((word for word in lexicon().numbers if word.isascii()), key=len, reverse=True))
    opening = one_of("number.half", "number.one")
    return re.compile(
        rf"(?<![a-z])((?:(?:{opening})[ -])?(?:{number})(?:[ -](?:{number}|{one_of('number.and')}))*)[ -]$"
    )


@cache
def _half() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('number.half')})[ -]")


@cache
def _article() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('number.one')})[ -]")


@cache
def _chinese_value() -> re.Pattern[str]:
    return re.compile(rf"{ZH_NUMERAL}(?<![百千万亿佰仟]){ZH_NUMERAL}{{0,11}}")


@cache
def _part() -> re.Pattern[str]:
    return re.compile(
        rf" ?(?:{one_of('number.and')})? ?(?P<value>\d{{1,2}}|{ZH_NUMERAL}{{1,3}}) ?(?:(?P<tenth>{one_of('money.tenth')})|(?:{one_of('money.hundredth')})(?![a-z]))"
    )


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(rf" (?:{one_of('money.measured')})(?![a-z])")


@cache
def _weighing() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('money.weighing')} [^.;]{{0,20}}$")


@cache
def _counted_pieces() -> re.Pattern[str]:
    return re.compile(rf"\d ?{whole_word('money.pieces')}")


@cache
def _tenths_behind() -> re.Pattern[str]:
    return re.compile(rf"(?:\d|[一二三四五六七八九])(?=$|[\s,;:!?)、。]|{one_of('money.unmeasured')})")


@cache
def _range_before() -> re.Pattern[str]:
    number = r"(?<![\w.,/-])(\d{1,3}(?:,\d{3}){1,2}|\d{1,7}(?:\.\d{1,2})?)"
    return re.compile(rf"{number} ?(?:{one_of('date.through')}) ?$", re.ASCII)


@cache
def _behind_bare() -> re.Pattern[str]:
    return re.compile(rf" ?(?:$|[,;:!?)\n]|\.(?!\d)| {whole_word('money.behind_bare')})")
