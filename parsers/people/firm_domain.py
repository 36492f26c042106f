"""The domain of the mail, compared with what could be a firm's name: southquaytimber.co.uk and "South Quay Timber"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from parsers.letter import Address
from parsers.people.firms import Sight
from parsers.people.posts import RECENT, words_of

LEAST_DOMAIN_CHARS = 5  # of a domain that is compared with what was written
LEAST_SHARE = 0.6  # of the domain's characters that a shorter form must have
_LEAST_SHARED = 6  # characters that both begin with
_SHORTEST_PIECE = 3  # of a domain's name in pieces: hale-lighting
# Domains of mailbox providers say nothing of a firm.
_PROVIDERS = frozenset(
    ["example", "gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "aol", "icloud", "me", "mac", "gmx", "web", "mail", "email", "mailbox", "proton", "protonmail", "pm", "fastmail", "zoho", "yandex", "qq", "foxmail", "vip", "163", "126", "yeah", "sina", "sohu", "139", "189", "tom", "aliyun", "btinternet", "sky", "virginmedia", "comcast", "verizon", "orange", "free", "wanadoo", "libero", "t-online", "naver", "daum", "rediffmail", "com", "net", "org", "co", "gov", "edu", "ac"]
)  # fmt: skip


def domain_name(sender: Address | None) -> str:
    """The telling label of the sender's domain in bare letters: `south-quay.co.uk` gives southquay; "" for none."""
    if sender is None:
        return ""
    labels = sender.address.rpartition("@")[2].lower().split(".")[:-1]
    telling = [label for label in labels if label not in _PROVIDERS and len(label) > 2]
    return telling[-1] if telling else ""


def mailbox_words(sender: Address | None) -> frozenset[str]:
    """The words before the @ of the sender's address."""
    return frozenset(re.findall(r"[a-z]+", sender.address.partition("@")[0].lower())) if sender else frozenset()


def is_domain(part: str, sight: Sight) -> bool:
    """Whether the part's words are those of the domain, run together or shortened."""
    domain = sight.domain
    if len(domain.replace("-", "")) < LEAST_DOMAIN_CHARS:
        return False
    run = squashed(part)
    core = _core(domain, run)
    words = run_words(part)
    if len(words) > 1 and len(run) == len(core) and all(len(word) > 1 and word in core for word in words):
        return True  # abbeyfernham: Fernham Abbey
    if core in run or (len(run) >= LEAST_DOMAIN_CHARS and core.startswith(run)):
        return True
    if len(words) > 2 and core in _abridged(words):
        return True
    pieces = [piece for piece in domain.split("-") if len(piece) >= _SHORTEST_PIECE]
    if len(pieces) > 1 and all(piece in run for piece in pieces):
        return True
    shared = 0
    while shared < min(len(core), len(run)) and core[shared] == run[shared]:
        shared += 1
    return shared >= _LEAST_SHARED and shared >= LEAST_SHARE * len(core) and len(words_of(part)) > 1


def _abridged(words: list[str]) -> set[str]:
    """The words run together without one or two between the first and the last: of ellerywindowrestoration also elleryrestoration."""
    inner = words[1:-1][:6]
    return {
        words[0] + "".join(inner[:at] + inner[at + left :]) + words[-1]
        for left in (1, 2)
        for at in range(len(inner) + 1 - left)
    }


def _core(domain: str, run: str) -> str:
    """The domain in one word, without the "and" of an ampersand if `run` is so: of curlupanddye also curlupdye."""
    core = domain.replace("-", "")
    if core.startswith("the") and len(core) >= LEAST_DOMAIN_CHARS + 3 and not run.startswith("the"):
        core = core.removeprefix("the")  # thepewterplate: the words are run together without it
    without = core.replace("and", "", 1)
    return without if without in run and len(without) >= LEAST_DOMAIN_CHARS else core


@lru_cache(RECENT)
def squashed(part: str) -> str:
    """The words run together in plain small letters, without "the" and "and": to compare with a domain."""
    return "".join(run_words(part))


def run_words(part: str) -> list[str]:
    """The words in plain small letters, without "the" and "and"."""
    plain = unicodedata.normalize("NFKD", part.lower().replace("ß", "ss").replace("'", "").replace("’", ""))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    if words and words[0] == "the":
        words = words[1:]
    return [word for word in words if word != "and"]
