"""How dates, days, money, sizes and hashes are written on pages, in the language of the page."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MONTHS = ("January", "February", "March", "April", "May", "June", "July",
          "August", "September", "October", "November", "December")  # fmt: skip
DIGEST_SHOWN = 12


def english() -> bool:
    """Tell whether the page is in English."""
    return (get_language() or "").startswith("en")


def as_day(value: date | datetime) -> date:
    """Give the calendar day in local time of a date or an instant."""
    if isinstance(value, datetime):
        return (localtime(value) if value.tzinfo else value).date()
    return value


def long_day(value: date | datetime) -> str:
    """Write a day in words: 2026年11月24日, or 24 November 2026."""
    day = as_day(value)
    if english():
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def days_left(days: int) -> tuple[str, str, str]:
    """Give kind, short words and read-out words for working days left; negative means overdue."""
    if days < 0:
        return "danger", _("超期 %(n)s 日") % {"n": -days}, _("已超期%(n)s个工作日") % {"n": -days}
    if days == 0:
        return "danger", _("今天"), _("今天到期")
    kind = "warn" if days <= 3 else "neutral"
    return kind, _("%(n)s 日") % {"n": days}, _("还剩%(n)s个工作日") % {"n": days}


def money(amount: Decimal | float | str | None, unit: str = "") -> str:
    """Write an amount given in yuan: with fen (default), without (`0`), or in 万元."""
    if amount in (None, ""):
        return ""
    yuan = Decimal(str(amount))
    if unit == "万元":
        value = _rounded(yuan / 10000, "0.01")
        return _("%(amount)s 万元") % {"amount": f"{value:,.2f}".rstrip("0").rstrip(".")}
    places = 0 if unit == "0" else 2
    return _("%(amount)s 元") % {"amount": f"{_rounded(yuan, '1' if places == 0 else '0.01'):,.{places}f}"}


def _rounded(value: Decimal, step: str) -> Decimal:
    return value.quantize(Decimal(step), rounding=ROUND_HALF_UP)


def file_size(size: int | None) -> str:
    """Write a number of bytes as people read it: 84 KB."""
    if size is None:
        return ""
    amount, unit = float(size), "B"
    for larger in ("KB", "MB", "GB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} {unit}" if amount >= 10 or unit == "B" else f"{amount:.1f} {unit}"
