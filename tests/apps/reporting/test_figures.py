"""The three tables are queries over the registers."""

from datetime import date
from decimal import Decimal

import pytest
from django.test.utils import CaptureQueriesContext

from gongkai.apps.foi.queries import cell_requests
from gongkai.apps.proceedings import operations as proceedings
from gongkai.apps.proceedings.models import Proceeding
from gongkai.apps.proceedings.queries import cell_cases
from gongkai.apps.publication import operations as publication
from gongkai.apps.reporting.figures import figures, figures_of_subtree
from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.context import Context
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS, Report, zero_tables
from gongkai.law.outcomes import Outcome
from tests.apps.foi.conftest import Office
from tests.apps.foi.steps import received, reply
from tests.apps.reporting.registers import fill
from tests.factories.organs import OrganFactory
from tests.factories.proceedings import ProceedingFactory

pytestmark = pytest.mark.django_db


def table3_errors(organ_tables: object, previous: object) -> set[str]:
    report = Report(organ="演示乡", year=2023, title="", preface="", sections=(), tables=organ_tables)  # type: ignore[arg-type]
    result = check(report, Context(previous=previous))  # type: ignore[arg-type]
    return {finding.id for finding in result.findings if finding.id.startswith("T3") and finding.severity == "error"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_t301_to_t304_hold_for_a_random_register_of_5000(seed: int) -> None:
    organ = OrganFactory()
    fill(organ, 5000, seed=seed)
    years = {year: figures(organ, year) for year in (2021, 2022, 2023, 2024)}
    for year in (2022, 2023, 2024):
        assert table3_errors(years[year], years[year - 1]) == set()
        assert years[year].row3("carry") == years[year - 1].row3("fwd")
    assert years[2023].cell3("new", "ct")


def test_a_wrong_cell_is_seen() -> None:
    organ = OrganFactory()
    fill(organ, 200, seed=4)
    tables = figures(organ, 2023)
    wrong = tables.with_cell3("g", "c1", int(tables.cell3("g", "c1") or 0) + 1)
    assert {"T301", "T302"} <= table3_errors(wrong, figures(organ, 2022))


def test_every_cell_counts_the_records_that_it_opens() -> None:
    organ = OrganFactory()
    fill(organ, 300, seed=5)
    tables = figures(organ, 2023)
    for row in TABLE3_ROWS:
        for column in TABLE3_COLUMNS:
            assert cell_requests(organ, 2023, row, column).count() == tables.cell3(row, column), (row, column)


def test_an_organ_to_which_nothing_happened_has_zeros() -> None:
    assert figures(OrganFactory(), 2023) == zero_tables()


def test_the_year_is_that_of_receipt_and_of_the_reply(office: Office) -> None:
    foi = received(office, date(2022, 12, 28))
    reply(office, foi, date(2023, 1, 5))
    before, after = figures(office.organ, 2022), figures(office.organ, 2023)
    assert (before.cell3("new", "c1"), before.cell3("fwd", "c1"), before.cell3("tot", "c1")) == (1, 1, 0)
    assert (after.cell3("carry", "c1"), after.cell3("g", "c1"), after.cell3("fwd", "c1")) == (1, 1, 0)


def test_an_application_without_receipt_is_not_counted(office: Office) -> None:
    from tests.apps.foi.steps import submit

    submit(office, date(2023, 5, 8), channel="internet")
    assert figures(office.organ, 2023) == zero_tables()


def test_a_reply_ordered_by_a_ruling_changes_no_published_figure(office: Office) -> None:
    from gongkai.apps.foi import operations as foi

    letter = reply(office, received(office, date(2022, 9, 26)), date(2022, 10, 14))
    before = {year: figures(office.organ, year) for year in (2022, 2023)}
    foi.order_new_reply(
        letter=letter, by=office.clerk, on=date(2023, 2, 6), basis="reconsideration", ruling="演示复决〔2023〕1号"
    )
    assert {year: figures(office.organ, year) for year in (2022, 2023)} == before


def test_table_4_shows_pending_cases_in_every_year_until_they_are_decided(office: Office) -> None:
    case = proceedings.open_proceeding(
        organ=office.organ,
        kind=Proceeding.Kind.RECONSIDERATION,
        by=office.clerk,
        on=date(2022, 11, 30),
        forum="示例县人民政府（演示）",
        subject="不服答复",
    )
    assert figures(office.organ, 2022).cell4("rec.w") == 1
    proceedings.decide_proceeding(case=case, result=Proceeding.Result.OVERTURNED, by=office.clerk, on=date(2023, 2, 1))
    assert figures(office.organ, 2022).cell4("rec.w") == 1
    assert figures(office.organ, 2023).cell4("rec.k") == 1
    assert figures(office.organ, 2024).cell4("rec.t") == 0
    assert list(cell_cases(office.organ, 2023, "rec.t")) == [case]


def test_table_4_totals_agree_with_their_cells() -> None:
    organ = OrganFactory()
    for kind in Proceeding.Kind:
        ProceedingFactory(organ=organ, kind=kind)
        ProceedingFactory(organ=organ, kind=kind, upheld=True)
    tables = figures(organ, 2023)
    for code in ("rec", "dir", "aft"):
        assert (tables.cell4(f"{code}.m"), tables.cell4(f"{code}.w"), tables.cell4(f"{code}.t")) == (1, 1, 2)


def test_table_2_comes_from_library_counts_and_charges(office: Office) -> None:
    common = {"organ": office.organ, "by": office.clerk, "on": date(2023, 12, 31)}
    publication.issue_document(
        kind="normative_document", number="示发〔2023〕1号", title="演示办法", issued_on=date(2023, 3, 1), **common
    )
    publication.record_decisions(year=2023, kind="license", count=7, source="演示台账", **common)
    publication.record_charge(
        charge_item="演示费", amount_yuan=Decimal("1234.56"), received_on=date(2023, 6, 1), **common
    )
    tables = figures(office.organ, 2023)
    assert tables.table2["normative_document"] == (1, 0, 1)
    assert tables.table2["license"] == (7,)
    assert tables.table2["charge"] == (Decimal("0.123456"),)


def test_the_figures_take_one_query_a_table(django_assert_max_num_queries: object) -> None:
    organ = OrganFactory()
    fill(organ, 50, seed=6)
    from django.db import connection

    with CaptureQueriesContext(
        connection,
    ) as captured:
        figures(organ, 2023)
    assert len(captured) <= 6


def test_a_subtree_is_counted_in_the_same_number_of_queries() -> None:
    from django.db import connection

    county = OrganFactory()
    townships = [OrganFactory(parent=county) for _ in range(5)]
    for number, organ in enumerate(townships):
        fill(organ, 40, seed=10 + number)
    with CaptureQueriesContext(connection) as captured:
        together = figures_of_subtree(county, 2023)
    assert len(captured) <= 7
    assert {organ.pk: figures(organ, 2023) for organ in [county, *townships]} == together


def test_every_outcome_lands_in_its_row() -> None:
    organ = OrganFactory()
    from tests.factories.foi import FoiRequestFactory

    for outcome in Outcome:
        FoiRequestFactory(organ=organ, closed=True, outcome=outcome.value)
    tables = figures(organ, 2023)
    assert all(tables.cell3(outcome.row, "ct") == 1 for outcome in Outcome)
    assert tables.cell3("tot", "ct") == len(Outcome)
