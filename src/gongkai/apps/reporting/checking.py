"""Check a report against itself, against last year, and against the registers it was made from."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import F, Q

from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.foi.queries import cell_requests, fees_received, flow_events, of_year, visible_to
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.queries import name_on
from gongkai.apps.publication import queries as publication
from gongkai.apps.reporting.collecting.stored import tables_in
from gongkai.apps.reporting.content import report_from_json, version_report
from gongkai.apps.reporting.figures import figures
from gongkai.apps.reporting.models import AnnualReport, EarlierReport, Explanation, ReportVersion, Season
from gongkai.apps.reporting.season.summing import facts_for_roll_up, total_stored
from gongkai.law import foi_flow
from gongkai.law.annual_report.checks import CheckResult, check
from gongkai.law.annual_report.context import Context, RegisterFacts
from gongkai.law.annual_report.model import Report
from gongkai.law.calendar import Calendar

#: What must be on file, by row of table 三: the name under which the checks ask, the events or facts that prove it.
#: The topic under which the list of charges is published (`ogi:20(8)`).
CHARGE_LIST_TOPIC = "a20.08"
ON_FILE: Mapping[str, tuple[str, frozenset[str]]] = {
    "secrecy_review": ("d1", frozenset({"secrecy_review"})),
    "third_party_consultation": ("d4", frozenset({"third_party_consulted", "third_party_consultation"})),
    "reasons_asked": ("n4", frozenset({"reasons_requested"})),
    "clarification": ("u3", frozenset({"clarified"})),
    "lapse_notice": ("o1", frozenset({"clarification_notice"})),
    "fee_notice": ("o2", frozenset({"fee_notice"})),
    "earlier_reply": ("n2", frozenset({"earlier_reply"})),
    "search_record": ("u1", frozenset({"search_record", "competent_organ", "receiving_organ"})),
}


def current_report(report: AnnualReport) -> Report:
    """Give the report as it stands: the newest version once signed, else the draft with today's figures."""
    if report.state != AnnualReport.State.DRAFT:
        return version_report(report.versions.latest("number"))
    organ, year = report.organ, report.year
    season = season_of(report)
    tables = figures(organ, year) if season is None else total_stored(season)
    return report_from_json(
        report.draft, tables=tables, organ=organ, organ_name=name_on(organ, date(year, 12, 31)), year=year
    )


def season_of(report: AnnualReport) -> Season | None:
    """Give the season whose sum is this report's figures, None for a report of the organ's own registers."""
    if not report.rolls_up:
        return None
    return Season.objects.filter(organ=report.organ, year=report.year).select_related("organ").first()


def check_report(report: AnnualReport, *, reader: User | None = None, on: date | None = None) -> CheckResult:
    """
    Run every check on the report as it stands; warnings that were explained are shown as explained.

    :param reader: who is going to see the findings on the day `on`: restricted applications that do not name this person are counted,
        but not named. Without a reader all are named; such findings are for the system's own use.
    """
    current = current_report(report)
    explanations = {f"{row.finding}/{row.where}": row.text for row in Explanation.objects.filter(report=report)}
    season = season_of(report)
    if season is not None:
        roll_up = facts_for_roll_up(season, on or date(report.year + 1, 12, 31))
        context = Context(previous_report=_last_year(report), roll_up=roll_up, explanations=explanations)
        return check(current, context)
    return check(
        current,
        Context(
            previous_report=_last_year(report),
            register=register_facts(report.organ, report.year, known=_known(report.organ, reader, on)),
            as_compiled=True,
            explanations=explanations,
        ),
    )


#: Stands in a finding for the number of an application that the reader may not know of.
RESTRICTED = "（限制知悉）"
Known = frozenset[int] | None


def _known(organ: Organ, reader: User | None, on: date | None) -> Known:
    """Give the restricted applications that a reader may know of; None for the system itself."""
    if reader is None or on is None:
        return None
    restricted = visible_to(reader, on=on).filter(organ=organ, restricted=True)
    return frozenset(restricted.values_list("pk", flat=True))


def _named(foi: FoiRequest, known: Known) -> str:
    return RESTRICTED if foi.restricted and known is not None and foi.pk not in known else foi.serial


def _last_year(report: AnnualReport) -> Report | None:
    versions = ReportVersion.objects.filter(
        report__organ=report.organ, report__year=report.year - 1, published_at__isnull=False
    )
    newest = versions.select_related("report__organ").order_by("-number").first()
    if newest is not None:
        return version_report(newest)
    earlier = EarlierReport.objects.filter(organ=report.organ, year=report.year - 1).first()
    if earlier is None:
        return None
    return report_from_json(
        earlier.text,
        tables=tables_in(earlier.tables),
        organ=report.organ,
        organ_name=report.organ.name,
        year=earlier.year,
    )


def register_facts(organ: Organ, year: int, *, known: Known = None) -> RegisterFacts:
    """Gather what the registers say about the year; of restricted applications only those in `known` are named, all for None."""
    last = date(year, 12, 31)
    published, _topics = publication.published_counts(organ, year)
    _notices, fees = fees_received(organ, year)
    closed = cell_requests(organ, year, "tot", "ct")
    return RegisterFacts(
        tables=figures(organ, year),
        lacking=_lacking(organ, year, known),
        overdue_open=_overdue(organ, year, last, known),
        replied_late=closed.filter(closed_on__gt=F("due_on")).count(),
        published=published,
        published_by_channel=dict(publication.delivery_counts(organ, year)),
        documents_published_late=[late.item.title for late in publication.published_late(organ, year)],
        charge_list_published=publication.public_items(organ=organ)
        .filter(catalog_entry__code=CHARGE_LIST_TOPIC)
        .exists(),
        fees_yuan=fees,
        direct_suits_unexplained=(),
        decisions_of_two_years=FoiRequest.objects.filter(organ=organ, closed_on__year__in=(year - 1, year)).count(),
        disclosure_complaints=0,
    )


def _lacking(organ: Organ, year: int, known: Known) -> dict[str, Sequence[str]]:
    lacking: dict[str, Sequence[str]] = {}
    for name, (row, proofs) in ON_FILE.items():
        requests = cell_requests(organ, year, row, "ct").prefetch_related("events")
        lacking[name] = [_named(foi, known) for foi in requests if not _proven(foi, proofs)]
    return lacking


def _proven(foi: FoiRequest, proofs: frozenset[str]) -> bool:
    return any(event.kind in proofs or proofs & set(event.facts) for event in foi.events.all())


def _overdue(organ: Organ, year: int, last: date, known: Known) -> list[str]:
    """Name the applications that were open and late on 31 December, by the kernel's clock on that day."""
    calendar = Calendar.for_area_code(organ.area_code)
    still_open = of_year(year).filter(organ=organ).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=last))
    late = (foi for foi in still_open if foi_flow.clock(flow_events(foi), on=last, calendar=calendar).overdue)
    return [_named(foi, known) for foi in late]
