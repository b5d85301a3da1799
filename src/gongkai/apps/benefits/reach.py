"""Whose business a list is: a village's lists are reviewed and approved by the township above it (`social-aid:11`)."""

from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.apps.organs.models import Organ

if TYPE_CHECKING:
    from datetime import date

    from gongkai.apps.organs.models import User

from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.organs.permissions import require


def answering(organ: Organ) -> Organ:
    """Give the organ that reviews, approves and answers for a list: the township for a village, otherwise the organ itself."""
    if organ.kind == Organ.Kind.VILLAGE and organ.parent is not None:
        return organ.parent
    return organ


def lists_of(organ: Organ) -> Q:
    """Give the condition for lists that an organ sees: its own and those of its villages."""
    return Q(organ=organ) | Q(organ__parent=organ, organ__kind=Organ.Kind.VILLAGE)


def programs_of(organ: Organ) -> Q:
    """Give the condition for programmes that an organ may use: its own and those of the organs above it."""
    codes = organ.path.strip("/").split("/")
    return Q(organ__code__in=codes)


def permit(by: "User | None", verb: str, organ: Organ, *, on: "date") -> None:
    """
    Pass, or refuse; the system itself is refused too, for only a person can upload, review or approve.

    :raises BenefitError: nobody is named.
    :raises NotPermitted: the person's posts do not grant the verb there.
    """
    if by is None:
        raise BenefitError("名单须由具体人员办理，系统不能代办。")
    require(by, verb, organ, on=on)
