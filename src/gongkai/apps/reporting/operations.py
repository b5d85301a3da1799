"""Draft, edit, explain, sign, publish and correct a yearly report (`ogi:49`, `ogi:50`)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import require
from gongkai.apps.reporting.checking import check_report, current_report, season_of
from gongkai.apps.reporting.content import contact_lines, fingerprint, tables_to_json, text_to_json
from gongkai.apps.reporting.facts import roll_up_facts, year_facts
from gongkai.apps.reporting.models import (
    AnnualReport,
    Explanation,
    Improvement,
    ReportVersion,
    Season,
    SupervisionResult,
)
from gongkai.documents.writing import digest
from gongkai.law.annual_report.draft import YearFacts, draft
from gongkai.law.annual_report.model import Finding, Severity


class ReportError(ValueError):
    """A step that the report does not allow now; the message says why."""


class DraftConflict(ReportError):
    """Somebody else saved the draft meanwhile; both texts are kept in the exception."""

    def __init__(self, *, report: AnnualReport, yours: dict[str, Any]) -> None:
        self.report, self.yours = report, yours
        super().__init__(
            f"{report.draft_by}已在{timezone.localtime(report.draft_at):%H:%M}保存了新的内容（第{report.draft_number}稿）。"
            "您的修改没有丢失：请对照两稿后再保存。"
        )


class ReportBlocked(ReportError):
    """Errors or unfinished checks stand against the signature."""

    def __init__(self, findings: Sequence[Finding], *, unfinished: Sequence[str] = ()) -> None:
        self.findings, self.unfinished = list(findings), list(unfinished)
        parts = [f"{finding.id} {finding.where}" for finding in self.findings[:3]]
        if unfinished:
            parts.append(f"{len(unfinished)}项核对未能完成")
        super().__init__(
            f"年度报告还有{len(findings) + len(unfinished)}处问题不能签发：{'；'.join(parts)}。请逐项改正后再签发。"
        )


@transaction.atomic
def open_report(*, organ: Organ, year: int, by: User | None, on: date) -> AnnualReport:
    """
    Begin the report of a year with a draft written from the registers.

    :raises ReportError: it has been begun already.
    """
    require(by, "report.write", organ, on=on)
    if AnnualReport.objects.filter(organ=organ, year=year).exists():
        raise ReportError(f"{organ.name}{year}年度报告已经开始编制，请直接打开。")
    report = AnnualReport.objects.create(organ=organ, year=year)
    _write_draft(report, text_to_json(draft(year_facts(organ, year))), by=by)
    append_event(organ=organ, kind="report.opened", subject=report, by=by, on=on, facts={"year": year})
    return report


@transaction.atomic
def open_roll_up(*, season: Season, by: User | None, at: datetime) -> AnnualReport:
    """
    Begin the report of an organ that adds others up, drafted from the sum of its season; or take a report begun as its own for that.

    :raises ReportError: nothing has arrived yet, or the report is signed.
    """
    on = timezone.localdate(at)
    require(by, "roll_up.write", season.organ, on=on)
    if not season.reports.exists():
        raise ReportError("还没有收到下级单位的报告，不能起草汇总报告。请先收集。")
    report, _ = AnnualReport.objects.get_or_create(organ=season.organ, year=season.year, defaults={"rolls_up": True})
    if report.state != AnnualReport.State.DRAFT:
        raise ReportError("本报告已经签发，内容不能再改。如需修改，请先提出更正。")
    report.rolls_up = True
    report.save(update_fields=["rolls_up"])
    _write_draft(report, text_to_json(draft(_facts(report))), by=by)
    facts = {"year": season.year, "reports": season.reports.count()}
    append_event(organ=season.organ, kind="report.rolled_up", subject=report, by=by, on=on, at=at, facts=facts)
    return report


def _facts(report: AnnualReport) -> YearFacts:
    """Gather what a report is drafted from: the organ's registers, or the sum of its season."""
    season = season_of(report)
    return year_facts(report.organ, report.year) if season is None else roll_up_facts(season)


@transaction.atomic
def redraft(
    *, report: AnnualReport, by: User | None, on: date, sections: Sequence[int] = (1, 2, 3, 4, 5, 6)
) -> AnnualReport:
    """
    Write the named sections anew from the registers as they stand now; other sections keep their text.

    :raises ReportError: the report is signed.
    """
    report = _open_for_edit(report, by=by, on=on)
    fresh = text_to_json(draft(_facts(report)))
    kept = {section["number"]: section for section in report.draft["sections"] if section["number"] not in sections}
    fresh["sections"] = [kept.get(section["number"], section) for section in fresh["sections"]]
    _write_draft(report, fresh, by=by)
    append_event(
        organ=report.organ, kind="report.redrafted", subject=report, by=by, on=on, facts={"sections": list(sections)}
    )
    return report


