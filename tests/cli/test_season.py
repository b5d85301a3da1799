"""The season and its packages on the command line."""

from datetime import date
from pathlib import Path

import pytest

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting.models import EarlierReport, Season, SeasonReminder
from gongkai.cli import CANNOT, FOUND_ERRORS, OK, main
from gongkai.documents import packages
from tests.apps.reporting import handed_over
from tests.apps.reporting.test_season import AT, county, report_of, sign, townships
from tests.factories.organs import OrganFactory, UserFactory

__all__ = ["county", "townships"]
pytestmark = pytest.mark.django_db
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.cli.season._now", lambda: AT)


def test_status_collect_remind_close(county: Organ, townships: list[Organ], capsys: Out) -> None:
    assert main(["season", "status", "示例县", "2023"]) == FOUND_ERRORS
    out = capsys.readouterr().out
    assert out.count("20天") == 3
    assert "已收到 0 份，逾期未报 3 个" in out
    sign(townships[0], UserFactory.create(), 2)
    assert main(["season", "collect", "88880001", "2023"]) == FOUND_ERRORS
    assert "新收或更新 1 份，没有变化 0 份，还缺 2 份。" in capsys.readouterr().out
    assert main(["season", "remind", "示例县", "2023"]) == OK
    assert "已提醒 2 个单位：演示西乡、演示南乡。" in capsys.readouterr().out
    assert SeasonReminder.objects.count() == 2
    assert main(["season", "close", "示例县", "2023"]) == CANNOT
    assert "还缺2个单位" in capsys.readouterr().err
    assert main(["season", "close", "示例县", "2023", "--note", "两乡撤并中"]) == OK
    assert Season.objects.get().closed_at is not None


def test_a_season_that_cannot_be_is_one_line(county: Organ, townships: list[Organ], capsys: Out) -> None:
    assert main(["season", "status", "示例县", "2024"]) == CANNOT
    assert main(["season", "status", "没有的县", "2023"]) == CANNOT
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


def test_a_package_goes_from_one_level_to_the_next(
    county: Organ, townships: list[Organ], tmp_path: Path, capsys: Out
) -> None:
    OrganFactory.create(kind="prefecture", code="8888", name="示例市人民政府", short_name="示例市")
    file = tmp_path / "包.json"
    assert main(["package", "issue", "示例县", "2023", "--out", str(file)]) == CANNOT
    assert main(["package", "key", "示例县"]) == OK
    public = capsys.readouterr().out.splitlines()[0]
    for place, organ in enumerate(townships):
        sign(organ, UserFactory.create(), place)
    main(["season", "collect", "示例县", "2023"])
    assert main(["package", "issue", "示例县", "2023", "--out", str(file)]) == OK
    assert main(["package", "receive", "示例市", str(file)]) == CANNOT
    assert "不是由登记的密钥签名" in capsys.readouterr().err
    assert main(["package", "trust", "示例市", "88880001", "示例县人民政府", public]) == OK
    assert main(["package", "receive", "示例市", str(file)]) == OK
    assert main(["package", "receive", "示例市", str(file)]) == OK
    assert "已经接收过" in capsys.readouterr().out
    assert main(["package", "key", "示例县"]) == OK
    assert capsys.readouterr().out.splitlines()[0] == public


def test_verify_needs_no_database(tmp_path: Path, capsys: Out) -> None:
    private = packages.new_key()
    sender = packages.Sender("640423", "示例县人民政府")
    packed = packages.PackedReport("640423", report_of("示例县人民政府"))
    file = tmp_path / "包.json"
    file.write_bytes(packages.sign_package(packages.Package(sender, 2023, 1, AT, (packed,)), private))
    assert main(["package", "verify", str(file), "--key", packages.public_key(private)]) == OK
    assert "签名有效" in capsys.readouterr().out
    assert main(["package", "verify", str(file)]) == OK
    assert "请与发送单位核对此密钥" in capsys.readouterr().out
    assert main(["package", "verify", str(file), "--key", packages.public_key(packages.new_key())]) == CANNOT
    file.write_bytes(file.read_bytes()[:-40])
    assert main(["package", "verify", str(file)]) == CANNOT
    assert main(["package", "verify", str(tmp_path / "没有.json")]) == CANNOT
    assert len(capsys.readouterr().err.strip().splitlines()) == 3
    assert date(2024, 2, 20) == AT.date()


def test_earlier_years_are_imported_from_a_folder(
    county: Organ, townships: list[Organ], tmp_path: Path, capsys: Out
) -> None:
    folder = tmp_path / "历年"
    folder.mkdir()
    (folder / "2021.txt").write_bytes(handed_over.as_text(handed_over.made(townships[0].name, 5, 2021)))
    (folder / "预算.txt").write_bytes(handed_over.NOT_A_REPORT)
    assert main(["season", "import", "示例县", str(folder)]) == FOUND_ERRORS
    out = capsys.readouterr().out
    assert f"已导入　{townships[0].name} 2021" in out
    assert "未读出　预算.txt" in out
    assert EarlierReport.objects.get().year == 2021
    assert main(["season", "import", "示例县", str(tmp_path / "没有")]) == CANNOT
