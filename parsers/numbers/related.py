"""Numbers that are told by what the writer says is done with them: "shipped under 5567-R", "carriage on 90815".

No word for a document stands beside them: something was sent under them, is cancelled, is charged on them; a paper says
them; "it was 1189/B" takes up the invoice spoken of before; `P-0733 那张单`, `一张是 10460338` and `对应 31188207` point at
them. Every pattern is tried only at the few numbers that nothing else explains, and is bounded (H34).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from parsers.numbers.currency_signs import CURRENCIES
from parsers.numbers.identifiers import Number, Token, count_digits, expanded, identifier_at, is_identifier, tokens
from parsers.numbers.known import Known, is_free
from parsers.numbers.reference_labels import LAST_LATIN
from parsers.text.reading import Reading
from parsers.text.wording import any_set, endings, one_of, whole_word, word_set

_BEFORE = 90  # characters before a number that say what is done with it
_REACH = 220  # characters between a document and the "it" that takes it up
_LEAST_CODED, _LEAST_BARE, _LEAST_NUMBERED, _LEAST_APART, _LEAST_TAX = 4, 5, 6, 6, 8  # digits
_MOST_OF_MODEL = 4  # digits
_LEAST_ORDERED, _NEAR_ORDERED = 2, 32  # digits of what something is ordered on, and characters before it that say so
_NEAR_THING = 48  # characters before a number that say whose it is
_STROKE = re.compile(r"[/-]")
_LETTERS = re.compile(r"[A-Za-z]+")
_OTHER = re.compile(
    r"\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?|(?:19|20)\d{2}[/-]\d{1,2}(?:[/-]\d{1,2})?"  # a day
    r"|0\d{2,4}-[\d-]+|0\d-\d{3,4}-?\d{4}|0\d{9,11}|(?:\d-)?\d{3}-\d{3}-\d{4}|1[3-9]\d(?:-?\d{4}){2}|1[3-9]\d-[\d-]+|\d{3}-\d{4}|\d{4}-\d{3}|[48]00[\d-]+"  # what is rung
    r"|\d{2,3}/\d{2}[A-Z]{1,2}\d{2}"  # a tyre's size
    r"|\d{1,4}(?:[MGKLWVA]|[MGT]B|K[GW]|[MC]?M|ML|HP)"  # a measure: "500M", "64GB"
)
_MODEL = re.compile(r"[A-Z]{1,5}-?\d{2,5}[A-Z]{0,2}")  # or a number: where little speaks for it, it is taken for none
_NOUGHT_FIRST = re.compile(r"[A-Z]{1,5}-?0")  # as no model: "J0093"
_GROUP_BEHIND = re.compile(r"[ ,.]\d")
_LINE_END = re.compile(r"[ .。]{0,2}(?:\n|$)")
_SHORTENED = re.compile(r"(?:[A-Z]{1,5}-?)?\d{4,12}(?:(?:/\d{1,3}){2,8}|/\d{2})")  # 77120/21/24
_LETTERS_FIRST = re.compile(r"[A-Z]{2,8}(?=[-/]?\d|[-/][A-Z])")
_LETTERS_BEFORE = re.compile(r"(?<![A-Za-z])[A-Z]{2,8} $")
_LONGEST_LETTERS = 10  # with what stands on either side
_APART = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,4}) $")


def read_related(reading: Reading, known: Known) -> list[Number]:
    """Every such number whose place is free, in order of place."""
    found: list[Number] = []
    taken = sorted(known.taken)
    ends = {end for _, end in taken}
    told = {name.rpartition(" ")[2] for name in known.kinds}
    for token in reading.once(tokens):
        if token.end in ends:
            continue
        name, start, end, make = _whole(reading, token)
        if not make and _is_ordered_on(reading, token) and is_free(taken, start, end):
            found.append(Number("order", name, start, end))
        if not make or name in told or not is_free(taken, start, end):
            continue
        kind = _kind(reading, known, make, start, end)
        if not kind and found and _continues(reading, found[-1], name, start):
            kind = found[-1].kind
        if kind and not names_thing(reading, start):
            found.append(Number(kind, reading.text[start:end], start, end))
    return [each for whole in found if _names_something(reading, whole) for each in _each_of_range(reading, whole)]


def is_model_like(name: str) -> bool:
    """Whether models are called so, too: "KX-2018", and not "KX-20184" nor "KX-0218"."""
    return count_digits(name) <= _MOST_OF_MODEL and "-0" not in name and _MODEL.fullmatch(name) is not None


def resembles_other(name: str) -> bool:
    """Whether it is made like a day, a telephone's number or a tyre's size."""
    return _OTHER.fullmatch(name) is not None


def says_other(reading: Reading, start: int, name: str) -> bool:
    """Whether its letters say that it is a claim's, a case's or a carrier's: "CLM-20931", "REF-118203", "CMR 330915"."""
    letters = _LETTERS_FIRST.match(name) or _LETTERS_BEFORE.search(
        reading.text, max(0, start - _LONGEST_LETTERS), start
    )
    return letters is not None and letters[0].strip().lower() in word_set("ref.other_prefix")


