"""What a word or short part of a signature is: a firm, a department, a post, a place. Words are the lexicon's (`sign`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from parsers.text.wording import any_set, endings, one_of, word_set

RECENT = 256  # parts whose kind is kept at hand: the same ones are asked of again and again within a letter
_HAN = re.compile(r"[一-鿿]")
_WORDS = re.compile(r"[\s/&,()+-]+")
_DIGIT = re.compile(r"\d")
_MOST_OF_END = 3  # words that mark a firm at the end of its name: "bed and breakfast"


@lru_cache(RECENT)
def words_of(part: str) -> tuple[str, ...]:
    """The words of a part in lower case, without the marks around them."""
    return tuple([word for raw in _WORDS.split(part.lower()) if (word := raw.strip(".'\"’:;"))])


@lru_cache(RECENT)
def is_firm(part: str) -> bool:
    """Whether the part bears a company's mark: a legal form, or a word as hotel, `厂`."""
    if _HAN.search(part):
        return firm_end(part) > 0
    if has_legal_form(part):
        return True
    words = words_of(part)
    marked = (
        not _firm_words().isdisjoint(words)
        or any(word.endswith(_suffixes()) for word in words)
        or _ends_as_firm(part, words)
    )
    return marked and not is_latin_post(part)


def _ends_as_firm(part: str, words: tuple[str, ...]) -> bool:
    """Whether its last word or words are a club's or a house's: `Pelham Brass Band`, `Brindle Care Home`, `Marlock AFC`."""
    ends = word_set("sign.firm_end")
    return any(" ".join(words[at:]) in ends for at in range(max(1, len(words) - _MOST_OF_END), len(words))) or (
        len(words) > 1 and part.rstrip(" .,)").rsplit(maxsplit=1)[-1] in word_set("sign.firm_letters")
    )


def is_mark(word: str) -> bool:
    """Whether the word is one by which a firm is known: "hairdressers"."""
    return word in _firm_words() or word in word_set("sign.firm_end")


@lru_cache(RECENT)
def has_legal_form(part: str) -> bool:
    """Whether the part ends in a legal form (Ltd, GmbH & Co. KG, S.A.E.), or begins with one (PT …)."""
    match = _legal_form().search(part) if _last_letters(part) in _ends_of_forms() else None
    if match and (len(match["form"].strip(".")) > 2 or match["form"][:1].isupper() or "." in match["form"]):
        return match.start("form") > 0
    return _legal_prefix().match(part) is not None


def _last_letters(part: str) -> str:
    """The letters at the end of the part, up to any other character and without the marks behind them, in lower case."""
    end = len(part.rstrip("). \n"))
    start = end
    while start and part[start - 1].isalpha():
        start -= 1
    return part[start:end].lower()


@lru_cache(RECENT)
def is_latin_post(part: str) -> bool:
    """Whether the part is a post or department: `Yard Manager`, `Credit Control`, `Quality & Sourcing`."""
    words = words_of(part)
    if not words or has_legal_form(part):
        return False
    fields = word_set("sign.field")
    posts = _posts()
    small = word_set("sign.small")
    if words[-1] in posts or words[0] in posts:
        return True
    if all(word in fields or word in posts or word in small or word.isdigit() for word in words):
        return True
    return bool(set(words) & posts) and not set(words) & _firm_words()


def is_place(part: str) -> bool:
    """Whether the part is of a postal address."""
    if _HAN.search(part):
        return _han_place().match(part) is not None
    if _DIGIT.search(part) and not has_legal_form(part):
        return True
    words = words_of(part)
    if len(words) > 1 and words[0] in word_set("sign.saint"):
        words = words[1:]
    return not word_set("sign.address").isdisjoint(words) and not has_legal_form(part)


def is_building(part: str) -> bool:
    """Whether the part could name a house by what it was or stands by: `The Old Bakery`, `Mill House`."""
    words = [word for word in words_of(part) if word != "the"]
    buildings = word_set("sign.building")
    return len(words) > 1 and (
        (words[-1] in word_set("sign.house_end") and not buildings.isdisjoint(words[:-1]))
        or (words[0] in word_set("sign.former") and words[-1] in buildings)
    )


def is_department(part: str) -> bool:
    """Whether a Chinese part is a department or post and nothing else: `生管部`, `客户服务中心`, `财务`."""
    return bool(part) and department_start(part) == 0


@lru_cache(RECENT)
def department_start(part: str) -> int:
    """Where at the end of a Chinese part a department or post begins; its length when there is none."""
    match = _department().search(part) if part[-1:] in _ends_of_departments() else None
    if match:
        return match.start()
    match = None if part.endswith(endings("sign.no_department")) else _any_department().search(part)
    return match.start() if match else len(part)


@lru_cache(RECENT)
def firm_end(part: str) -> int:
    """Where a firm's name that begins a Chinese part ends; 0 when it bears no mark of one."""
    match = _han_legal().match(part)
    if match:
        return match.end()
    if desk := _desk().search(part):  # `绿源净水客户服务部`
        part = part[: desk.start()]
    if part.endswith(endings("sign.centre_firm")):
        return len(part)
    cuts = _department_starts(part)
    centre = part.endswith(endings("sign.centre"))  # of a firm mostly a department
    for pattern, ends in (
        (_han_institution(), cuts[:-1] if centre else cuts),
        (_han_trade(), cuts),
        (_han_institution(), cuts),
    ):
        for cut in ends:
            match = pattern.match(part[:cut])
            if match:
                return match.end()
    return len(part) if _han_body().fullmatch(part) else 0


