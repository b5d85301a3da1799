"""Open a season, collect what has arrived, remind who is late, put changes of organs on record, close."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.reporting.content import tables_to_json
from gongkai.apps.reporting.models import MemberChange, Season, SeasonReminder, SeasonReport
from gongkai.apps.reporting.season import arrivals
from gongkai.apps.reporting.season.arrivals import Arrival
from gongkai.apps.reporting.season.checking import check_all
from gongkai.apps.reporting.season.ground import VERB, YEARS, SeasonError, lock, tell
from gongkai.apps.reporting.season.history import tables_before
from gongkai.apps.reporting.season.members import Expected, adds_up, expected
from gongkai.apps.reporting.season.summing import predecessors, total_of
from gongkai.law.annual_report.context import Member
from gongkai.law.annual_report.model import Severity, Tables
from gongkai.law.annual_report.rollup import CannotAddUp, roll_up

Step = Callable[[str], None]
_QUIET: Step = lambda _: None  # noqa: E731 - the neutral step


@dataclass(frozen=True)
class Collected:
    """What a collection brought: new or changed reports, those that were there already, and who is missing."""

    changed: Sequence[str]
    unchanged: int
    missing: Sequence[str]


@transaction.atomic
def open_season(*, organ: Organ, year: int, by: User | None, at: datetime) -> Season:
    """
    Open the season of a year, or give the one that is open already.

    :raises SeasonError: organs of this kind add up nothing, or the year cannot be.
    """
    on = timezone.localdate(at)
    require(by, VERB, organ, on=on)
    if not adds_up(organ):
        raise SeasonError(f"{organ.name}不汇总下级单位的年度报告。")
    if year not in YEARS or year >= on.year:
        raise SeasonError(f"{year}年度还没有结束，不能汇总。")
    season, new = Season.objects.get_or_create(organ=organ, year=year, defaults={"opened_by": by, "opened_at": at})
    if new:
        append_event(organ=organ, kind="season.opened", subject=season, by=by, on=on, at=at, facts={"year": year})
    return season


def collect(*, season: Season, by: User | None, at: datetime, step: Step = _QUIET) -> Collected:
    """
    Take in what has arrived on desks and as files since the last time, check it, and keep it; packages come in by `receive`.

    A signed report of the own installation goes before a package, a package before a file. Nothing is half-taken: the reports that
    changed are written together with their findings.

    :raises SeasonError: the season is closed.
    """
    require(by, VERB, season.organ, on=timezone.localdate(at))
    wanted = expected(season)
    found = {**arrivals.from_files(season, _organs(wanted)), **arrivals.from_desks(season, _organs(wanted))}
    return take_in(season=season, found=found.values(), by=by, at=at, step=step)


def take_in(
    *, season: Season, found: Iterable[Arrival], by: User | None, at: datetime, step: Step = _QUIET
) -> Collected:
    """
    Keep the reports that are new or changed, with what the checks find in them.

    :raises SeasonError: the season is closed.
    """
    held = {row.code: row for row in season.reports.select_related("organ")}
    fresh = {one.code: one for one in found if _is_news(one, held.get(one.code))}
    year = season.year
    reports = {code: arrivals.report_of(row, year) for code, row in held.items()}
    reports |= {code: one.report for code, one in fresh.items()}
    previous = _previous(season, {code: one.name for code, one in fresh.items()})
    checked = dict(check_all(reports, list(fresh), previous, step=step))
    with transaction.atomic():
        season = lock(season, by=by, at=at)
        rows = []
        for code, one in fresh.items():
            row = one.row(season)
            row.findings = arrivals.findings_out(checked[code])
            row.errors = sum(finding.severity is Severity.ERROR for finding in checked[code])
            row.warnings = sum(finding.severity is Severity.WARNING for finding in checked[code])
            rows.append(row)
        SeasonReport.objects.filter(season=season, code__in=fresh).delete()
        SeasonReport.objects.bulk_create(rows, batch_size=200)
        season.collected_at = at
        season.save(update_fields=["collected_at"])
        facts = {"changed": {code: one.digest for code, one in fresh.items()}, "held": len(held)}
        tell(season, "season.collected", by=by, at=at, facts=facts)
    missing = [one.organ.name for one in expected(season) if one.organ.code not in reports]
    return Collected([one.name for one in fresh.values()], len(reports) - len(fresh), missing)


_RANK = {SeasonReport.Source.DESK: 2, SeasonReport.Source.PACKAGE: 1, SeasonReport.Source.FILE: 0}


def _is_news(one: Arrival, held: SeasonReport | None) -> bool:
    if held is None:
        return True
    source = SeasonReport.Source(held.source)
    if _RANK[one.source] != _RANK[source]:
        return _RANK[one.source] > _RANK[source]
    return one.digest != held.digest or one.version != held.version


def _organs(wanted: Iterable[Expected]) -> list[Organ]:
    return [one.organ for one in wanted]


def _previous(season: Season, names: Mapping[str, str]) -> dict[str, Tables]:
    """Give last year's figures of each organ, those of merged ones added."""
    before = tables_before(season)
    older = predecessors(season)
    found = {}
    for code, name in names.items():
        parts = [before.by_code.get(code) or before.by_name.get(name)]
        parts += [before.by_name.get(old) for old in older.get(name, ())]
        known = [tables for tables in parts if tables is not None]
        if len(known) == 1:
            found[code] = known[0]
        elif known:
            try:
                found[code] = roll_up([Member(name, tables) for tables in known], known[0].form).tables
            except CannotAddUp:
                continue
    return found


