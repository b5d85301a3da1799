"""A township with a year behind it."""

import pytest

from tests.apps.foi.conftest import Office, office

__all__ = ["Office", "office", "reported"]

from datetime import date

from gongkai.apps.reporting import operations
from gongkai.apps.reporting.models import AnnualReport, SupervisionResult

ON = date(2024, 1, 10)


@pytest.fixture
def reported(office: Office) -> AnnualReport:
    """The draft of 2023, with everything that only people can add."""
    for kind in SupervisionResult.Kind:
        operations.record_supervision(
            organ=office.organ, year=2023, kind=kind, by=office.clerk, on=ON, text="全年未发生。", held=False
        )
    report = operations.open_report(organ=office.organ, year=2023, by=office.clerk, on=ON)
    operations.set_improvements(
        report=report, by=office.clerk, on=ON, pairs=[("部分栏目更新间隔较长", "按月核对栏目并登记更新情况")]
    )
    operations.redraft(report=report, by=office.clerk, on=ON)
    report.refresh_from_db()
    return report
