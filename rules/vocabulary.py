"""The facts a policy may ask about, and the decisions it may take.

`question` is what a rule's `when` sees: plain values under documented names. `Decision` is what the engine answers,
with the rules that fired and the words that made them fire. Pure values both.

`NAMES` is the one table of the names: the type checker of conditions, the manual and the tests all read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from parsers.letter import Amount, AmountRole, Fact, Flag, Letter, Origin, Purpose, Remedy, Span, Topic, Urgency

DEFAULT_CHANNEL = "mail"
DECIMALS = {  # ISO 4217: currencies whose smallest unit is not a hundredth
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


class Handling(StrEnum):
    """What kind of work a letter makes."""

    CASE = "case"  # a complaint: a case is opened
    ENQUIRY = "enquiry"  # not a complaint, a person waits for an answer: passed on
    FILE = "file"  # surely nobody waits for an answer: filed in silence
    TRIAGE = "triage"  # nobody can be sure: a case is opened and a person must choose


class ClockKind(StrEnum):
    """A promise with a due time. What starts and stops each is said in the pack."""

    SIGNING = "signing"  # handed over -> the department accepts
    FIRST_REPLY = "first_reply"  # -> the department says something about it: any command but ACCEPT
    REPORT = "report"  # -> the preliminary report: a PROGRESS or RESOLVE that names cause or measures
    PROGRESS = "progress"  # signed, or the last PROGRESS -> the next one, until the case is resolved
    ANSWER = "answer"  # receipt -> the customer has the answer that the acknowledgement promised
    CLOSING = "closing"  # receipt -> the department applies for closing: RESOLVE


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the desk knows of the customer, and of such complaints, when a letter comes.

    `repeats` and `product_repeats` count this letter too: the third complaint has 3. They look at the pack's window.
    """

    open_cases: int = 0  # the customer's other open cases
    earlier_cases: int = 0  # the customer's cases in the window, this one not counted
    repeats: int = 1  # same customer, same product, same kind of defect
    product_repeats: int = 1  # same product, same kind of defect, whoever wrote


NO_HISTORY = History()


@dataclass(frozen=True, slots=True)
class Fired:
    """One rule that fired: its name, why as a sentence of the pack, and the letter's words that made it fire.

    `why_zh` is the same sentence in Chinese. The engine's own finding is the rule named "handling".
    """

    rule: str
    why: str
    words: tuple[str, ...] = ()
    why_zh: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a letter, and why. `level` and `department` are codes of the pack."""

    handling: Handling
    level: str
    department: str
    tags: tuple[str, ...] = ()
    fired: tuple[Fired, ...] = ()
    confidence: float = 1.0  # 0 … 1: how sure the reading is that the handling rests on
    lost: tuple[str, ...] = ()  # what rules that fired wanted and others decided, a sentence each
    routed_by: str = ""  # the rule that named the department; "": none did, it is the pack's default

    @property
    def reason(self) -> str:
        """The rules that fired, as one line."""
        return "; ".join(f"{f.rule}: {f.why}" for f in self.fired) or "no rule fired; the pack's defaults hold"

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Why, as people read it: each rule's sentence in English and in Chinese."""
        return tuple((f.why, f.why_zh or f.why) for f in self.fired)