@transaction.atomic
def save_draft(*, report: AnnualReport, by: User | None, on: date, text: dict[str, Any], based_on: int) -> AnnualReport:
    """
    Save an edited text.

    :param text: `title`, `preface` and six `sections`, as `content.text_to_json` gives them.
    :param based_on: the number of the draft that the person had opened.
    :raises DraftConflict: another draft was saved meanwhile; nothing is written.
    :raises ReportError: the report is signed, or the text does not have six sections.
    """
    report = _open_for_edit(report, by=by, on=on)
    if [section.get("number") for section in text.get("sections", [])] != [1, 2, 3, 4, 5, 6]:
        raise ReportError("正文应当有六个部分，收到的内容不完整，未保存。请刷新页面后重试。")
    if based_on != report.draft_number:
        raise DraftConflict(report=report, yours=text)
    before = fingerprint(report.draft)
    _write_draft(report, text, by=by)
    facts = {"draft": report.draft_number, "before": before, "after": fingerprint(text)}
    append_event(organ=report.organ, kind="report.edited", subject=report, by=by, on=on, facts=facts)
    return report


@transaction.atomic
def set_improvements(
    *, report: AnnualReport, by: User | None, on: date, pairs: Sequence[tuple[str, str]]
) -> list[Improvement]:
    """
    Replace the problems and measures of section 五; each problem has its measure.

    A pair that stays as it was keeps what was recorded of its follow-up.

    :raises ReportError: a problem without a measure, or a measure without a problem.
    """
    report = _open_for_edit(report, by=by, on=on)
    for number, (problem, measure) in enumerate(pairs, start=1):
        if not problem.strip() or not measure.strip():
            raise ReportError(f"第{number}组问题和措施没有成对填写：每个问题都要有对应的改进措施。")
    rows = _rearranged(report, [(problem.strip(), measure.strip()) for problem, measure in pairs])
    append_event(
        organ=report.organ, kind="report.improvements_set", subject=report, by=by, on=on, facts={"count": len(rows)}
    )
    return rows


def _rearranged(report: AnnualReport, pairs: Sequence[tuple[str, str]]) -> list[Improvement]:
    """Bring the stored pairs into the order of `pairs`: known ones move, others go or come."""
    held: dict[tuple[str, str], list[Improvement]] = defaultdict(list)
    for row in report.improvements.order_by("-position"):
        held[row.problem, row.measure].append(row)
    kept = [held[pair].pop() if held[pair] else None for pair in pairs]
    report.improvements.exclude(pk__in=[row.pk for row in kept if row]).delete()
    # No two rows may share a place even for a moment, so the kept ones step aside first.
    report.improvements.update(position=F("position") + _ASIDE)
    rows = []
    for position, (found, (problem, measure)) in enumerate(zip(kept, pairs, strict=True), start=1):
        stored = found or Improvement(report=report, problem=problem, measure=measure)
        stored.position = position
        stored.save()
        rows.append(stored)
    return rows


#: Beyond every place in use.
_ASIDE = 10_000


@transaction.atomic
def follow_up(
    *, improvement: Improvement, by: User | None, on: date, kept: Improvement.Kept, note: str = ""
) -> Improvement:
    """Record whether a measure of an earlier report was carried out."""
    require(by, "report.write", improvement.report.organ, on=on)
    improvement.kept, improvement.kept_note = kept, note
    improvement.save(update_fields=["kept", "kept_note"])
    append_event(
        organ=improvement.report.organ,
        kind="report.measure_followed_up",
        subject=improvement,
        by=by,
        on=on,
        facts={"kept": kept.value},
    )
    return improvement


@transaction.atomic
def record_supervision(
    *, organ: Organ, year: int, kind: SupervisionResult.Kind, by: User | None, on: date, text: str, held: bool
) -> SupervisionResult:
    """
    Record one of the three facts that section 一 must report (`ogi:50(4)`); “未发生” is a fact too.

    :raises ReportError: the text is empty.
    """
    require(by, "report.write", organ, on=on)
    if not text.strip():
        raise ReportError(f"请写明{kind.label}的结果；没有开展或没有发生的，写明“未开展”或“未发生”。")
    result, _ = SupervisionResult.objects.update_or_create(
        organ=organ, year=year, kind=kind, defaults={"text": text.strip(), "held": held}
    )
    append_event(
        organ=organ, kind="report.supervision_recorded", subject=result, by=by, on=on, facts={"kind": kind.value}
    )
    return result