def names_thing(reading: Reading, start: int) -> bool:
    """Whether it is the number of what stands right before it, or what is read off that: "trip R-55219", "the reading, 58214"."""
    before = reading.lower[max(reading.sentence(start)[0], start - _NEAR_THING) : start]
    if _thing().search(before):
        return True
    return reading.text[start].isdigit() and _read_off().search(before) is not None


def _is_ordered_on(reading: Reading, token: Token) -> bool:
    """`ordered on KW-71`: however few its digits, where letters begin it."""
    if token.digits < _LEAST_ORDERED or not token.name[0].isalpha() or resembles_other(token.name):
        return False
    letters = _LETTERS.match(token.name)
    if letters and letters[0].lower() in any_set("ref.no_letters", *CURRENCIES):
        return False
    return _ordered_on().search(reading.lower, max(0, token.start - _NEAR_ORDERED), token.start) is not None


def _whole(reading: Reading, token: Token) -> tuple[str, int, int, str]:
    """The number without its letters, its start and end with what stands apart from it, and what it is made like."""
    name, start, end, digits = token
    if not _GROUP_BEHIND.match(reading.text, end):
        make = _make(name) if digits >= _LEAST_CODED and not says_other(reading, start, name) else ""
        return name, start - _apart(reading, start) if make else start, end, make
    name, end = identifier_at(reading.text, start, spaced=True) or (name, end)
    grouped = count_digits(name) >= _LEAST_TAX and _make(name.replace(" ", "")) == "bare"
    return name, start, end, "grouped" if grouped else ""


def _continues(reading: Reading, last: Number, name: str, start: int) -> bool:
    """`10460338 和 10460339`."""
    alike = last.end < start and _make(name) == _make(last.name)
    return alike and _joins().fullmatch(reading.lower, last.end, start) is not None


def _names_something(reading: Reading, each: Number) -> bool:
    return is_identifier(reading, each.name, each.start, marked=True, thing=True, least=_LEAST_BARE)


def _each_of_range(reading: Reading, whole: Number) -> list[Number]:
    """`票6601-6604` as four."""
    if _make(whole.name) != "range" and not _SHORTENED.fullmatch(whole.name):
        return [whole]
    names, end = expanded(reading, whole.name, whole.end, many=True, short=False)
    return [Number(whole.kind, name, whole.start, end) for name in names]


def _apart(reading: Reading, start: int) -> int:
    """How many characters before it are its letters, written apart: "SO 118-7"."""
    letters = _APART.search(reading.text, max(0, start - 6), start)
    if letters is None or letters[1].lower() in any_set("ref.no_letters", *CURRENCIES):
        return 0
    return len(letters[1]) + 1


def _make(name: str) -> str:
    """What it is made like: "coded" (K-30921, 66-1-20937), "pair" (70-2291), "range" (1450-1500), "bare" (90815)."""
    digits, strokes = count_digits(name), len(_STROKE.findall(name))
    if digits < _LEAST_CODED or resembles_other(name):
        return ""
    if letters := _LETTERS.match(name):
        none = letters[0].lower() in any_set("ref.no_letters", "ref.other_prefix", "ref.waybill_prefix", *CURRENCIES)
        return "" if none and not (strokes > 1 and digits >= _LEAST_NUMBERED) else "coded"  # "NO-22-0457"
    if not strokes:
        return "bare" if digits >= _LEAST_BARE and name.isdigit() else ""
    if strokes > 1 or _LETTERS.search(name):
        return "coded"
    first, last = _STROKE.split(name)
    return "range" if len(first) == len(last) else "pair"


