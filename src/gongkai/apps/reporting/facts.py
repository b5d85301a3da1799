"""Gather the facts of an organ's year from the registers, for the draft and for the checks."""

from dataclasses import replace
from datetime import date

from gongkai.apps.foi.queries import fees_received, replied_on_time
from gongkai.apps.organs.models import Organ, Role
from gongkai.apps.organs.queries import name_on, staff
from gongkai.apps.publication import queries as publication
from gongkai.apps.reporting.figures import figures
from gongkai.apps.reporting.models import Improvement, Season, SeasonReport, SupervisionResult
from gongkai.apps.reporting.season.summing import total_of
from gongkai.law.annual_report.draft import PlanLine, YearFacts
from gongkai.law.annual_report.model import OrganKind

LEADING_GROUP = (Role.GROUP_LEADER, Role.GROUP_MEMBER)
OFFICE_STAFF = (Role.OFFICE_HEAD, Role.CLERK)


def year_facts(organ: Organ, year: int) -> YearFacts:
    """Gather everything that the draft is written from; people are counted as of 31 December."""
    last = date(year, 12, 31)
    roles = [Role(post.role) for post in staff(organ, on=last)]
    published, by_topic = publication.published_counts(organ, year)
    notices, fees = fees_received(organ, year)
    return YearFacts(
        organ=name_on(organ, last),
        kind=OrganKind(organ.kind),
        year=year,
        tables=figures(organ, year),
        own_name=own_name(organ),
        published=published,
        published_by_topic=by_topic,
        deliveries=publication.delivery_counts(organ, year),
        secrecy_reviews=publication.secrecy_review_count(organ, year),
        withdrawn=publication.withdrawn_count(organ, year),
        replied_on_time=replied_on_time(organ, year),
        group_members=sum(role in LEADING_GROUP for role in roles),
        office=organ.office,
        staff=sum(role in OFFICE_STAFF for role in roles),
        supervision=dict(SupervisionResult.objects.filter(organ=organ, year=year).values_list("kind", "text")),
        improvements=_pairs(organ, year),
        last_year=_kept(organ, year - 1),
        plan=[PlanLine(*line) for line in publication.plan_lines(organ, year)],
        fees=fees,
        fee_notices=notices,
        address=organ.address,
        phone=organ.phone,
    )


def roll_up_facts(season: Season) -> YearFacts:
    """Gather what the report of an organ that adds others up is drafted from: its own facts, with the sums of the season."""
    own = year_facts(season.organ, season.year)
    total = total_of(season)
    here = [row.organ for row in total.counted if row.source == SeasonReport.Source.DESK and row.organ is not None]
    whole = len(here) == len(total.counted)
    parts = [year_facts_light(organ, season.year) for organ in here] if whole else []
    return replace(
        own,
        tables=total.tables,
        members=len(total.counted),
        published=(own.published or 0) + sum(published for published, _ in parts) if whole else None,
        published_by_topic=() if parts or not whole else own.published_by_topic,
        replied_on_time=sum(on_time for _, on_time in parts) if whole else None,
    )


def year_facts_light(organ: Organ, year: int) -> tuple[int, int]:
    """Give how much an organ published in a year, and how many applications it closed in time."""
    published, _ = publication.published_counts(organ, year)
    return published, replied_on_time(organ, year)


def own_name(organ: Organ) -> str:
    """Say how the organ speaks of itself: 我乡, 我镇, 我县, 我局 — by the last character of its short name."""
    last = organ.short_name[-1:]
    return f"我{last}" if last in "省市县区乡镇村局委办厅处" else "本机关"


def _pairs(organ: Organ, year: int) -> list[tuple[str, str]]:
    rows = Improvement.objects.filter(report__organ=organ, report__year=year)
    return list(rows.values_list("problem", "measure"))


def _kept(organ: Organ, year: int) -> list[tuple[str, str]]:
    rows = Improvement.objects.filter(report__organ=organ, report__year=year)
    return [
        (row.measure, row.get_kept_display() + (f"（{row.kept_note}）" if row.kept_note else ""))
        for row in rows
        if row.kept != Improvement.Kept.OPEN
    ]
