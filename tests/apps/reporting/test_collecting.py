"""Reports of other organs: taken, read, checked, put right by people, added up."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.apps.core import files
from gongkai.apps.core.models import Event
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.apps.reporting.collecting import cells, exports, operations, queries, stored
from gongkai.apps.reporting.collecting.alike import alike
from gongkai.apps.reporting.collecting.checking import check_after_correction, check_collection
from gongkai.apps.reporting.collecting.current import current_tables, known_organ, open_cells
from gongkai.apps.reporting.collecting.guarded import check_guarded
from gongkai.apps.reporting.collecting.intake import Incoming, unpack
from gongkai.apps.reporting.collecting.reading import read_waiting
from gongkai.apps.reporting.collecting.sums import sums, years_of
from gongkai.apps.reporting.models import CollectedReport, Collection
from gongkai.documents.packages import tables_out
from gongkai.documents.reading import UnreadableReport, read_report
from gongkai.law.annual_report.checks import Context, check
from gongkai.law.annual_report.model import FormVersion, Report, Section
from tests.apps.reporting import handed_over
from tests.documents.reading.samples import sample
from tests.factories.organs import OrganFactory, person
from tests.factories.reporting import CollectionFactory

AT = datetime(2024, 2, 5, 2, tzinfo=UTC)
ON = date(2024, 2, 5)
pytestmark = pytest.mark.django_db
State = CollectedReport.State


@pytest.fixture
def county() -> Organ:
    return OrganFactory.create(county=True, name="示例县人民政府", short_name="示例县")


@pytest.fixture
def townships(county: Organ) -> list[Organ]:
    return [
        OrganFactory.create(parent=county, name=f"示例县演示{name}人民政府", short_name=f"演示{name}")
        for name in ("东乡", "西乡", "南乡", "北乡", "上乡", "下乡", "左乡", "右乡", "里镇", "外镇")
    ]


@pytest.fixture
def supervisor(county: Organ) -> User:
    return person(county, Role.COUNTY_OFFICE, display_name="演示督查员")


@pytest.fixture
def collection(county: Organ, supervisor: User) -> Collection:
    return operations.open_collection(organ=county, name="2023年度各单位年报", by=supervisor, at=AT)


def hand_over(
    collection: Collection, given: Sequence[tuple[str, bytes]], by: User, *, read: bool = True
) -> list[CollectedReport]:
    """Receive, read and check files without children, which have tests of their own."""
    received = operations.receive(collection=collection, incoming=unpack(given), by=by, at=AT)
    if read:
        for report in received.reports:
            if report.state == State.WAITING:
                assert report.file is not None
                try:
                    found = read_report(files.read(report.file), report.name)
                except UnreadableReport as error:
                    operations.record_reading(report=report, found=error, by=by, at=AT)
                else:
                    operations.record_reading(report=report, found=found, by=by, at=AT)
        check_collection(collection=collection, by=by, at=AT)
    return list(collection.reports.filter(pk__in=[report.pk for report in received.reports]))


def one(collection: Collection, by: User, organ: str = "示例县演示东乡人民政府", **how: object) -> CollectedReport:
    (report,) = hand_over(collection, [(f"{organ}.txt", handed_over.as_text(handed_over.made(organ, 11, **how)))], by)  # type: ignore[arg-type]
    return report


# -- taking files ----------------------------------------------------------------------------------------------------------------


def test_thirteen_files_of_mixed_kind_are_read_in_children(
    collection: Collection, townships: list[Organ], supervisor: User
) -> None:
    given_files = handed_over.thirteen([organ.name for organ in townships])
    started = monotonic()
    operations.receive(collection=collection, incoming=unpack(given_files), by=supervisor, at=AT)
    assert collection.reports.count() == 13
    while read_waiting(collection=collection, by=supervisor, at=AT):
        pass
    check_collection(collection=collection, by=supervisor, at=AT)
    assert monotonic() - started < 30
    counted = queries.counts(collection)
    assert (counted["proved"], counted["partly"], counted["refused"], counted["waiting"]) == (9, 1, 3, 0)
    rows = {report.name: report for report in collection.reports.select_related("organ")}
    assert rows["两个乡镇.zip/示例县演示右乡人民政府.docx"].organ == townships[7]
    assert rows["预算.txt"].refusal_code == "no_tables"
    assert "密码" in rows["加密.docx"].refusal
    assert rows["空文件.pdf"].refusal == "文件是空的，请重新取得后再试。"


def test_the_original_bytes_are_kept_by_their_hash(collection: Collection, supervisor: User) -> None:
    data = handed_over.as_text(handed_over.made("示例县演示东乡人民政府", 11))
    (report,) = hand_over(collection, [("a.txt", data)], supervisor)
    assert report.file is not None
    assert files.read(report.file) == data
    event = Event.objects.get(kind="collection.received")
    assert event.facts["files"] == [{"name": "a.txt", "sha256": report.file.sha256}]


def test_the_same_bytes_are_not_taken_twice(collection: Collection, supervisor: User) -> None:
    given_files = [("a.txt", handed_over.NOT_A_REPORT), ("b.txt", handed_over.NOT_A_REPORT)]
    received = operations.receive(collection=collection, incoming=unpack(given_files), by=supervisor, at=AT)
    assert [report.name for report in received.reports] == ["a.txt"]
    assert received.known == ["b.txt"]
    again = operations.receive(collection=collection, incoming=unpack(given_files), by=supervisor, at=AT)
    assert again.known == ["a.txt", "b.txt"]
    assert collection.reports.count() == 1


def test_what_cannot_be_taken_stands_in_the_list_with_its_reason(
    collection: Collection, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.apps.reporting.collecting.intake.MOST_BYTES", 10)
    given_files = [
        ("大.txt", b"x" * 11),
        ("坏.zip", b"PK\x03\x04 broken"),
        ("无.zip", handed_over.zipped({"a.png": b"1"})),
    ]
    received = operations.receive(collection=collection, incoming=unpack(given_files), by=supervisor, at=AT)
    assert [(report.state, report.file) for report in received.reports] == [(State.REFUSED, None)] * 3
    assert all(report.refusal.endswith("。") for report in received.reports)


def test_the_number_of_files_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.apps.reporting.collecting.intake.MOST_FILES", 3)
    taken = list(unpack([(f"{n}.txt", b"x") for n in range(9)]))
    assert [bool(file.refusal) for file in taken] == [False, False, False, True]
    assert "分批" in str(taken[-1].refusal)


def test_nothing_handed_over_is_said(collection: Collection, supervisor: User) -> None:
    with pytest.raises(operations.CollectingError, match="没有收到文件"):
        operations.receive(collection=collection, incoming=[], by=supervisor, at=AT)
    with pytest.raises(operations.CollectingError, match="名称"):
        operations.open_collection(organ=collection.organ, name=" ", by=supervisor, at=AT)


def test_a_file_whose_bytes_are_gone_is_refused(collection: Collection, supervisor: User) -> None:
    (report,) = hand_over(collection, [("a.txt", handed_over.NOT_A_REPORT)], supervisor, read=False)
    assert report.file is not None
    files.path_of(report.file.sha256).write_bytes(b"something else")
    read_waiting(collection=collection, by=supervisor, at=AT)
    report.refresh_from_db()
    files.path_of(report.file.sha256).write_bytes(handed_over.NOT_A_REPORT)
    assert report.refusal == "保存的文件已损坏或丢失，请重新提交。"


def test_without_time_one_file_is_read_and_the_rest_waits(collection: Collection, supervisor: User) -> None:
    given_files = [(f"{n}.txt", handed_over.NOT_A_REPORT + bytes([n + 65])) for n in range(4)]
    hand_over(collection, given_files, supervisor, read=False)
    assert read_waiting(collection=collection, by=supervisor, at=AT, seconds=0, workers=1) == 1
    assert queries.counts(collection)["waiting"] == 3


def test_a_file_is_read_once(collection: Collection, supervisor: User) -> None:
    report = one(collection, supervisor)
    again = operations.record_reading(
        report=report, found=UnreadableReport("damaged", "不应出现。"), by=supervisor, at=AT
    )
    assert again.state == State.PROVED


@pytest.mark.parametrize("role", [Role.BUSINESS_OFFICER, Role.SECRECY_REVIEWER, Role.AUDIT_ADMIN])
def test_other_posts_may_not(county: Organ, role: Role) -> None:
    with pytest.raises(NotPermitted):
        operations.open_collection(organ=county, name="x", by=person(county, role), at=AT)


def test_a_clerk_collects_at_the_own_organ_only(county: Organ, townships: list[Organ]) -> None:
    clerk = person(townships[0], Role.CLERK)
    operations.open_collection(organ=townships[0], name="历年年报", by=clerk, at=AT)
    with pytest.raises(NotPermitted):
        operations.open_collection(organ=townships[1], name="历年年报", by=clerk, at=AT)
    assert [found.name for found in queries.visible_to(clerk, on=ON)] == ["历年年报"]


# -- whose report it is ----------------------------------------------------------------------------------------------------------


def test_an_organ_is_known_by_its_exact_name_only(county: Organ, townships: list[Organ]) -> None:
    assert known_organ(county, "示例县演示东乡人民政府") == townships[0]
    assert known_organ(county, "演示东乡") == townships[0]
    assert known_organ(county, "示例县演示东") is None
    assert known_organ(county, "") is None
    assert known_organ(townships[1], "示例县演示东乡人民政府") is None


def test_a_name_that_two_organs_bear_is_not_guessed(county: Organ) -> None:
    for _ in range(2):
        OrganFactory.create(parent=county, name="示例县同名局", department=True)
    assert known_organ(county, "示例县同名局") is None


def test_organ_and_year_are_assigned_by_hand(collection: Collection, townships: list[Organ], supervisor: User) -> None:
    text = handed_over.as_text(handed_over.made("", 11)).decode().replace("2023年", "").replace("2023", "")
    (report,) = hand_over(collection, [("扫描件.txt", text.encode())], supervisor)
    assert (report.organ_name, report.year) == ("", None)
    assert queries.counts(collection)["unnamed"] == 1
    assigned = operations.assign(
        report=report, organ=townships[2], organ_name="", year=2023, is_roll_up=False, by=supervisor, at=AT
    )
    assert (assigned.organ_name, assigned.year, assigned.assigned_by) == (townships[2].name, 2023, supervisor)
    assert assigned.reading == report.reading
    event = Event.objects.get(kind="collected.assigned")
    assert event.facts["after"] == {"organ": townships[2].name, "year": 2023, "roll_up": False}


def test_an_assignment_needs_an_organ_within_reach_and_a_possible_year(
    collection: Collection, supervisor: User
) -> None:
    report = one(collection, supervisor)
    facts = {"report": report, "is_roll_up": False, "by": supervisor, "at": AT}
    with pytest.raises(operations.CollectingError, match="不在示例县范围内"):
        operations.assign(organ=OrganFactory.create(), organ_name="", year=2023, **facts)
    with pytest.raises(operations.CollectingError, match="单位"):
        operations.assign(organ=None, organ_name=" ", year=2023, **facts)
    with pytest.raises(operations.CollectingError, match="年度"):
        operations.assign(organ=None, organ_name="外县某局", year=1023, **facts)


# -- putting right ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(collection: Collection, supervisor: User) -> CollectedReport:
    """A report in which three cells are open."""
    (report,) = hand_over(collection, [("连写.txt", handed_over.glued_open("示例县演示东乡人民政府"))], supervisor)
    return report


OPEN = {f"table2.normative_document.{n}" for n in range(3)}


def test_open_cells_stay_blank_with_their_candidates(opened: CollectedReport) -> None:
    assert (opened.state, opened.open_cells) == (State.PARTLY, 3)
    assert open_cells(opened, []) == OPEN
    assert opened.reading is not None
    ways = stored.candidates(opened.reading)["table2.normative_document"]
    assert (69, 36, 65) in ways
    assert len(ways) > 1
    assert current_tables(opened, []).table2["normative_document"] == (None, None, None)


def test_a_correction_carries_name_time_and_reason_and_keeps_the_reading(
    opened: CollectedReport, supervisor: User
) -> None:
    before = (opened.tables, opened.reading, opened.text)
    typed = {
        "table2.normative_document.0": "69",
        "table2.normative_document.1": "\uff13\uff16",
        "table2.normative_document.2": " 65 ",
    }
    rows = operations.correct(report=opened, typed=typed, reason="对照原件", by=supervisor, at=AT)
    opened.refresh_from_db()
    assert (opened.tables, opened.reading, opened.text) == before
    assert opened.open_cells == 0
    assert {(row.by, row.at, row.reason) for row in rows} == {(supervisor, AT, "对照原件")}
    assert current_tables(opened, rows).table2["normative_document"] == (69, 36, 65)
    event = Event.objects.get(kind="collected.corrected")
    assert event.by == supervisor
    assert event.facts["cells"]["table2.normative_document.0"] == {"before": "", "after": "69"}


def test_the_newest_correction_holds_and_withdrawing_it_lets_the_reading_hold(
    collection: Collection, supervisor: User
) -> None:
    report = one(collection, supervisor)
    read = current_tables(report, []).cell3("new", "c1")
    for value in ("7001", "7002"):
        operations.correct(report=report, typed={"table3.new.c1": value}, reason="核对", by=supervisor, at=AT)
    assert current_tables(report, list(report.corrections.all())).cell3("new", "c1") == 7002
    operations.withdraw_correction(report=report, cell="table3.new.c1", reason="原文无误", by=supervisor, at=AT)
    assert current_tables(report, list(report.corrections.all())).cell3("new", "c1") == read
    assert report.corrections.count() == 3
    with pytest.raises(operations.CollectingError, match="没有更正"):
        operations.withdraw_correction(report=report, cell="table3.new.c1", reason="再次", by=supervisor, at=AT)


def test_withdrawing_opens_an_open_cell_again(opened: CollectedReport, supervisor: User) -> None:
    operations.correct(report=opened, typed={"table2.normative_document.0": "69"}, reason="核对", by=supervisor, at=AT)
    operations.withdraw_correction(
        report=opened, cell="table2.normative_document.0", reason="看错了", by=supervisor, at=AT
    )
    opened.refresh_from_db()
    assert opened.open_cells == 3


@pytest.mark.parametrize(
    ("typed", "error", "words"),
    [
        ({"table3.new.c1": "十二"}, cells.NotAFigure, "非负整数"),
        ({"table3.new.c1": "-3"}, cells.NotAFigure, "非负整数"),
        ({"table3.new.c1": "1.5"}, cells.NotAFigure, "应填非负整数"),
        ({"table3.new.c1": "9" * 13}, cells.NotAFigure, "最多12位"),
        ({"table3.new.c1": "NaN"}, cells.NotAFigure, "应填"),
        ({"table3.new.c1": "1e5"}, cells.NotAFigure, "应填"),
        ({"table3.new.c9": "1"}, cells.UnknownCell, "没有“table3.new.c9”"),
        ({"tablex.new.c1": "1"}, cells.UnknownCell, "没有"),
        ({"table9": "1"}, cells.UnknownCell, "没有"),
    ],
)
def test_what_is_no_figure_is_refused_and_nothing_is_written(
    collection: Collection, supervisor: User, typed: dict[str, str], error: type[Exception], words: str
) -> None:
    report = one(collection, supervisor)
    with pytest.raises(error, match=words):
        operations.correct(report=report, typed=typed, reason="核对", by=supervisor, at=AT)
    assert not report.corrections.exists()


def test_a_correction_needs_a_reason_and_a_change(collection: Collection, supervisor: User) -> None:
    report = one(collection, supervisor)
    same = cells.written(current_tables(report, []).cell3("new", "c1"))
    with pytest.raises(operations.CollectingError, match="理由"):
        operations.correct(report=report, typed={"table3.new.c1": "7001"}, reason=" ", by=supervisor, at=AT)
    with pytest.raises(operations.CollectingError, match="相同"):
        operations.correct(report=report, typed={"table3.new.c1": same}, reason="核对", by=supervisor, at=AT)


def test_a_refused_file_has_no_cells_to_correct(collection: Collection, supervisor: User) -> None:
    (report,) = hand_over(collection, [("预算.txt", handed_over.NOT_A_REPORT)], supervisor)
    with pytest.raises(operations.CollectingError, match="没有读出数字"):
        operations.correct(report=report, typed={"table3.new.c1": "1"}, reason="核对", by=supervisor, at=AT)


def test_a_correction_brings_its_findings_and_takes_them_away(collection: Collection, supervisor: User) -> None:
    report = one(collection, supervisor)
    assert not any(finding["id"] in ("T301", "T302", "T303", "T304") for finding in report.findings)
    operations.correct(report=report, typed={"table3.new.c1": "7001"}, reason="试填", by=supervisor, at=AT)
    check_after_correction(report=report, by=supervisor, at=AT)
    report.refresh_from_db()
    assert {"T301", "T302", "T303", "T304"} & {finding["id"] for finding in report.findings}
    operations.withdraw_correction(report=report, cell="table3.new.c1", reason="恢复", by=supervisor, at=AT)
    check_after_correction(report=report, by=supervisor, at=AT)
    report.refresh_from_db()
    assert not any(finding["id"] in ("T301", "T302", "T303", "T304") for finding in report.findings)


def test_findings_of_an_earlier_state_are_not_kept(collection: Collection, supervisor: User) -> None:
    report = one(collection, supervisor)
    operations.correct(report=report, typed={"table3.new.c1": "7001"}, reason="试填", by=supervisor, at=AT)
    result = check_guarded(_prose("短。"), Context())
    kept = operations.record_findings(collection=collection, results={(report.pk, 0): result}, by=supervisor, at=AT)
    assert kept == 0


# -- years, copies, sums ---------------------------------------------------------------------------------------------------------


def test_years_of_one_organ_are_chained_in_any_order(collection: Collection, supervisor: User) -> None:
    organ = "示例县演示东乡人民政府"
    later, earlier = (handed_over.made(organ, seed, year) for seed, year in ((21, 2023), (22, 2022)))
    given_files = [("后.txt", handed_over.as_text(later)), ("前.txt", handed_over.as_text(earlier))]
    after, before = hand_over(collection, given_files, supervisor)
    carried, forwarded = later.tables.cell3("carry", "ct"), earlier.tables.cell3("fwd", "ct")
    assert carried != forwarded
    told = [finding for finding in after.findings if finding["found"] == str(carried)]
    assert any(finding["expected"] == str(forwarded) for finding in told)
    assert not any("上年" in item["reason"] for item in after.not_checked)
    assert any("上年" in item["reason"] for item in before.not_checked)


def test_a_correction_is_checked_in_the_next_year_too(collection: Collection, supervisor: User) -> None:
    organ = "示例县演示东乡人民政府"
    later = handed_over.made(organ, 21, 2023)
    hand_over(collection, [("后.txt", handed_over.as_text(later))], supervisor)
    (before,) = hand_over(collection, [("前.txt", handed_over.as_text(handed_over.made(organ, 22, 2022)))], supervisor)
    carried = cells.written(later.tables.cell3("carry", "ct"))
    operations.correct(report=before, typed={"table3.fwd.ct": carried}, reason="核对", by=supervisor, at=AT)
    assert check_after_correction(report=before, by=supervisor, at=AT) == 2
    after = collection.reports.get(name="后.txt")
    assert not [
        one
        for one in after.findings
        if one["where"].startswith("表三“二、") and one["where"].endswith("总计列") and "上年" in one["message"]
    ]


def test_a_copied_text_is_found_among_the_others(
    collection: Collection, townships: list[Organ], supervisor: User
) -> None:
    given_files = [(f"{n}.txt", handed_over.as_text(handed_over.made(townships[n].name, 30 + n))) for n in range(3)]
    reports = hand_over(collection, given_files, supervisor)
    assert all(any(finding["id"] == "X10" for finding in report.findings) for report in reports)


def test_sketches_find_copies_and_leave_the_rest() -> None:
    same = "。".join(f"第{n}项工作由演示科室负责落实并按月登记" for n in range(60))
    other = "。".join(f"另有{n}个村居开展了宣传培训和现场咨询活动" for n in range(60))
    found = alike({1: same, 2: same[:-40] + "略有改动", 3: other, 4: ""})
    assert found == {1: [2], 2: [1], 3: [], 4: []}


def test_the_sum_is_that_of_the_reports_that_count(
    collection: Collection, townships: list[Organ], supervisor: User
) -> None:
    made = [handed_over.made(organ.name, 40 + n) for n, organ in enumerate(townships[:4])]
    hand_over(collection, [(f"{n}.txt", handed_over.as_text(report)) for n, report in enumerate(made)], supervisor)
    found = sums(collection, 2023, on=ON)
    assert not found.left_out
    assert {organ.name for organ in found.silent} == {organ.name for organ in townships[4:]}
    for column in ("c1", "ct"):
        assert found.tables.cell3("tot", column) == sum(report.tables.cell3("tot", column) or 0 for report in made)
    assert found.tables.table2["charge"][0] == sum(report.tables.table2["charge"][0] or 0 for report in made)
    shares = found.shares("三", "tot", "ct")
    assert [share.value for share in shares] == sorted(
        (report.tables.cell3("tot", "ct") for report in made), reverse=True
    )
    assert years_of(collection) == [(2023, 4)]


def test_what_is_not_clear_is_left_out_with_the_reason(
    collection: Collection, townships: list[Organ], supervisor: User
) -> None:
    east, west, south, north = (organ.name for organ in townships[:4])
    blank = handed_over.made(north, 53)
    blank = replace(blank, tables=blank.tables.with_cell3("d3", "c2", None))
    nameless = handed_over.as_text(handed_over.made("", 54))
    given_files = [
        ("东.txt", handed_over.as_text(handed_over.made(east, 50))),
        ("东2.txt", handed_over.as_text(handed_over.made(east, 51))),
        ("西.txt", handed_over.glued_open(west)),
        ("南2019.txt", handed_over.as_text(handed_over.made(south, 52, 2019, version=FormVersion.F2019))),
        ("北.html", handed_over.as_html(blank)),
        ("无名.txt", nameless),
        ("预算.txt", handed_over.NOT_A_REPORT),
    ]
    hand_over(collection, given_files, supervisor)
    reasons = {report.name: reason for report, reason in sums(collection, 2023, on=ON).left_out}
    assert reasons["东.txt"] == reasons["东2.txt"] == "同一单位同一年度有多份报告，请移出多余的。"
    assert "3格未定" in reasons["西.txt"]
    assert "没有填数" in reasons["北.html"]
    assert "没有识别出单位" in reasons["无名.txt"]
    assert "不是年度报告" in reasons["预算.txt"]
    assert "南2019.txt" not in reasons
    assert sums(collection, 2023, on=ON).counted == []


def test_a_copy_set_aside_lets_the_other_count(
    collection: Collection, townships: list[Organ], supervisor: User
) -> None:
    east = townships[0].name
    first, second = hand_over(
        collection,
        [(f"{n}.txt", handed_over.as_text(handed_over.made(east, n))) for n in (50, 51)],
        supervisor,
    )
    operations.set_aside(report=second, reason="旧稿", by=supervisor, at=AT)
    found = sums(collection, 2023, on=ON)
    assert [report.pk for report in found.counted] == [first.pk]
    assert found.left_out == [(second, "已移出：旧稿")]
    operations.take_back(report=second, by=supervisor, at=AT)
    assert sums(collection, 2023, on=ON).counted == []
    with pytest.raises(operations.CollectingError, match="原因"):
        operations.set_aside(report=second, reason="", by=supervisor, at=AT)


def test_blank_cells_confirmed_as_zero_count(collection: Collection, townships: list[Organ], supervisor: User) -> None:
    blank = handed_over.made(townships[0].name, 53)
    blank = replace(blank, tables=blank.tables.with_cell3("d3", "c2", None))
    (report,) = hand_over(collection, [("北.html", handed_over.as_html(blank))], supervisor)
    assert sums(collection, 2023, on=ON).counted == []
    operations.correct(report=report, typed={"table3.d3.c2": "0"}, reason="空白即无", by=supervisor, at=AT)
    assert [found.pk for found in sums(collection, 2023, on=ON).counted] == [report.pk]


def test_a_roll_up_is_held_against_the_sum(
    collection: Collection, county: Organ, townships: list[Organ], supervisor: User
) -> None:
    members = [handed_over.made(organ.name, 60 + n) for n, organ in enumerate(townships)]
    hand_over(collection, [(f"{n}.txt", handed_over.as_text(report)) for n, report in enumerate(members)], supervisor)
    total = sums(collection, 2023, on=ON).tables
    stated = replace(
        handed_over.made(county.name, 70), tables=total.with_cell3("new", "c1", (total.cell3("new", "c1") or 0) + 5)
    )
    (report,) = hand_over(collection, [("县.txt", handed_over.as_text(stated))], supervisor)
    assert len(sums(collection, 2023, on=ON).counted) == 11
    operations.assign(report=report, organ=county, organ_name="", year=2023, is_roll_up=True, by=supervisor, at=AT)
    check_collection(collection=collection, by=supervisor, at=AT)
    found = sums(collection, 2023, on=ON)
    assert len(found.counted) == 10
    (departure,) = found.departures(found.stated[0])
    assert (departure.place, departure.difference) == (("三", "new", "c1"), 5)
    report.refresh_from_db()
    (gap,) = [finding for finding in report.findings if finding["id"] == "R01"]
    assert "相差5" in gap["message"]


# -- text made to be slow --------------------------------------------------------------------------------------------------------


def _prose(text: str) -> Report:
    return Report("示例县演示东乡人民政府", 2023, "标题", "", (Section(1, "一、总体情况", (text,)),), None)


def test_a_text_made_to_be_slow_costs_its_own_check_only() -> None:
    started = monotonic()
    result = check_guarded(_prose("1、2件，其中3件" * 20_000), Context(), seconds=2)
    assert monotonic() - started < 20
    assert any("没有核对完" in item.reason for item in result.not_checked) or result.findings


def test_a_long_text_is_checked_whole_where_there_is_time() -> None:
    text = "全年主动公开政府信息3条，其中政务新媒体发布120条。领班班子高度重视。" * 90
    apart = check_guarded(_prose(text), Context(), seconds=60)
    assert apart == check(_prose(text), Context())


# -- stored and exported ---------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10_000), st.sampled_from(list(FormVersion)))
def test_tables_are_stored_without_loss(seed: int, version: FormVersion) -> None:
    tables = sample(seed, version=version).tables
    assert stored.tables_in(json.loads(json.dumps(tables_out(tables)))) == tables


@given(st.integers(0, 2_000), st.sampled_from(list(FormVersion)))
def test_putting_every_figure_in_again_changes_nothing(seed: int, version: FormVersion) -> None:
    made = sample(seed, version=version, undivided=False).tables
    tables = made
    for place in cells.places(version):
        value = cells.value_at(made, place)
        assert cells.place_of(cells.key_of(place, version), version) == place
        assert cells.figure(cells.written(value), place, version) == value
        tables = cells.with_value(tables, place, value)
    assert tables == made


def test_a_figure_is_shown_where_it_stood(collection: Collection, supervisor: User) -> None:
    report = one(collection, supervisor)
    assert report.reading is not None
    value = current_tables(report, []).cell3("tot", "ct")
    evidence = report.reading["evidence"]["table3.tot.ct"]
    found = stored.passage(report.text, evidence["span"])
    assert found is not None
    assert found.marked == str(value)
    assert "总计" in found.before
    assert stored.passage("", [3, 4]) is None


def test_json_tells_everything(opened: CollectedReport, supervisor: User) -> None:
    operations.correct(report=opened, typed={"table2.normative_document.0": "69"}, reason="核对", by=supervisor, at=AT)
    whole = json.loads(exports.collection_json(opened.collection, at=AT))
    (told,) = whole["reports"]
    assert told["table2"]["normative_document"] == [69, None, None]
    assert told["as_read"]["cells"] == {"table2.normative_document.0": None}
    assert told["corrections"][0]["by"] == "演示督查员"
    assert told["open_cells"] == ["table2.normative_document.1", "table2.normative_document.2"]
    assert told["evidence"]["table3.new.c1"]["text"]
    assert whole["sums"][0]["left_out"][0]["reason"] == "有2格未定，请对照原文填写。"


def test_the_workbook_holds_reports_findings_figures_and_sums(
    collection: Collection, townships: list[Organ], supervisor: User
) -> None:
    import openpyxl

    made = [handed_over.made(organ.name, 40 + n) for n, organ in enumerate(townships[:2])]
    hand_over(collection, [(f"={n}.txt", handed_over.as_text(report)) for n, report in enumerate(made)], supervisor)
    hand_over(collection, [("预算.txt", handed_over.NOT_A_REPORT)], supervisor)
    book = openpyxl.load_workbook(BytesIO(exports.collection_xlsx(collection, at=AT)))
    assert book.sheetnames == ["报告", "问题", "数据（2021年格式）", "汇总2023", "未计入2023"]
    rows = list(book["报告"].values)
    assert [row[4] for row in rows[1:]] == ["读取并证明", "读取并证明", "未能读取"]
    assert rows[1][0] == "=0.txt"
    assert book["报告"]["A2"].data_type == "s"
    line = next(row for row in book["汇总2023"].values if row[0] == "表三“（七）总计”总计列")
    values = [report.tables.cell3("tot", "ct") for report in made]
    assert line[1:4] == (sum(values), *values)  # type: ignore[arg-type]
    with zipfile.ZipFile(BytesIO(exports.collection_xlsx(collection, at=AT))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets"))


def test_nul_and_broken_characters_do_not_stop_a_database(collection: Collection, supervisor: User) -> None:
    text = handed_over.as_text(handed_over.made("示例县演示东乡人民政府", 11)).replace(
        "（演示）".encode(), b"\x00(x)", 1
    )
    (report,) = hand_over(collection, [("坏字符.txt", text)], supervisor)
    assert report.state == State.PROVED
    assert "\x00" not in json.dumps(report.reading, ensure_ascii=False) + report.text


def test_amounts_keep_their_decimals(collection: Collection, supervisor: User) -> None:
    report = one(collection, supervisor)
    operations.correct(report=report, typed={"table2.charge": "24,252.311082"}, reason="核对", by=supervisor, at=AT)
    assert current_tables(report, list(report.corrections.all())).table2["charge"] == (Decimal("24252.311082"),)


def test_an_empty_hand_over_of_a_factory_collection_has_no_sums() -> None:
    collection = CollectionFactory.create()
    assert years_of(collection) == []
    assert json.loads(exports.collection_json(collection, at=AT))["reports"] == []
    assert list(unpack([])) == []
    assert Incoming("a", b"x").sha256.startswith("2d7116")


def test_checks_go_on_where_they_stopped(collection: Collection, townships: list[Organ], supervisor: User) -> None:
    given_files = [(f"{n}.txt", handed_over.as_text(handed_over.made(townships[n].name, 30 + n))) for n in range(3)]
    hand_over(collection, given_files, supervisor)
    assert queries.counts(collection)["unchecked"] == 0
    assert check_collection(collection=collection, by=supervisor, at=AT, seconds=0) == 1
    assert queries.counts(collection)["unchecked"] == 2
    assert check_collection(collection=collection, by=supervisor, at=AT, anew=False) == 2
    assert check_collection(collection=collection, by=supervisor, at=AT, anew=False) == 0


def test_where_everybody_copied_only_the_nearest_are_told() -> None:
    same = "。".join(f"第{n}项工作由演示科室负责落实并按月登记" for n in range(60))
    found = alike(dict.fromkeys(range(20), same))
    assert {len(near) for near in found.values()} == {5}
