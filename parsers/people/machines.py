"""What a mail's From names instead of a person: the scanner, voice mail, form or hotline that passed a letter on."""

from __future__ import annotations

import re
from functools import cache

from parsers.letter import Address
from parsers.people.posts import has_legal_form
from parsers.text.folding import folded
from parsers.text.wording import one_of, whole_word, word_set

MAX_MACHINE_CHARS = 60
_CODE = re.compile(r"[A-Za-z]{0,6}[ -]?\d")


def without_machine(sender: Address | None) -> Address | None:
    """The sender without the name that is a machine's: who writes is then told by the letter alone."""
    return Address(sender.address, "") if sender and is_machine(sender.name) else sender


def is_machine(display: str) -> bool:
    """`Office Copier`, `Epson WF-7840`, `Voicemail to Email`, `小程序留言`: none that writes letters, and no firm."""
    plain = folded(display[:MAX_MACHINE_CHARS]).lower().strip()
    if not plain or has_legal_form(plain):
        return False
    first, _, rest = plain.partition(" ")
    made = first in word_set("sign.machine_maker") and _CODE.search(rest) is not None
    return made or _latin_machine().search(plain) is not None or _han_machine().fullmatch(plain) is not None


@cache
def _latin_machine() -> re.Pattern[str]:
    """At the end, or before where it stands and what it does: `Scanner 2`, `Copier - 2nd floor`, `Voicemail to Email`."""
    behind = rf"(?: ?[#(-]| \d| {whole_word('sign.machine_link')} )"
    return re.compile(rf"(?:^|(?<=[ (/-])){whole_word('sign.machine')}(?:\)?$|{behind})")


@cache
def _han_machine() -> re.Pattern[str]:
    """Behind whose it is, and before its number or office: `微信小程序`, `三楼扫描仪`, `400热线`, `小程序留言`."""
    machine = one_of("sign.han_machine")
    return re.compile(rf"[一-鿿\w ()-]{{0,8}}?(?:{machine})(?:[\d()-]{{0,6}}|{one_of('sign.machine_part')})")
