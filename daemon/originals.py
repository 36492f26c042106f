"""Whether a letter may travel on as it came: enclosed in a mail to staff, whole and harmless (design, section 11)."""

from __future__ import annotations

from parsers.letter import Letter
from templates.contexts import Original

LARGEST_BYTES = 20_000_000  # where the server's own limit is not known: what most of them take
OVERHEAD_BYTES = 100_000  # our own part of the mail
DANGEROUS_ENDINGS = frozenset({"ade", "adp", "apk", "app", "appx", "bat", "chm", "cmd", "com", "cpl", "dll", "dmg", "exe", "hta", "img", "ins", "iso", "isp", "jar", "jnlp", "js", "jse", "lib", "lnk", "mde", "msc", "msi", "msp", "mst", "nsh", "pif", "ps1", "reg", "scr", "sct", "shb", "sys", "vb", "vbe", "vbs", "vhd", "vxd", "wsc", "wsf", "wsh", "xll"})  # fmt: skip


def original_of(raw: bytes, letter: Letter, *, complete: bool, limit: int) -> Original:
    """What becomes of the original. `limit`: the largest mail our server takes, in bytes; 0: not known."""
    if not complete or len(raw) + OVERHEAD_BYTES > (limit or LARGEST_BYTES):
        return Original.TOO_LARGE
    if any(a.name.rpartition(".")[2].lower() in DANGEROUS_ENDINGS for a in letter.attachments):
        return Original.DANGEROUS
    return Original.ATTACHED
