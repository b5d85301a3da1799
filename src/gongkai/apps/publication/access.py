"""What only people may do, and the day of an instant."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.apps.organs.permissions import require
from gongkai.apps.publication.errors import SamePerson

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User


def permit_person(by: "User | None", verb: str, organ: "Organ", *, on: date) -> None:
    """
    Pass, or refuse; the system itself is refused too, for only a person can write, review or approve.

    :raises NotPermitted: the person's posts do not grant the verb at this organ on the day `on`.
    :raises SamePerson: nobody is named, so that drafter, reviewer and approver could not be told apart.
    """
    if by is None:
        raise SamePerson("起草、审查、审批须由具体人员办理，系统不能代办。")
    require(by, verb, organ, on=on)


def day_of(at: datetime) -> date:
    """Give the calendar day of an instant, in Asia/Shanghai."""
    return timezone.localtime(at, timezone.get_default_timezone()).date()
