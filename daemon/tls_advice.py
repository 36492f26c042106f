"""What the operator can do about a connection that TLS did not allow, for IMAP and SMTP alike."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator

EXPIRED = 10  # X509_V_ERR_*, see openssl-verification-options(1)
NOT_YET_VALID = 9
NAME_DIFFERS = frozenset({62, 64})

WRONG_SECURITY = 'this port does not begin with TLS; set security = "starttls", or another port'
SILENT = 'nothing came: see that host and port are right; a server that begins with TLS is silent so until it is asked, security = "tls"'
OUT_OF_DATE = "the server's certificate is not valid today; renew it there, and see that the clock here is right"
OTHER_NAME = "the server's certificate is for another name; write the name that it is for as host"
UNKNOWN_AUTHORITY = (
    "nobody known here vouches for it; if it is your own, add its authority to this machine's, or name its PEM file in the "
    "environment variable SSL_CERT_FILE"
)


def tls_advice(problem: BaseException, *, greeted_first: bool = False) -> str:
    """A sentence without its full stop, or "" where the problem is not TLS's or nothing is known to help.

    `greeted_first`: a connection without TLS was begun, in which the server has the first word.
    """
    for one in _with_causes(problem):
        match one:
            case ssl.SSLCertVerificationError():
                return _about_certificate(one.verify_code)
            case ssl.SSLError() if one.reason == "WRONG_VERSION_NUMBER":
                return WRONG_SECURITY
            case TimeoutError() if greeted_first:
                return SILENT
            case _:
                continue
    return ""


def _about_certificate(code: int) -> str:
    if code in NAME_DIFFERS:
        return OTHER_NAME
    return OUT_OF_DATE if code in {EXPIRED, NOT_YET_VALID} else _unusable_authority() or UNKNOWN_AUTHORITY


def _unusable_authority() -> str:
    """OpenSSL says nothing of a file named by SSL_CERT_FILE that it cannot read: nobody at all is known then."""
    if not (file := os.environ.get("SSL_CERT_FILE")):
        return ""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=file)
    except OSError as problem:  # ssl.SSLError is one
        why = "is not there" if isinstance(problem, FileNotFoundError) else "cannot be read as certificates"
        return f"{file}, which the environment variable SSL_CERT_FILE names, {why}; put your authority's PEM file there"
    return ""


def _with_causes(problem: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = problem
    while cause is not None:
        yield cause
        cause = cause.__cause__
