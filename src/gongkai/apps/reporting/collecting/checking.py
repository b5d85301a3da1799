"""Check the reports of a collection: each with its own last year, against its likes, and a roll-up against its members."""

from collections import defaultdict
from collections.abc import Collection as Items
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from time import monotonic

from django.utils import timezone

from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.queries import existing
from gongkai.apps.reporting.collecting import operations, stored
from gongkai.apps.reporting.collecting.alike import alike
from gongkai.apps.reporting.collecting.current import by_report, current_report, identity
from gongkai.apps.reporting.collecting.guarded import check_guarded
from gongkai.apps.reporting.models import CellCorrection, CollectedReport, Collection
from gongkai.law.annual_report.checks import CheckResult, Context, rules
from gongkai.law.annual_report.context import Member, RollUpFacts, Sibling, sibling_of
from gongkai.law.annual_report.model import Report

#: The check that compares texts with each other; figures do not touch it.
LIKENESS = "X10"
#: Shorter names of townships occur inside other words (东乡 in 山东乡村).
SHORTEST = 3
#: Kinds of organ that answer to a county and report to it.
REPORTING_KINDS = (Organ.Kind.TOWNSHIP, Organ.Kind.DEPARTMENT)


def check_collection(
    *, collection: Collection, by: User | None, at: datetime, seconds: float | None = None, anew: bool = True
) -> int:
    """
    Check the reports of a collection, or with `anew=False` those that wait for it; give how many were checked.

    After `seconds` the rest waits for the next call.
    """
    if anew:
        collection.reports.update(checked_revision=None)
    end = None if seconds is None else monotonic() + seconds
    case = _Case(collection, on=timezone.localdate(at))
    results: dict[tuple[int, int], CheckResult] = {}
    for row in case.rows:
        if end is not None and results and monotonic() >= end:
            break
        if row.checked_revision != row.revision:
            results[row.pk, row.revision] = case.check(row, alike=True)
    return operations.record_findings(collection=collection, results=results, by=by, at=at) if results else 0


def check_after_correction(*, report: CollectedReport, by: User | None, at: datetime) -> int:
    """Check a report whose figures were changed, its own next year, and the roll-ups that add it up."""
    case = _Case(report.collection, on=timezone.localdate(at))
    touched = [row for row in case.rows if row.pk == report.pk or case.depends(row, on=report)]
    results = {(row.pk, row.revision): _with_likeness(row, case.check(row, alike=False)) for row in touched}
    return operations.record_findings(collection=report.collection, results=results, by=by, at=at)


def _with_likeness(row: CollectedReport, result: CheckResult) -> CheckResult:
    """Add what was found about likeness before: it does not hang on figures."""
    kept = tuple(stored.finding_in(finding) for finding in row.findings if finding["id"] == LIKENESS)
    return replace(result, findings=(*result.findings, *kept))


@dataclass
class _Case:
    """The readable reports of a collection, and what each is compared with."""

    collection: Collection
    on: date

    def __post_init__(self) -> None:
        rows = self.collection.reports.filter(tables__isnull=False).select_related("organ").defer("text")
        self.rows = list(rows)
        self.corrections = by_report(CellCorrection.objects.filter(report__collection=self.collection))
        self._reports: dict[int, Report] = {}
        self._alike: dict[int, list[int]] | None = None
        self._texts: dict[int, Sibling] = {}
        self._names: dict[int, dict[int, str]] = {}
        self.of: dict[tuple[str, int | None], list[CollectedReport]] = defaultdict(list)
        for row in self.rows:
            if row.set_aside_at is None and identity(row):
                self.of[identity(row), row.year].append(row)

    def report(self, row: CollectedReport) -> Report:
        if row.pk not in self._reports:
            self._reports[row.pk] = current_report(row, self.corrections.get(row.pk, []))
        return self._reports[row.pk]

    def depends(self, row: CollectedReport, *, on: CollectedReport) -> bool:
        """Tell whether the checks of `row` use the figures of `on`."""
        if on.year is None or row.year is None:
            return False
        return (row.is_roll_up and row.year == on.year) or (identity(row) == identity(on) and row.year == on.year + 1)

    def check(self, row: CollectedReport, *, alike: bool) -> CheckResult:
        only = None if alike else [name for name in rules() if name != LIKENESS]
        context = Context(
            previous_report=self._previous(row),
            siblings=self._siblings(row) if alike else (),
            foreign_names=self._neighbours(row),
            roll_up=self._members(row) if row.is_roll_up else None,
            on=self.on,
        )
        return check_guarded(self.report(row), context, only=only)

    def _previous(self, row: CollectedReport) -> Report | None:
        """Give the same organ's report of the year before, if there is exactly one."""
        before = self.of.get((identity(row), row.year - 1), []) if row.year and identity(row) else []
        return self.report(before[0]) if len(before) == 1 else None

    def _text(self, row: CollectedReport) -> Sibling:
        if row.pk not in self._texts:
            self._texts[row.pk] = sibling_of(self.report(row))
        return self._texts[row.pk]

    def _siblings(self, row: CollectedReport) -> list[Sibling]:
        """Give the reports of other organs on the same year that may be copies of this one."""
        if self._alike is None:
            own = {other.pk: _prose(self.report(other)) for other in self.rows if other.set_aside_at is None}
            self._alike = alike(own)
        near = set(self._alike.get(row.pk, []))
        return [
            self._text(other)
            for other in self.rows
            if other.pk in near and other.year == row.year and identity(other) != identity(row)
        ]

    def _neighbours(self, row: CollectedReport) -> Items[str]:
        """Give the short names of the other townships of the same county: they have no place in a township's report."""
        organ = row.organ
        if organ is None or organ.kind != Organ.Kind.TOWNSHIP or organ.parent_id is None:
            return ()
        if organ.parent_id not in self._names:
            others = Organ.objects.filter(parent_id=organ.parent_id, kind=Organ.Kind.TOWNSHIP)
            self._names[organ.parent_id] = dict(others.values_list("pk", "short_name"))
        return [name for pk, name in self._names[organ.parent_id].items() if pk != organ.pk and len(name) >= SHORTEST]

    def _members(self, row: CollectedReport) -> RollUpFacts | None:
        """Give the members of a roll-up; None while it is open which files count, for then no sum can be expected."""
        members = [
            other
            for other in self.rows
            if other.year == row.year and not other.is_roll_up and other.set_aside_at is None
        ]
        names = [identity(other) for other in members]
        unknown = any(other.year is None and other.set_aside_at is None for other in self.rows)
        if not members or unknown or "" in names or len(set(names)) < len(names):
            return None
        held = [Member(other.organ_name, self.report(other).tables) for other in members]
        return RollUpFacts([*held, *(Member(organ.name, None) for organ in _silent(row, members, self.on))])


def _silent(row: CollectedReport, members: Sequence[CollectedReport], on: date) -> Iterable[Organ]:
    """Give the organs below that of the roll-up that ought to report and have no file here."""
    if row.organ_id is None:
        return ()
    have = {member.organ_id for member in members if member.organ_id}
    return existing(on).filter(parent_id=row.organ_id, kind__in=REPORTING_KINDS).exclude(pk__in=have)


def _prose(report: Report) -> str:
    return "".join(section.text for section in report.sections if section.number in (1, 5, 6))
