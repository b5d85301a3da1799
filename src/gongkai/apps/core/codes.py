"""
Secret codes that people keep on paper: sixteen digits in four groups, like a bank card.

A code is shown to the person and kept nowhere. `Kept.index` finds its row (a keyed fingerprint of the first half, useless without the
data key), `Kept.hash` proves the whole (scrypt with a salt of its own). A wrong code costs as much time as a right one, whether its row
exists or not.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from functools import cache

from gongkai.apps.core.sealing import blind_index
from gongkai.documents.personal_data.numbers import plain_digits

DIGITS, GROUP, HANDLE = 16, 4, 8
SALT_BYTES = 16
#: 4 MiB and some 10 ms a try; 53 random bits behind a limit of tries need no more.
COST = {"n": 2**12, "r": 8, "p": 1, "dklen": 32}
_FORM = re.compile(r"[\s\-－—_.·]+")


@dataclass(frozen=True)
class Kept:
    """What is kept of a code: how to find it, and how to prove it."""

    index: str
    hash: str


def new_code() -> str:
    """Make a code: sixteen random digits without spaces."""
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


def grouped(code: str) -> str:
    """Write a code as it is shown: 1234 5678 9012 3456."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def typed(text: str) -> str:
    """Read a code as people type it, with spaces, hyphens or full-width digits; empty for what can be none."""
    plain = _FORM.sub("", plain_digits(text))
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdigit() else ""


def kept(code: str) -> Kept:
    """Give what to keep of a code."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Kept(index_of(code), f"scrypt${salt.hex()}${_derived(code, salt).hex()}")


def index_of(code: str) -> str:
    """Give the fingerprint by which a code finds its row."""
    return blind_index(f"code:{code[:HANDLE]}")


def matches(code: str, hashed: str) -> bool:
    """Tell whether a code is the one whose hash was kept; an empty or unknown hash takes the same time and never matches."""
    known = hashed.count("$") == 2
    _name, salt, expected = (hashed if known else _nobody()).split("$")
    same = hmac.compare_digest(_derived(code, bytes.fromhex(salt)), bytes.fromhex(expected))
    return same and known


def _derived(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, **COST)


@cache
def _nobody() -> str:
    return kept(new_code()).hash
