"""How this program checks whom it talks to under TLS, for IMAP and SMTP alike: the same on every Python."""

from __future__ import annotations

import ssl


def verifying_context(authorities: str | None = None) -> ssl.SSLContext:
    """Chain, dates and host name are checked, against the system's authorities and those of the PEM file given.

    Since Python 3.13 the form of every certificate is also held to the letter of RFC 5280. Most companies' own
    authorities, as the openssl command makes them, lack an extension that it asks for; every mail program trusts them.
    A desk that had trusted one for years would go silent with the next version of its system. Raises OSError.
    """
    context = ssl.create_default_context()
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if authorities is not None:
        context.load_verify_locations(cafile=authorities)
    return context
