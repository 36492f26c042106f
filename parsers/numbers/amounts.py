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
from parsers.numbers.amount_roles import role_of, says_more
from parsers.numbers.currency_signs import (
    Sign,
    currency_of,
    is_letter,
    is_measure,
    is_not_ok,
    is_piece,
    sign_ending,
    sign_starting,
    spelled_signs,
    tenths,
    tenths_behind,
)
from parsers.numbers.figures import figures
from parsers.text.numerals import ZH_NUMERAL, chinese, english
from parsers.text.reading import Reading
from parsers.text.wording import any_set, endings, one_of, whole_word, word_set

MAX_AMOUNTS = 50
MAX_SUMS = 400  # looked at, the same ones counted again
_UNNAMED = " "  # the sign of a sum in whose letter no currency goes without saying
_NO_DECIMALS = frozenset({"JPY", "KRW", "VND"})  # ISO 4217; all others here have two
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
        currency = currency_of(each.sign, reading)
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
        before = sign_ending(lower, start, done)
        after = sign_starting(lower, end)
        if after and not _is_sign_of(lower, match, after, before):
            after = None
        sign = before or after or (_unsaid(lower, start, end) if scale else _bare(lower, match))
        hundredths = _hundredths(match[0], scale[1] if scale else "") if sign else None
        if sign is None or hundredths is None or is_not_ok(lower, sign):
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
        before, after = sign_ending(lower, match.start()), sign_starting(lower, match.end())
        unsaid = None if before or after else _unsaid(lower, match.start(), match.end())
        wanted = lower.endswith(endings("money.bare"), 0, match.start())
        value = chinese(match[0]) if before or after or unsaid else None
        if value is None or (after and is_piece(lower, match, after)) or lower[match.start() - 1] in _some():
            continue
        if unsaid and value < (_HUNDRED if wanted else _ROUND):
            continue
        signs = [sign for sign in (before, after, unsaid) if sign]
        parts, end = _parts(lower, max(match.end(), signs[-1].end))
        yield _Sum(value * 100 + parts, signs[0].word, min(match.start(), signs[0].start), end)
    if not any(map(lower.__contains__, spelled_signs())):
        return
    for match in _spelled_sign().finditer(lower):
        sign = Sign(match[0], match.start(), match.end())
        words = _number_words().search(lower, max(0, sign.start - _LONGEST_WORDS), sign.start)
        value = _spelled(words[1]) if words and not is_measure(lower, sign) else None
        if words and value is not None:
            parts, end = _parts(lower, sign.end)
            yield _Sum(value + parts, sign.word, words.start(1), end)


def _unsaid(lower: str, start: int, end: int) -> Sign | None:
    """No sign, where none is needed: behind words of money, when nothing is counted. The place where one could stand."""
    following = lower[end : end + 1]
    if "一" <= following <= "鿿" and following not in word_set("money.unmeasured"):
        return None
    before = lower[max(0, start - _LONGEST_UNSAID) : start].rstrip()
    chinese_words = before[-1:] > _LAST_LATIN
    unsaid = chinese_words and before.endswith((*endings("money.unsaid"), *endings("money.bare")))
    return Sign("", end, end) if unsaid else None


def _bare(lower: str, number: re.Match[str]) -> Sign | None:
    """No sign behind what is always money, as `押金500` and "you owe me 79.50"; in English only to the cent."""
    start, end = number.span()
    before = lower[max(0, start - _LONGEST_BARE) : start].rstrip(' ":(')
    if not before or not before.endswith(endings("money.bare")):
        return None
    if before[-1] <= _LAST_LATIN:
        cents = _TO_THE_CENT.fullmatch(number[0]) and not _DAY_AND_MONTH.fullmatch(number[0])
        return Sign(_UNNAMED, end, end) if cents and _behind_bare().match(lower, end) else None
    following = lower[end : end + 2].strip()[:1]
    goes_on = any_set("money.unmeasured", "money.bare_behind")
    if _NOT_BARE.match(lower, end) or ("一" <= following <= "鿿" and following not in goes_on):
        return None
    value = (_hundredths(number[0], "") or 0) / 100
    return Sign("", end, end) if _LEAST_BARE <= value <= _MOST_BARE else None


def _is_sign_of(lower: str, value: re.Match[str], after: Sign, before: Sign | None) -> bool:
    """Whether the sign behind a value says that it is money."""
    if is_measure(lower, after) or (not before and not _stands_alone(lower, value, after)):
        return False
    counted = after.word in word_set("money.measure") and lower.endswith(endings("money.counted"), 0, value.start())
    return not counted  # 碎了30块


def _stands_alone(lower: str, value: re.Match[str], after: Sign) -> bool:
    """Whether a value with its sign behind is one: not the end of a name, nor what stands before another sum.

    As the year of "in 2025 USD 500", the number of "invoice 118204 £ 612.40".
    """
    previous = lower[max(0, value.start() - 1) : value.start()]
    in_name = previous in {"-", "/"} or is_letter(previous)
    next_sum = lower[after.end : after.end + 2].strip()[:1].isdigit() and value[0][0].isdigit()
    if in_name and not _least_of_range(lower, value.start()):
        return False
    return not next_sum or tenths(lower, after) is not None


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
    if lower.endswith(endings("money.measure"), 0, end) and (tenths := tenths_behind().match(lower, end)):
        return 10 * (chinese(tenths[0]) or 0), tenths.end()
    for _ in range(2):
        match = _part().match(lower, end)
        if match is None:
            break
        value = int(match["value"]) if match["value"].isascii() else chinese(match["value"]) or 0
        total, end = total + value * (10 if match["tenth"] else 1), match.end()
    return total, end


@cache
def _noughts() -> dict[str, int]:
    return {word: power for power in range(1, 13) for word in word_set(f"scale.{power}")}


@cache
def _scale() -> re.Pattern[str]:
    return re.compile(rf" ?({whole_word(*(f'scale.{power}' for power in range(1, 13)))})")


@cache
def _some() -> frozenset[str]:
    """Before a numeral: `几百元`, `数万元` are no values; nor is the end of a number in digits."""
    return word_set("money.some") | frozenset("0123456789.")


@cache
def _spelled_sign() -> re.Pattern[str]:
    return re.compile(rf"(?<=[ -])(?:{'|'.join(spelled_signs())})(?![a-z])")


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
def _range_before() -> re.Pattern[str]:
    number = r"(?<![\w.,/-])(\d{1,3}(?:,\d{3}){1,2}|\d{1,7}(?:\.\d{1,2})?)"
    return re.compile(rf"{number} ?(?:{one_of('date.through')}) ?$", re.ASCII)


@cache
def _behind_bare() -> re.Pattern[str]:
    return re.compile(rf" ?(?:$|[,;:!?)\n]|\.(?!\d)| {whole_word('money.behind_bare')})")
