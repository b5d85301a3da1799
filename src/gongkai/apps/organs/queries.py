"""Read the organ tree and the people in it."""

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.apps.organs.models import Organ, OrganName, Post
from gongkai.law.calendar import Calendar


def subtree(organ: Organ) -> QuerySet[Organ]:
    """Give the organ and everything below it."""
    return Organ.objects.filter(path__startswith=organ.path)


def existing(on: date) -> QuerySet[Organ]:
    """Give the organs that exist on the day `on`."""
    return Organ.objects.filter(founded_on__lte=on).filter(Q(abolished_on__isnull=True) | Q(abolished_on__gt=on))


def name_on(organ: Organ, day: date) -> str:
    """Give the name that the organ bore on that day; before its first name, the first."""
    name = OrganName.objects.filter(organ=organ, from_on__lte=day).order_by("-from_on").first()
    return name.name if name else organ.name


def staff(organ: Organ, *, on: date) -> QuerySet[Post]:
    """Give the posts of the organ on the day `on`, with their people."""
    return (
        Post.objects.filter(organ=organ, from_on__lte=on)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .select_related("user", "substitute")
    )


def calendar_of(organ: Organ) -> Calendar:
    """Give the working-day calendar that holds at the organ's place."""
    return Calendar.for_area_code(organ.area_code)
