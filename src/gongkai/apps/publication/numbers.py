"""Index numbers (`ogi:12`) in the organ's own pattern, and random public keys."""

import secrets
from datetime import date
from typing import TYPE_CHECKING

from gongkai.apps.core.numbering import next_number
from gongkai.apps.publication.models import DisclosureItem, IndexNumbering
from gongkai.law.publication import index_pattern

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ

#: Without 0, 1, i, l and o, so that a key can be read off a printed sheet.
KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
KEY_LENGTH = 12


def new_public_key() -> str:
    """Give a key that nobody can guess or count up; it stands in public addresses instead of any number."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(KEY_LENGTH))


def next_index_number(organ: "Organ", *, on: date) -> str:
    """
    Take the organ's next index number of the year; one that an imported item bears already is passed over.

    :raises IndexNumberError: the organ's prefix or the width of its sequence does not fit.
    """
    own = IndexNumbering.objects.filter(organ=organ).first()
    pattern = index_pattern(own.pattern if own else "index.yearly", on=on)
    prefix = own.prefix if own else (organ.credit_code or organ.code)
    while True:
        sequence = next_number(organ=organ, kind="index_number", year=on.year)
        number = pattern.write(prefix=prefix, on=on, sequence=sequence)
        if not DisclosureItem.objects.filter(organ=organ, index_number=number).exists():
            return number
