"""Personal data that must not stand in a published report (`ogi:15`, `pipl`): found by shape and check digit, shown masked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z/])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.-])1[3-9][0-9]{9}(?![0-9])")
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:62[0-9]{14,17}|[3-6][0-9]{15})(?![0-9A-Za-z])")
_ADDRESS = re.compile(
    r"[一-鿿]{2,8}村(?:民委员会)?[一-鿿0-9]{0,4}(?:组|社|队)[0-9]{1,4}号|(?:路|街|巷|小区)[0-9]{1,4}号(?:楼|院)?[0-9]{0,3}(?:单元)?[0-9]{1,4}室"
)
_CONTACT = re.compile("联系|咨询|监督|举报|投诉|热线|服务|受理|办公|传真|值班|地址|电话")
_CONTACT_WINDOW = 24
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


@dataclass(frozen=True)
class PersonalItem:
    """Something personal in a text; `certain` where a check digit proves it."""

    label: str
    masked: str
    start: int
    certain: bool = True


def personal_data(text: str) -> Iterator[PersonalItem]:
    """Find personal data in one passage. Telephones and addresses of the office itself (联系电话…) are left alone."""
    for match in _IDENTITY.finditer(text):
        if is_identity_number(match.group()):
            yield PersonalItem("居民身份证号", _masked(match.group(), 3, 2), match.start())
    for match in _CARD.finditer(text):
        if is_card_number(match.group()) and not is_identity_number(match.group()):
            yield PersonalItem("银行卡号", _masked(match.group(), 4, 4), match.start())
    for match in _MOBILE.finditer(text):
        if not _CONTACT.search(text[max(0, match.start() - _CONTACT_WINDOW) : match.start()]):
            yield PersonalItem("手机号码", _masked(match.group(), 3, 2), match.start())
    for match in _ADDRESS.finditer(text):
        if not _CONTACT.search(text[max(0, match.start() - _CONTACT_WINDOW) : match.start()]):
            yield PersonalItem("住址", _masked(match.group(), 4, 1), match.start(), certain=False)


def is_identity_number(text: str) -> bool:
    """Tell whether 18 characters are a citizen's number: a possible birthday and the right check digit (GB 11643)."""
    if not (len(text) == 18 and text[:17].isdigit()):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == text[17].upper()


def is_card_number(text: str) -> bool:
    """Tell whether digits pass the check of bank cards (Luhn)."""
    digits = [int(digit) for digit in reversed(text)]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _masked(text: str, head: int, tail: int) -> str:
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]