class CelType(StrEnum):
    """The types of CEL that facts have."""

    STRING = "string"
    STRINGS = "list(string)"
    BOOL = "bool"
    INT = "int"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a condition may use. `values`: all it can be, where that is a closed set (a typing mistake shows)."""

    name: str
    type: CelType
    means: str
    values: frozenset[str] = frozenset()


def _values(closed: type[StrEnum]) -> frozenset[str]:
    return frozenset(member.value for member in closed)


NAMES: tuple[Name, ...] = (
    Name("purpose", CelType.STRING, "what the letter is for", _values(Purpose)),
    Name("confidence", CelType.DOUBLE, "how sure the purpose is, 0.0 to 1.0"),
    Name("is_complaint", CelType.BOOL, "the writer is dissatisfied with us and says so"),
    Name("topic", CelType.STRING, "what the complaint is about", _values(Topic)),
    Name("urgency", CelType.STRING, "how urgent the writer says it is", _values(Urgency)),
    Name("urgency_rank", CelType.INT, "the same as a number: 0 low, 1 normal, 2 high, 3 critical"),
    Name("flags", CelType.STRINGS, "circumstances", _values(Flag)),
    Name("remedies", CelType.STRINGS, "what is asked for", _values(Remedy)),
    Name("legal_threat", CelType.BOOL, "a lawyer, a court or liability is announced"),
    Name("prior_contact", CelType.BOOL, "the writer says that they turned to us about this before"),
    Name("amount", CelType.DOUBLE, "largest sum claimed or lost, in whole units (yuan, not fen); 0.0: none"),
    Name("currency", CelType.STRING, 'currency of that sum, "CNY", "USD" …; "": none named'),
    Name("largest_sum", CelType.DOUBLE, "largest sum the letter mentions at all, prices included; 0.0: none"),
    Name("invoices", CelType.STRINGS, "invoice numbers"),
    Name("orders", CelType.STRINGS, "order numbers"),
    Name("other_refs", CelType.STRINGS, "contract, waybill, serial and other numbers"),
    Name("products", CelType.STRINGS, "products as written"),
    Name("quantity", CelType.INT, "largest number of units the letter names; 0: none"),
    Name("defect_kind", CelType.STRING, 'kind of defect, a code such as "leak"; "": not known'),
    Name("subject", CelType.STRING, "subject line"),
    Name("text", CelType.STRING, "the writer's own words, without what they quote"),
    Name("words", CelType.STRING, "subject and text together"),
    Name("language", CelType.STRING, '"en", "zh"; "und": none that the desk reads'),
    Name("origin", CelType.STRING, "who is speaking", _values(Origin)),
    Name("sender", CelType.STRING, 'address of the sender, in lower case; "": none'),
    Name("sender_domain", CelType.STRING, "the part of it after the @"),
    Name("company", CelType.STRING, 'company of the writer; "": not known'),
    Name("attachments", CelType.INT, "number of attached files"),
    Name("pictures", CelType.INT, "number of those that are pictures"),
    Name("channel", CelType.STRING, '"mail", or the channel of the [[source]] it came through'),
    Name("customer_open_cases", CelType.INT, "how many other cases of this customer are open"),
    Name("customer_earlier_cases", CelType.INT, "how many cases this customer had in the pack's window"),
    Name("repeats", CelType.INT, "complaints by this customer about the same fault of the same product; 1: the first"),
    Name("product_repeats", CelType.INT, "the same, whoever complained"),
    Name("working_time", CelType.BOOL, "the letter came within working hours"),
)


def question(
    letter: Letter, *, channel: str = DEFAULT_CHANNEL, history: History = NO_HISTORY, working: bool = True
) -> dict[str, object]:
    """What a rule's condition sees of a letter: a value for each of `NAMES`, of the type it says there.

    `working`: whether the letter came within working hours.
    """
    facts = letter.facts
    claimed = _largest(a for a in facts.amounts if a.value.role in {AmountRole.CLAIMED, AmountRole.LOSS})
    mentioned = _largest(facts.amounts)
    sender = letter.sender.key if letter.sender else ""
    return {
        "purpose": facts.purpose.value,
        "confidence": float(facts.confidence),
        "is_complaint": facts.is_complaint,
        "topic": facts.topic.value.value,
        "urgency": facts.urgency.value.value,
        "urgency_rank": facts.urgency.value.rank,
        "flags": [flag.value.value for flag in facts.flags],
        "remedies": [remedy.value.value for remedy in facts.remedies],
        "legal_threat": facts.legal_threat.value,
        "prior_contact": facts.prior_contact.value,
        "amount": float(_major(claimed)) if claimed else 0.0,
        "currency": (claimed.currency or "") if claimed else "",
        "largest_sum": float(_major(mentioned)) if mentioned else 0.0,
        "invoices": [invoice.value for invoice in facts.invoices],
        "orders": [order.value for order in facts.orders],
        "other_refs": [ref.value for ref in facts.other_refs],
        "products": [product.value.name for product in facts.products],
        "quantity": max((product.value.quantity or 0 for product in facts.products), default=0),
        "defect_kind": facts.defect_kind or "",
        "subject": letter.subject,
        "text": letter.text,
        "words": f"{letter.subject}\n{letter.text}",
        "language": letter.language,
        "origin": letter.origin.value,
        "sender": sender,
        "sender_domain": sender.rpartition("@")[2],
        "company": facts.company.value if facts.company else "",
        "attachments": len(letter.attachments),
        "pictures": sum(file.type.lower().startswith("image/") for file in letter.attachments),
        "channel": channel,
        "customer_open_cases": history.open_cases,
        "customer_earlier_cases": history.earlier_cases,
        "repeats": history.repeats,
        "product_repeats": history.product_repeats,
        "working_time": working,
    }


def evidence(letter: Letter, name: str) -> tuple[tuple[str, Span], ...]:
    """The places a name's value was read from, each with the value found there; empty for what has no single place."""
    facts = letter.facts
    match name:
        case "purpose" | "is_complaint" | "confidence":
            return tuple((facts.purpose.value, span) for span in facts.purpose_spans)
        case "urgency" | "urgency_rank":
            return _places((facts.urgency,))
        case "amount" | "currency":
            return _places(a for a in facts.amounts if a.value.role in {AmountRole.CLAIMED, AmountRole.LOSS})
        case "largest_sum":
            return _places(facts.amounts)
        case "quantity":
            return _places(product for product in facts.products if product.value.quantity)
        case "defect_kind":
            return _places(facts.defect)
        case "company":
            return _places((facts.company,) if facts.company else ())
        case "legal_threat" | "prior_contact" | "topic":
            return _places((getattr(facts, name),))
        case "flags" | "remedies" | "invoices" | "orders" | "other_refs" | "products":
            return _places(getattr(facts, name))
        case _:
            return ()


def _places(facts: Iterable[Fact[Any]]) -> tuple[tuple[str, Span], ...]:
    return tuple((str(fact.value), span) for fact in facts for span in fact.spans)


def _largest(amounts: Iterable[Fact[Amount]]) -> Amount | None:
    return max((fact.value for fact in amounts), key=_major, default=None)


def _major(amount: Amount) -> Decimal:
    return Decimal(amount.minor).scaleb(-DECIMALS.get(amount.currency or "", 2))
