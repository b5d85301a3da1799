"""Random keys for public addresses and receipts; nobody can guess or count them up."""

import secrets

#: Without 0, 1, i, l and o, so that a key can be read off a printed sheet.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_key(length: int = 12) -> str:
    """Give a key for an address."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def new_code() -> str:
    """Give a receipt code of sixteen digits."""
    return "".join(secrets.choice("0123456789") for _ in range(16))
