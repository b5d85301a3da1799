"""Ask the permission table; only jobs of the system itself come without a person."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.apps.organs.permissions import require

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User


def permit(by: "User | None", verb: str, organ: "Organ", *, on: date) -> None:
    """
    Pass, or refuse.

    :raises NotPermitted: the person's posts do not grant the verb at this organ on the day `on`.
    """
    if by is not None:
        require(by, verb, organ, on=on)


def day_of(at: datetime) -> date:
    """Give the calendar day of an instant, in Asia/Shanghai."""
    return timezone.localtime(at, timezone.get_default_timezone()).date()