@transaction.atomic
def explain(*, report: AnnualReport, by: User, on: date, finding: str, where: str, text: str) -> Explanation:
    """
    Answer a warning with a reason; errors cannot be explained away.

    :raises ReportError: the finding is not an open warning of this report, or the text is empty.
    """
    report = _open_for_edit(report, by=by, on=on)
    if not text.strip():
        raise ReportError("请写明原因。")
    known = {(found.id, found.where): found for found in check_report(report).findings}
    target = known.get((finding, where))
    if target is None or target.severity is not Severity.WARNING:
        raise ReportError("只能对当前报告的提示作说明；错误必须改正。")
    explanation, _ = Explanation.objects.update_or_create(
        report=report, finding=finding, where=where, defaults={"text": text.strip(), "by": by, "on": on}
    )
    append_event(
        organ=report.organ,
        kind="report.explained",
        subject=report,
        by=by,
        on=on,
        facts={"finding": finding, "where": where},
    )
    return explanation


@transaction.atomic
def sign(*, report: AnnualReport, by: User, on: date, reason: str = "") -> ReportVersion:
    """
    Sign: check once more, freeze text and figures under one hash.

    :param reason: why the earlier version is corrected; needed from the second version on.
    :raises ReportBlocked: a check found an error or could not finish.
    :raises ReportError: it is signed already, or a correction has no reason.
    """
    report = AnnualReport.objects.select_for_update().select_related("organ").get(pk=report.pk)
    require(by, "report.sign", report.organ, on=on)
    if report.state != AnnualReport.State.DRAFT:
        raise ReportError("本报告已经签发。如需更正，请先提出更正。")
    number = report.versions.count() + 1
    if number > 1 and not reason.strip():
        raise ReportError("更正版本必须写明更正原因。")
    result = check_report(report, on=on)
    blocking = [finding for finding in result.findings if finding.severity is Severity.ERROR]
    unfinished = result.unfinished
    if blocking or unfinished:
        raise ReportBlocked(blocking, unfinished=[item.id for item in unfinished])
    frozen = current_report(report)
    tables = frozen.tables
    if tables is None:
        raise ReportError("报告没有表格，不能签发。")
    version = ReportVersion.objects.create(
        report=report,
        number=number,
        content={
            **text_to_json(frozen),
            "organ": frozen.organ,
            "tables": tables_to_json(tables),
            "contact": contact_lines(report.organ),
        },
        digest=digest(frozen),
        signed_by=by,
        signed_on=on,
        reason=reason.strip(),
    )
    report.state = AnnualReport.State.SIGNED
    report.save(update_fields=["state"])
    facts = {"version": number, "digest": version.digest, "reason": version.reason}
    append_event(organ=report.organ, kind="report.signed", subject=report, by=by, on=on, facts=facts)
    return version


@transaction.atomic
def publish(*, report: AnnualReport, by: User | None, at: datetime) -> ReportVersion:
    """
    Publish the signed version; the time is the server's and never changes.

    :raises ReportError: there is no signed version waiting.
    """
    report = AnnualReport.objects.select_for_update().select_related("organ").get(pk=report.pk)
    on = timezone.localdate(at)
    require(by, "report.publish", report.organ, on=on)
    if report.state != AnnualReport.State.SIGNED:
        raise ReportError("没有已签发、待发布的版本。")
    version = report.versions.latest("number")
    version.published_at = at
    version.save(update_fields=["published_at"])
    report.state = AnnualReport.State.PUBLISHED
    report.save(update_fields=["state"])
    facts = {"version": version.number, "digest": version.digest}
    append_event(
        organ=report.organ,
        kind="report.published",
        subject=report,
        by=by,
        on=on,
        at=at,
        facts=facts,
        effects=["report.search"],
    )
    return version


@transaction.atomic
def begin_correction(*, report: AnnualReport, by: User | None, on: date, reason: str) -> AnnualReport:
    """
    Open a published report for a correction; the published version stays as it is until the next is published.

    :raises ReportError: it is not published, or there is no reason.
    """
    report = AnnualReport.objects.select_for_update().select_related("organ").get(pk=report.pk)
    require(by, "report.write", report.organ, on=on)
    if report.state != AnnualReport.State.PUBLISHED:
        raise ReportError("只有已发布的报告才能更正。")
    if not reason.strip():
        raise ReportError("请写明更正原因。")
    report.state = AnnualReport.State.DRAFT
    report.save(update_fields=["state"])
    append_event(
        organ=report.organ,
        kind="report.correction_begun",
        subject=report,
        by=by,
        on=on,
        facts={"reason": reason.strip()},
    )
    return report


def _open_for_edit(report: AnnualReport, *, by: User | None, on: date) -> AnnualReport:
    report = AnnualReport.objects.select_for_update().select_related("organ").get(pk=report.pk)
    require(by, "report.write", report.organ, on=on)
    if report.state != AnnualReport.State.DRAFT:
        raise ReportError("本报告已经签发，内容不能再改。如需修改，请先提出更正。")
    return report


def _write_draft(report: AnnualReport, text: dict[str, Any], *, by: User | None) -> None:
    report.draft, report.draft_by, report.draft_at = text, by, timezone.now()
    report.draft_number += 1
    report.save(update_fields=["draft", "draft_by", "draft_at", "draft_number"])
