"""The desk's signing key: made once, kept in a file that only its owner may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from daemon.tokens import KEY_BYTES

_PLACE_ADVICE = "make its folder, let this user read and write there, or name another file in [desk] keys_file"


class KeyUnusable(Exception):
    """The key file cannot be used. A sentence for the operator."""


def load_or_make(path: Path) -> bytes:
    """The key in `path`, made there (mode 0600) if there is none. Raises `KeyUnusable`."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise KeyUnusable(f"the key file {path} cannot be made: {error.strerror}; {_PLACE_ADVICE}") from error
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def load_or_lend(path: Path) -> bytes:
    """The key in `path`; a passing one where there is none, for who signs nothing. Raises `KeyUnusable`."""
    return _read(path) if path.exists() else secrets.token_bytes(KEY_BYTES)


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode & 0o077
        text = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise KeyUnusable(f"the key file {path} cannot be read: {error.strerror}; {_PLACE_ADVICE}") from error
    except UnicodeDecodeError:
        mode, text = path.stat().st_mode & 0o077, ""  # no hexadecimal digits: told below
    if mode:
        raise KeyUnusable(f"the key file {path} can be read by others; run: chmod 600 {path}")
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES:
        raise KeyUnusable(
            f"the key file {path} does not hold {KEY_BYTES} bytes in hexadecimal; restore it from a backup, or remove it:"
            " then answers to mails sent so far are shown to the managers instead of joining their cases"
        )
    return key