def _kind(reading: Reading, known: Known, make: str, start: int, end: int) -> str:
    """What is done with the number at this place, as the kind of document with which that is done."""
    first = max(reading.sentence(start)[0], start - _BEFORE)
    before = reading.lower[first:start]
    if make == "grouped":  # 3301 9172: many things are written so
        return _given(reading, known, start) if before.rstrip()[-1:] > LAST_LATIN else ""
    if make and _within().match(reading.lower, end):
        return "order"
    long = make != "bare" or count_digits(reading.text[start:end]) >= _LEAST_TAX
    if long and (kind := _pointed_at(reading, known, before, start, end)):
        return kind
    if make in {"bare", "range"} and not _ended().match(reading.lower, end):
        return ""
    model = _MODEL.fullmatch(reading.text, start, end) is not None
    charged = _charged().search(before)
    if charged and (not model or (charged["sum"] and not is_model_like(reading.text[start:end]))):
        return "invoice"
    if match := _done().search(before):
        return _of_deed(match, model=model and count_digits(reading.text[start:end]) < _LEAST_BARE)
    if make == "bare":
        return ""
    return _spoken(reading, known, before, start, end)


def _of_deed(deed: re.Match[str], *, model: bool) -> str:
    """`model`: it is made like one, and then something may be amiss on that: "the bolts missing on KX-2000"."""
    if deed["report"] or (deed["on"] and model):
        return ""
    return "invoice" if deed["invoice"] else "order"


def _pointed_at(reading: Reading, known: Known, before: str, start: int, end: int) -> str:
    """By words so near that a long number without letters needs no more: `P-0733 那张单`, `红冲 31188215`."""
    sure = not _LETTERS.match(reading.lower, start) or count_digits(reading.text[start:end]) >= _LEAST_BARE
    if sure and (named := _before_word().match(reading.lower, end)):
        return "order" if named["order"] else "invoice"
    behind = _behind().match(reading.lower, end)
    model = _MODEL.fullmatch(reading.text, start, end) is not None and not _NOUGHT_FIRST.match(reading.text, start, end)
    if behind and (behind["order"] or not model or reading.text[start:end].isdigit()):
        return "order" if behind["order"] or behind["late"] else "invoice"
    if match := _each_of().search(before):
        return _each_kind(reading, known, start - len(before) + match.start())
    if (match := _beside().search(before)) and not (model and match["looked"]):
        return "order" if match["order"] or match["looked"] else "invoice"
    if reading.hits.get("ref._paying") and before.rstrip().endswith(endings("ref.paid_for")):
        return "invoice"  # 今天汇出 44,160 元（对应 31188207 全额）
    return _given(reading, known, start) if not _LETTERS.match(reading.lower, start) else ""


def _spoken(reading: Reading, known: Known, before: str, start: int, end: int) -> str:
    """By what is said of a number that is made like a document's."""
    if _said().search(before):
        return "order"
    model = _MODEL.fullmatch(reading.text, start, end) is not None
    if _taken_up().search(before):
        return _spoken_of(known, start) or ("" if model else _only_kind(reading, known))
    if _misbilled().search(before) and _only_kind(reading, known) == "invoice":
        return "invoice"
    if model:
        return ""
    if match := _state().match(reading.lower, end):
        return "order" if match["order"] else "invoice"
    if _reissued().search(before):
        return "invoice"
    only = _only_kind(reading, known)
    if _regarding().search(before):
        return only
    return only if only == "order" and _is_set_apart(reading, start, end) else ""


def _is_set_apart(reading: Reading, start: int, end: int) -> bool:
    """Whether it stands in the subject, or in a line of its own; in brackets a ticket's number does."""
    text = reading.text
    if text[start - 1 : start] in {"#", "["} or count_digits(text[start:end]) < _LEAST_APART:
        return False
    return end < reading.body_start or (text[start - 1] == "\n" and _LINE_END.match(text, end) is not None)


def _only_kind(reading: Reading, known: Known) -> str:
    """The kind of document that the letter speaks of, if it speaks of one and gives no number of it."""
    kinds = {kind for kind, _, _ in known.announcing if kind in ("invoice", "order")}
    if not kinds and reading.hits.get("ref._ordering"):
        return "order"
    return kinds.pop() if len(kinds) == 1 and kinds.isdisjoint(known.kinds.values()) else ""


