"""Numbers that identify people: the 18- and 15-digit identity number, bank cards, the disability card; check digits and dates."""

from calendar import monthrange
from functools import cache

from gongkai.law.privacy import id_check_character

#: The first two digits of an identity number: provinces, Hong Kong, Macao, Taiwan, foreigners with permanent residence.
PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
            83,
            91,
        ),
    )
)
#: Every spelling of a digit that occurs in disguised numbers, one character for one, so that offsets stay true.
LATIN_DIGITS = str.maketrans(
    "⓪①②③④⑤⑥⑦⑧⑨⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
    + "".join(map(chr, range(0xFF10, 0xFF1A)))  # full-width
    + "".join(map(chr, range(0x1D7CE, 0x1D800)))  # mathematical
    + "x\uff38\uff58\u0425\u0445",
    "0123456789" * 4 + "0123456789" * 5 + "XXXXX",
)
#: The same with Chinese numerals.
DIGITS = LATIN_DIGITS | str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "00123456789" + "123456789" + "1")


def latin_digits(text: str) -> str:
    """Write every digit that is no Chinese numeral as 0-9 and every x as X; the length stays the same."""
    return text.translate(LATIN_DIGITS)


def plain_digits(text: str) -> str:
    """Write every kind of digit, Chinese numerals among them, as 0-9 and every x as X; the length stays the same."""
    return text.translate(DIGITS)


@cache
def is_date(year: int, month: int, day: int) -> bool:
    """Tell whether the three numbers are a day between 1890 and 2035."""
    return 1890 <= year <= 2035 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def has_area_and_birth(number: str) -> bool:
    """Tell whether the first 14 digits can be those of an identity number."""
    return (
        number[:2] in PROVINCES
        and number[2:6] != "0000"
        and is_date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    )


def is_identity_number(number: str) -> bool:
    """Tell whether 18 characters (digits and X) are an identity number: province, birth date and check character."""
    return has_area_and_birth(number) and id_check_character(number[:17]) == number[17]


def is_old_identity_number(number: str) -> bool:
    """Tell whether 15 digits can be an identity number of the old kind; it has no check digit, so context must confirm."""
    return number[:2] in PROVINCES and is_date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))


def is_disability_card(number: str) -> bool:
    """Tell whether 20 digits are a disability card: an identity number, a kind (1-7) and a grade (1-4)."""
    return number[18] in "1234567" and number[19] in "1234" and is_identity_number(number[:18])


def passes_luhn(number: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of the others."""
    odd = sum(map(int, number[-1::-2]))
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (odd + even) % 10 == 0


def born_on(number: str) -> tuple[int, int, int]:
    """Read year, month and day from an identity number of 18 characters."""
    return int(number[6:10]), int(number[10:12]), int(number[12:14])


def from_scientific(text: str) -> str:
    """Write 6.40423198001011E+17 as digits; anything else gives an empty text."""
    mantissa, mark, exponent = text.upper().partition("E+")
    if not mark or not exponent.isdigit() or not 13 <= int(exponent) <= 20:
        return ""
    whole, _, fraction = mantissa.partition(".")
    if not (whole.isdigit() and len(whole) == 1 and (fraction.isdigit() or not fraction)):
        return ""
    return (whole + fraction).ljust(int(exponent) + 1, "0")
