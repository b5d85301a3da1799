"""What a person may know of at a desk, beyond the organ: restricted applications exist only for the people named in them."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from gongkai.apps.foi.models import FoiRequest, RestrictedReader
from gongkai.apps.foi.queries import visible_to
from gongkai.apps.organs.models import Organ
from gongkai.apps.proceedings.models import Proceeding
from gongkai.web.access import person, today


def known_requests(request: HttpRequest, organ: Organ, verb: str = "foi.read") -> QuerySet[FoiRequest]:
    """Give the organ's applications that the person may know of."""
    return visible_to(person(request), on=today(), verb=verb).filter(organ=organ)


def known_cases(request: HttpRequest, organ: Organ) -> QuerySet[Proceeding]:
    """Give the organ's cases, without those about a restricted application that does not name the person."""
    named = RestrictedReader.objects.filter(foi=OuterRef("letter__foi"), user=person(request))
    open_to_all = Q(letter__isnull=True) | Q(letter__foi__restricted=False)
    return Proceeding.objects.filter(organ=organ).filter(open_to_all | Exists(named))