def firm_start(part: str) -> int:
    """Where a firm's name ends that others follow in one word: `蓝天幼儿园园长赵丽`; 0 for none."""
    match = _han_first().match(part)
    return match.end() if match else 0


def _department_starts(part: str) -> list[int]:
    """Every place where a department or post may begin that ends the part, and the part's end."""
    first = department_start(part)
    if first == 0:
        return []
    starts = [at for at in range(first, len(part)) if department_start(part[at:]) == 0]
    return [*starts, len(part)]


@cache
def _firm_words() -> frozenset[str]:
    return any_set("sign.company", "sign.firm")


@cache
def _posts() -> frozenset[str]:
    return word_set("sign.job") - word_set("sign.field")


@cache
def _suffixes() -> tuple[str, ...]:
    """Ends of words that are written as one: `Zahnarztpraxis`."""
    return tuple(word_set("sign.firm_suffix"))


@cache
def _ends_of_forms() -> frozenset[str]:
    return frozenset(map(_last_letters, word_set("sign.legal_form")))


@cache
def _legal_form() -> re.Pattern[str]:
    forms = one_of("sign.legal_form")
    return re.compile(rf"(?<![\w.])(?P<form>{forms})\.?\)?$", re.IGNORECASE)


@cache
def _legal_prefix() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.legal_prefix')})\.?\s[A-Z\"]")


@cache
def _han_place() -> re.Pattern[str]:
    """`成都市高新区…`, `甘肃静宁`: begins with a place and goes on as an address, or is no longer than a county's name."""
    places = one_of("sign.place")
    return re.compile(
        rf"[一-鿿]{{2,8}}(?:省|市|区|县|镇|乡|村|路|街|道|号|栋|楼|室|大厦|园区|开发区)[一-鿿\d-]*(?:号|楼|室|栋|层|区|县|市|镇|村|路|街|大厦)?$|(?:{places})[一-鿿]{{0,3}}$|(?:地址|住址|厂址|邮编)"
    )


@cache
def _ends_of_departments() -> frozenset[str]:
    """The last characters of what a department or post ends in."""
    return frozenset(word[-1] for word in any_set("sign.office", "sign.section", "sign.job", "sign.stem"))


@cache
def _department() -> re.Pattern[str]:
    """A department or post, with the one it belongs to before it: `品质部`, `生产部车间主任`."""
    stems, offices = one_of("sign.stem"), one_of("sign.office")
    single = one_of("sign.section", "sign.job")
    return re.compile(
        rf"(?:(?:{stems}){{1,4}}(?:{offices})|{single})(?:(?:{stems}){{0,3}}(?:{offices})|{single}){{0,2}}$"
        rf"|^(?:{stems}){{2,4}}$"
    )


@cache
def _any_department() -> re.Pattern[str]:
    return re.compile(r"(?<=[一-鿿]{2})[一-鿿]{2}(?:部|科|课|处|室|组|办)$|^[一-鿿]{1,4}(?:部|科|课|处|室|组|车间)$")


@cache
def _han_legal() -> re.Pattern[str]:
    """The shortest name that ends in 公司, with the branch behind it; else the one that ends in another legal form."""
    name, branch = r"[一-鿿A-Za-z0-9()·&]", r"(?:[一-鿿()]{2,8}?(?:分公司|分厂|分店|分行|店\)))?"
    forms = [f"{name}{{2,30}}?(?:{one_of(group)}){branch}" for group in ("sign.company_form", "sign.han_form")]
    return re.compile("|".join(forms))


@cache
def _desk() -> re.Pattern[str]:
    """Behind a firm's name what of it writes to customers: no house of its own, though `…服务部` may be one."""
    return re.compile(rf"(?<=[一-鿿]{{2}})(?:{one_of('sign.desk')})$")


@cache
def _han_body() -> re.Pattern[str]:
    """`平阳县地方志编纂办公室`: a place's name, and a body of it."""
    return re.compile(rf"[一-鿿]{{1,6}}(?:{one_of('sign.seat')})[一-鿿]{{3,14}}(?:{one_of('sign.body')})")


@cache
def _han_institution() -> re.Pattern[str]:
    marks = "|".join(sorted((m for m in word_set("sign.company") if _HAN.match(m)), key=len, reverse=True))
    ends = one_of("sign.company_end")  # one character: only at the end of a longer name
    name = r"[一-鿿A-Za-z0-9()·&]"
    return re.compile(rf"(?:{name}{{1,24}}(?:{marks})|{name}{{3,24}}(?:{ends}))(?:\([一-鿿]{{2,8}}\)|\))?$")


@cache
def _han_first() -> re.Pattern[str]:
    marks = "|".join(
        sorted((m for m in word_set("sign.company") if _HAN.match(m) and len(m) > 1), key=len, reverse=True)
    )
    return re.compile(rf"[一-鿿A-Za-z0-9()·&]{{2,16}}?(?:{marks or '(?!)'})")


@cache
def _han_trade() -> re.Pattern[str]:
    return re.compile(rf"[一-鿿A-Za-z·&]{{2,10}}(?:{one_of('sign.trade')})(?:\([一-鿿]{{2,8}}\)|)$")