def _each_kind(reading: Reading, known: Known, start: int) -> str:
    """The kind of what is counted here: `发票两张，一张是`; where nothing is named, sheets that are issued are invoices."""
    near = [label for label in known.announcing if start - _REACH < label[1] < start]
    if near:
        return near[-1][0] if near[-1][0] in ("invoice", "order") else ""
    return "invoice" if _issued().match(reading.lower, start) else ""


def _spoken_of(known: Known, start: int) -> str:
    """The kind of the document last spoken of, unless its number was given."""
    spoken = [label for label in known.announcing if label[0] in ("invoice", "order") and label[1] < start]
    if not spoken or start - spoken[-1][2] > _REACH:
        return ""
    kind, word, _ = spoken[-1]
    places = sorted(place for place, _ in known.taken)
    return "" if bisect_left(places, start) > bisect_left(places, word) else kind


def _given(reading: Reading, known: Known, start: int) -> str:
    """`the last order (that would be 70-2291)`: the kind of the document of whose sentence this is the aside."""
    first, _ = reading.sentence(start)
    spoken = [label for label in known.announcing if first <= label[1] and label[2] <= start]
    if not spoken or spoken[-1][0] not in ("invoice", "order"):
        return ""
    kind, _, end = spoken[-1]
    return kind if _aside().fullmatch(reading.lower, end, start) else ""


@cache
def _thing() -> re.Pattern[str]:
    things = rf"{whole_word('ref.numbered_thing')}|(?:^|[-:;,(] ){whole_word('ref.numbered_thing_apart')}"
    return re.compile(rf"(?:{things})(?: {whole_word('ref.marker')})?[ :#]{{0,3}}$")


@cache
def _read_off() -> re.Pattern[str]:
    """What is read off right before a number, or before words that say where: "the reading shown on it, "."""
    between = rf"(?:[ ,]{{0,2}}{whole_word('ref.read_between')}){{0,7}}"
    return re.compile(rf"{whole_word('ref.read_off')}{between}[ ,:]{{0,3}}$")


@cache
def _done() -> re.Pattern[str]:
    """What stands right before the number with which something is done."""
    owner = f"(?:{whole_word('ref.owner')} )?(?:{whole_word('ref.marker')} )?"
    billed = (
        rf"(?P<invoice>{whole_word('ref.charging')}(?: [a-z']{{1,12}}){{0,3}} under |{whole_word('ref.billed_as')} )"
    )
    on = rf"(?P<on>{whole_word('ref.dealing')}[^.;:?!\n]{{0,60}} {whole_word('ref.upon_order')} )"
    told = rf"(?P<report>{whole_word('ref.reporting')}(?: [a-z']{{1,12}}){{0,3}} under )"
    named = rf"(?:under (?:[a-z'-]{{2,15}} ){{0,2}}[a-z'-]{{3,15}}, ?|{whole_word('ref.owner')} [a-z]{{3,12}} as )"
    return re.compile(rf"(?:{billed}|{told}|{named}|{whole_word('ref.under')} |{on}){owner}$")


@cache
def _ordered_on() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.ordered_on')} (?:{whole_word('ref.owner')} )?$")


@cache
def _ended() -> re.Pattern[str]:
    """What may follow a number that counts nothing."""
    return re.compile(rf" ?(?:$|[\n).,;:!?一-鿿]|- )| {whole_word('ref.after')}")


@cache
def _before_word() -> re.Pattern[str]:
    """`4500098123 order`, `77-40192 as the order number`."""
    order = rf"(?P<order>{whole_word('ref.order', 'ref.order_word')})"
    invoice = whole_word("ref.invoice", "ref.invoice_word")
    return re.compile(rf" (?:{whole_word('ref.as_the')} )?(?:{order}|{invoice})(?= |[.,;:!?)\n]|$)")


@cache
def _charged() -> re.Pattern[str]:
    """`Carriage on 90815`: what is charged."""
    owner = f"(?:{whole_word('ref.owner')} )?"
    between = r"(?: [a-z']{2,12}){0,3}"
    amount = rf"(?:{one_of(*CURRENCIES)}) ?\d[\d,.]{{0,9}}|\d[\d,.]{{0,9}} ?(?:{one_of(*CURRENCIES)})"
    whom = f"(?: {whole_word('ref.whom')})?"
    upon = rf"{whole_word('ref.charge')}{whom}(?P<sum> \(?(?:of |for )?(?:{amount})\)?)?{between} {whole_word('ref.upon_charge')}"
    paid = rf"{whole_word('ref.charged_for')}{between} {whole_word('ref.upon')}"
    return re.compile(rf"(?:{upon}|{paid}) {owner}$")


