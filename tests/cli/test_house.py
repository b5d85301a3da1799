"""The commands on the product's own data, and how they refuse."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gongkai.apps.core.models import Event
from gongkai.apps.reporting import operations
from gongkai.cli import CANNOT, FOUND_ERRORS, OK, main
from tests.apps.foi.conftest import Office, office
from tests.apps.reporting.conftest import reported

__all__ = ["office", "reported"]
pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    return main(list(words))


def test_a_wrong_call_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("no-such-command") == CANNOT
    assert run("law") == CANNOT
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 2
    assert all(line.startswith("gongkai: ") for line in lines)


def test_law_show_leads_to_rules_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("law", "show", "ogi:33.2") == OK
    shown = capsys.readouterr().out
    assert "foi.extension" in shown
    assert "tests/" in shown
    assert run("law", "show", "ogi:99") == CANNOT


def test_law_gaps_lists_articles_without_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("law", "gaps") == OK
    assert "第三十三条" not in capsys.readouterr().out


def test_audit_verify_sees_a_changed_event(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    from gongkai.apps.organs import operations as organs

    organs.check_contacts(organ=office.organ, by=None, on=date(2023, 1, 5), phone="0000-1234567")
    assert run("audit", "verify") == OK
    Event.objects.update(facts={"phone": "0000-7654321"})
    assert run("audit", "verify") == FOUND_ERRORS
    assert "内容被改动" in capsys.readouterr().out


def test_report_writes_every_format(office: Office, reported: object, tmp_path: Path) -> None:
    operations.sign(report=reported, by=office.leader, on=date(2024, 1, 18))  # type: ignore[arg-type]
    operations.publish(report=reported, by=office.clerk, at=datetime(2024, 1, 20, 2, tzinfo=UTC))  # type: ignore[arg-type]
    code = run("report", office.organ.code, "2023", "--out", str(tmp_path / "out"))
    made = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    if code == CANNOT:
        pytest.skip("没有中文字体，PDF 不能生成（make fonts）")
    assert made == [".docx", ".html", ".json", ".pdf", ".xlsx"]


def test_report_refuses_unknown_organs_and_years(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("report", "没有的机关", "2023", "--out", str(tmp_path)) == CANNOT
    assert run("report", office.organ.code, "1999", "--out", str(tmp_path)) == CANNOT
    errors = capsys.readouterr().err
    assert "没有名称或代码" in errors
    assert "还没有签发" in errors
    assert list(tmp_path.iterdir()) == []
