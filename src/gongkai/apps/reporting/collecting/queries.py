"""Read collections and what is in them; everything starts from what the person may see."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import organs_for
from gongkai.apps.reporting.collecting.operations import VERB
from gongkai.apps.reporting.models import CellCorrection, CollectedReport, Collection

State = CollectedReport.State
#: Columns that lists do not need.
HEAVY = ("tables", "reading", "text", "findings", "not_checked")


def visible_to(user: User, *, on: date) -> QuerySet[Collection]:
    """Give the collections that the person may open."""
    return Collection.objects.filter(organ__in=organs_for(user, VERB, on=on)).select_related("organ", "opened_by")


def with_counts(collections: QuerySet[Collection]) -> QuerySet[Collection]:
    """Add how many files each holds, how many wait, were refused or have open cells, and the errors in them."""
    return collections.annotate(
        files=Count("reports"),
        waiting=Count("reports", filter=Q(reports__state=State.WAITING)),
        refused=Count("reports", filter=Q(reports__state=State.REFUSED)),
        partly=Count("reports", filter=Q(reports__open_cells__gt=0)),
        errors=Sum("reports__errors", default=0),
    ).order_by("-opened_at", "-pk")


def counts(collection: Collection) -> dict[str, int]:
    """Give the number of files by state, and of the findings by severity."""
    active = Q(set_aside_at__isnull=True)
    return collection.reports.aggregate(
        files=Count("pk"),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        unchecked=Count("pk", filter=UNCHECKED),
        proved=Count("pk", filter=Q(state=State.PROVED)),
        labelled=Count("pk", filter=Q(state=State.LABELLED)),
        partly=Count("pk", filter=Q(state=State.PARTLY)),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
        open=Count("pk", filter=Q(open_cells__gt=0)),
        unnamed=Count("pk", filter=UNNAMED & active),
        aside=Count("pk", filter=Q(set_aside_at__isnull=False)),
        faulty=Count("pk", filter=Q(errors__gt=0)),
        errors=Sum("errors", default=0),
        warnings=Sum("warnings", default=0),
        hints=Sum("hints", default=0),
    )


#: Read, but without organ or year.
UNNAMED = Q(tables__isnull=False) & (Q(organ_name="") | Q(year__isnull=True))


#: Read, but not checked since it was last changed.
UNCHECKED = Q(tables__isnull=False) & (Q(checked_revision__isnull=True) | ~Q(checked_revision=F("revision")))


def rows(collection: Collection) -> QuerySet[CollectedReport]:
    """Give the files of a collection for lists; `trouble` puts first what a person has to see to."""
    trouble = Case(When(state=State.REFUSED, then=0), When(UNNAMED, then=1), When(open_cells__gt=0, then=2), default=3)
    found = collection.reports.select_related("organ", "file", "assigned_by").annotate(trouble=trouble)
    order = ("trouble", F("organ__path").asc(nulls_last=True), "organ_name", "year", "position")
    return found.order_by(*order).defer("reading", "text", "findings", "not_checked")


def findings_of(collection: Collection) -> Sequence[CollectedReport]:
    """Give the reports in which something was found, with the findings."""
    found = collection.reports.exclude(findings=[]).filter(set_aside_at__isnull=True)
    return list(found.select_related("organ").defer("reading", "text"))


def corrections_of(collection: Collection) -> QuerySet[CellCorrection]:
    """Give everything that people put right, the newest first, each with the `proofs` of its report."""
    found = CellCorrection.objects.filter(report__collection=collection).annotate(proofs=F("report__reading__proofs"))
    heavy = (f"report__{name}" for name in HEAVY if name != "tables")
    return found.select_related("by", "report").defer(*heavy).order_by("-pk")