@cache
def _said() -> re.Pattern[str]:
    """`your paper says`, `our number is the same as on all papers,`."""
    paper = rf"{whole_word('ref.paper')}(?: [a-z]{{2,12}}){{0,5}} {whole_word('ref.saying')} "
    ours = rf"{whole_word('ref.owner')} {whole_word('ref.marker')}"
    same = rf"{ours} {whole_word('ref.copula')}[a-z' ]{{0,40}}, ?"
    told = rf"{ours} {whole_word('ref.with_whom')} {whole_word('ref.copula')} "
    return re.compile(rf"(?:{paper}|{same}|{told})$")


@cache
def _taken_up() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.pronoun')} $")


@cache
def _regarding() -> re.Pattern[str]:
    number = rf"{whole_word('ref.marker')} {whole_word('ref.person')} [a-z' ]{{2,25}} {whole_word('ref.copula')} "
    about = rf"{whole_word('ref.regarding')} (?:{whole_word('ref.owner', 'ref.determiner')} )?"
    return re.compile(rf"(?:{about}|{number})$")


@cache
def _reissued() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.reissue')} (?:{whole_word('ref.owner')} )?$")


@cache
def _misbilled() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.misbilled')} (?:{whole_word('ref.owner')} )?$")


@cache
def _state() -> re.Pattern[str]:
    """`55-1204 is unpaid`, `K-30921 has not arrived`."""
    return re.compile(rf" (?:(?P<order>{whole_word('ref.waited')})|{whole_word('ref.due')})")


@cache
def _beside() -> re.Pattern[str]:
    """`红冲 31188215`, `取消 K-30921`, `单 KF0902A`."""
    alone = r"(?:^|[,。;:(\s])(?:{})"
    order = f"{one_of('ref.under')}|{alone.format(one_of('ref.alone_order'))}"
    invoice = f"{one_of('ref.reissue')}|{alone.format(one_of('ref.alone_invoice'))}"
    looked = one_of("ref.looked_up")
    return re.compile(rf"(?<![a-z])(?:(?P<looked>{looked})|(?P<order>{order})|{invoice})(?<![a-z]):? ?$")


@cache
def _within() -> re.Pattern[str]:
    """`KD7715里买的`, `60931订了四片`, `1-5590送来的八桶`."""
    return re.compile(rf" ?(?:{one_of('ref.within_order')})")


@cache
def _aside() -> re.Pattern[str]:
    words = rf"(?:{whole_word('ref.pronoun', 'ref.unsure')} )?"
    return re.compile(rf"[a-z' ]{{0,30}}[(,-] ?{words}|[^\d。;:\n]{{0,24}}(?:{one_of('ref.told')}):? ?")


@cache
def _each_of() -> re.Pattern[str]:
    """`发票两张，一张是`; `开了两张，号码挨着，`."""
    return re.compile(rf"(?:{one_of('ref.each')}|(?:{one_of('ref.several_issued')})[^\d。;\n]{{0,12}}) ?$")


@cache
def _issued() -> re.Pattern[str]:
    return re.compile(one_of("ref.several_issued"))


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf" ?(?:[,、;/&]|{whole_word('ref.join')}) ?(?:{whole_word('ref.join')} )?")


@cache
def _behind() -> re.Pattern[str]:
    """`P-0733 那张单`, `24442000000118730965 的数电票`, `31188215 的红字`, `K-30921 还没发货`."""
    order = rf"(?:{one_of('ref.this')})(?:{one_of('ref.one_order')})"
    late = rf"[一-鿿]{{0,4}}(?:{one_of('ref.waited')})(?<![a-z])"
    invoice = one_of("ref.one_invoice", "ref.invoice_behind", "ref.reissue")
    linked = one_of("ref.this", "ref.link_behind")
    return re.compile(rf" ?(?:(?P<order>{order})|(?P<late>{late})|(?:{linked})(?:{invoice})(?<![a-z]))")
