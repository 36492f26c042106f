"""Domains of public mail providers: everybody can have an address there, so the domain says nothing of who somebody is."""

from __future__ import annotations

_EXACT = frozenset(
    [
        "163.com",
        "126.com",
        "yeah.net",
        "188.com",
        "vip.163.com",
        "vip.126.com",
        "qq.com",
        "vip.qq.com",
        "foxmail.com",
        "sina.com",
        "sina.cn",
        "vip.sina.com",
        "sohu.com",
        "aliyun.com",
        "139.com",
        "189.cn",
        "wo.cn",
        "21cn.com",
        "tom.com",
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "msn.com",
        "ymail.com",
        "rocketmail.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "gmx.ch",
        "gmx.com",
        "web.de",
        "t-online.de",
        "freenet.de",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "laposte.net",
        "libero.it",
        "btinternet.com",
        "comcast.net",
        "bigpond.com",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "tutanota.com",
        "fastmail.com",
        "hushmail.com",
        "mail.com",
        "mail.ru",
        "yandex.ru",
        "yandex.com",
        "zoho.com",
        "naver.com",
        "daum.net",
        "hanmail.net",
        "rediffmail.com",
    ]
)
_BRANDS = frozenset(["hotmail", "live", "yahoo", "outlook"])  # with a country's ending: hotmail.fr, yahoo.co.jp
_COUNTRY_PARTS = frozenset(["com", "co"])


def is_public(domain: str) -> bool:
    """Whether it is a public provider's; in lower case."""
    return domain in _EXACT or _is_of_a_brand(domain)


def _is_of_a_brand(domain: str) -> bool:
    brand, *ending = domain.split(".")
    if brand not in _BRANDS or not ending:
        return False
    if len(ending) == 1:
        return ending[0] == "com" or len(ending[0]) == 2
    return len(ending) == 2 and ending[0] in _COUNTRY_PARTS and len(ending[1]) == 2
