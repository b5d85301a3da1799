"""The unified social credit code of organisations (GB 32100-2015): 18 characters, the last one a check character."""

#: The characters in the order of their values 0–30; I, O, S, V and Z are left out.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def check_character(first17: str) -> str:
    """
    Give the check character that belongs to the first 17 characters.

    :raises ValueError: one of them is not in the alphabet.
    """
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_credit_code(code: str) -> bool:
    """Tell whether 18 capital characters are a unified social credit code."""
    return len(code) == 18 and all(sign in ALPHABET for sign in code) and check_character(code[:17]) == code[17]
