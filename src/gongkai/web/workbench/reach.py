"""What a person may know of at a desk, beyond the organ: restricted applications exist only for the people named in them."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.apps.foi.models import FoiRequest, RestrictedReader
from gongkai.apps.foi.queries import visible_to
from gongkai.apps.organs.models import Organ
from gongkai.apps.proceedings.models import Proceeding
from gongkai.law.annual_report.model import Finding
from gongkai.web.access import person, today


def known_requests(request: HttpRequest, organ: Organ, verb: str = "foi.read") -> QuerySet[FoiRequest]:
    """Give the organ's applications that the person may know of."""
    return visible_to(person(request), on=today(), verb=verb).filter(organ=organ)


def known_cases(request: HttpRequest, organ: Organ) -> QuerySet[Proceeding]:
    """Give the organ's cases, without those about a restricted application that does not name the person."""
    named = RestrictedReader.objects.filter(foi=OuterRef("letter__foi"), user=person(request))
    open_to_all = Q(letter__isnull=True) | Q(letter__foi__restricted=False)
    return Proceeding.objects.filter(organ=organ).filter(open_to_all | Exists(named))


def without_names(request: HttpRequest, organ: Organ, findings: Iterable[Finding]) -> list[Finding]:
    """Take the numbers of restricted applications out of findings for whoever may not know of them; the figures stay."""
    listed = list(findings)
    known = known_requests(request, organ).values("pk")
    hidden = FoiRequest.objects.filter(organ=organ, restricted=True).exclude(pk__in=known)
    serials = sorted(hidden.values_list("serial", flat=True), key=len, reverse=True)
    return [_masked(finding, serials) for finding in listed]


def _masked(finding: Finding, serials: list[str]) -> Finding:
    message = finding.message
    for serial in serials:
        message = message.replace(serial, _("（限制知悉）"))
    return finding if message == finding.message else replace(finding, message=message)
