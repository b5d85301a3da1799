"""Everything the panel shows about the newest version of an item: the gate, the text, the clock, duplicates, what is missing beside it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.apps.publication import gate
from gongkai.apps.publication.checks import BLOCK, Finding, text_findings, told
from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.models import DisclosureItem, ItemVersion
from gongkai.apps.publication.queries.watch import publication_due
from gongkai.law.calendar import Calendar

#: Blockers that the text findings tell more exactly.
_TOLD_BY_TEXT = frozenset({"secrecy_mark", "text_personal_data", "forbidden_word"})
#: From this many working days before the last day on the clock is shown.
SOON = 5


def findings(item: DisclosureItem, *, on: date, version: ItemVersion | None = None) -> list[Finding]:
    """Give every finding about the newest version, what stops it first."""
    version = version or gate.newest_version(item)
    found = [*_from_gate(item, version, on), *text_findings(item, version, on=on), *_beside(item, version, on)]
    return sorted(found, key=lambda finding: finding.severity != BLOCK)


def _from_gate(item: DisclosureItem, version: ItemVersion, on: date) -> Iterator[Finding]:
    for blocker in gate.faults_of_drafting(item, version, on=on):
        if blocker.code not in _TOLD_BY_TEXT:
            yield Finding(blocker.code, BLOCK, blocker.message, blocker.cites, field=blocker.field)


def _beside(item: DisclosureItem, version: ItemVersion, on: date) -> Iterator[Finding]:
    heads = heads_of(version)
    if not version.body_text.strip() and not version.attachments.exists() and "<img" not in version.body_html:
        yield told("item.empty", on=on, field="body")
    if not heads.abstract.strip():
        yield told("item.abstract_missing", on=on, field="abstract")
    if heads.disclosure_attribute == DisclosureItem.Attribute.PROACTIVE and item.published_at is None:
        yield from _clock(item, on)
    if heads.kind == DisclosureItem.Kind.POLICY and not item.explainers.exists():
        yield told("item.explainer_missing", on=on)
    yield from _duplicates(item, version, on)


def _clock(item: DisclosureItem, on: date) -> Iterator[Finding]:
    due = publication_due(item).day
    calendar = Calendar.for_area_code(item.organ.area_code)
    if on > due:
        yield told("item.late", on=on, due=due.isoformat(), days=max(1, calendar.working_days_between(due, on)))
    elif (left := calendar.working_days_between(on, due)) <= SOON:
        yield told("item.due_soon", on=on, due=due.isoformat(), days=left)


def _duplicates(item: DisclosureItem, version: ItemVersion, on: date) -> Iterator[Finding]:
    others = DisclosureItem.objects.filter(organ=item.organ_id, withdrawn_at__isnull=True).exclude(pk=item.pk)
    heads = heads_of(version)
    seen: set[int] = set()
    for check, found, field in (
        ("item.same_content", _same_content(others, version), "body"),
        ("item.same_number", others.filter(document_number=heads.document_number), "document_number"),
        ("item.same_title", others.filter(title=heads.title), "title"),
    ):
        if check == "item.same_number" and not heads.document_number:
            continue
        other = found.exclude(pk__in=seen).order_by("-pk").first()
        if other is not None:
            seen.add(other.pk)
            day = timezone.localtime(other.published_at).date() if other.published_at else other.produced_on
            yield told(check, on=on, other=other.title, day=day.isoformat(), field=field)


def _same_content(others: QuerySet[DisclosureItem], version: ItemVersion) -> QuerySet[DisclosureItem]:
    """Find items whose text is the same, or which carry a file with the same bytes."""
    files = list(version.attachments.values_list("file__sha256", flat=True))
    same = Q(versions__attachments__file__sha256__in=files) if files else Q(pk__in=())
    if len(version.body_text) > 40:
        same |= Q(versions__body_text=version.body_text)
    return others.filter(same).distinct()