@transaction.atomic
def remind(
    *, season: Season, organs: Iterable[Organ], by: User | None, at: datetime, text: str = ""
) -> list[SeasonReminder]:
    """
    Remind organs whose report is missing; their desks show it until the report is there. Others are passed over.

    :raises SeasonError: nobody is missing, or the season is closed.
    """
    season = lock(season, by=by, at=at)
    on = timezone.localdate(at)
    wanted = {organ.pk for organ in organs}
    arrived = set(season.reports.values_list("code", flat=True))
    late = [one for one in expected(season) if one.organ.pk in wanted and one.organ.code not in arrived]
    if not late:
        raise SeasonError("没有需要提醒的单位：所选单位的报告都已收到。")
    reminders = [
        SeasonReminder.objects.create(
            season=season, organ=one.organ, text=(text.strip() or _reminder(one, season.year, on))[:400], by=by, at=at
        )
        for one in late
    ]
    tell(season, "season.reminded", by=by, at=at, facts={"organs": [one.organ.name for one in late]})
    return reminders


def _reminder(one: Expected, year: int, on: date) -> str:
    days = one.days_late(on)
    due = f"{one.due_on.year}年{one.due_on.month}月{one.due_on.day}日"
    when = f"期限为{due}，已逾期{days}天" if days else f"期限为{due}"
    return f"{year}年度政府信息公开工作年度报告{when}，请尽快编制、签发。"


@transaction.atomic
def record_change(
    *, season: Season, kind: MemberChange.Kind, name: str, into: str, reason: str, by: User | None, at: datetime
) -> MemberChange:
    """
    Put on record why an organ came or went (R04); recorded again, it replaces what was there.

    :raises SeasonError: a name or the reason is missing, or the season is closed.
    """
    season = lock(season, by=by, at=at)
    needs_into = kind in (MemberChange.Kind.MERGED, MemberChange.Kind.RENAMED)
    if not name.strip() or not reason.strip():
        raise SeasonError("请写明变动的单位和依据。")
    if needs_into != bool(into.strip()):
        raise SeasonError("并入、更名要写明并入的单位或新名称；新设、撤销不填。")
    change, _ = MemberChange.objects.update_or_create(
        season=season,
        name=name.strip()[:120],
        defaults={"kind": kind, "into": into.strip()[:120], "reason": reason.strip()[:400], "by": by, "at": at},
    )
    facts = {"kind": kind.value, "name": change.name, "into": change.into, "reason": change.reason}
    tell(season, "season.member_changed", by=by, at=at, facts=facts)
    return change


@transaction.atomic
def close(*, season: Season, by: User | None, at: datetime, note: str = "") -> Season:
    """
    Close the season with the sum of this day; an incomplete sum needs a note on who is missing and why.

    :raises SeasonError: it is closed, nothing has arrived, or it is incomplete without a note.
    """
    season = lock(season, by=by, at=at)
    total = total_of(season)
    if not total.counted:
        raise SeasonError("还没有收到可以相加的报告，不能结束。")
    if not total.is_complete and not note.strip():
        lacking = [*total.missing, *(left.row.name for left in total.left)]
        raise SeasonError(
            f"还缺{len(lacking)}个单位（{'、'.join(lacking[:3])}{'等' if len(lacking) > 3 else ''}）。"
            "请等待补齐，或者写明说明后结束。"
        )
    season.total, season.closed_by, season.closed_at = tables_to_json(total.tables), by, at
    season.closing_note = note.strip()[:400]
    season.save(update_fields=["total", "closed_by", "closed_at", "closing_note"])
    facts = {"counted": len(total.counted), "missing": list(total.missing), "note": season.closing_note}
    tell(season, "season.closed", by=by, at=at, facts=facts)
    return season
