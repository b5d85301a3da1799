"""A list from the upload to the take-down, and everything that stops it on the way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from gongkai.apps.benefits import nightly, operations, parts, queries, reading
from gongkai.apps.benefits.errors import BenefitError, ListBlocked, ListRefused
from gongkai.apps.benefits.models import BatchPart, BenefitBatch, Objection, PublicNotice
from gongkai.apps.core import audit
from gongkai.apps.core.models import Event, StoredFile
from gongkai.apps.core.sealing import fingerprints, unseal
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.documents.rebuilding import lists
from tests.documents.rebuilding.local import run_here
from tests.factories.benefits import (
    DAY,
    HEADS,
    NOON,
    BenefitProgramFactory,
    Village,
    identity_number,
    people,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read lists without a child process; the child has a test of its own in tests/documents."""

    monkeypatch.setattr(lists.sandbox, "run", run_here)


@pytest.fixture
def place() -> Village:
    return Village.build()


def checks(batch: BenefitBatch) -> dict[str, int]:
    return dict(batch.problem_counts)


class TestReading:
    def test_columns_are_recognised_and_both_forms_masked(self, place: Village) -> None:
        batch = place.list_of(6)
        assert (batch.state, batch.people, batch.amount) == (
            "draft",
            6,
            sum(Decimal(120) * (1 + (1000 + at) % 20) for at in range(6)),
        )
        assert {column["field"]: column["online"] for column in batch.columns if column["field"]} == {
            "serial": "shown", "village": "shown", "group": "shown", "name": "masked", "id_number": "left_out",
            "phone": "left_out", "bank_card": "left_out", "quantity": "shown", "amount": "shown",
        }  # fmt: skip
        before, online, board = queries.preview(batch)[0]
        assert before[4] == identity_number(1000)
        assert "马**" in online
        assert "马国强" in board
        assert not {identity_number(1000), "13900001000"} & set(map(str, [*online, *board]))
        assert checks(batch) == {}
        assert [row[:2] for row in batch.places] == [["柳树湾村", 6]]

    def test_nothing_of_a_person_lies_in_the_clear(self, place: Village) -> None:
        batch = place.list_of(3)
        part = BatchPart.objects.get(batch=batch)
        stored = StoredFile.objects.get(pk=batch.source_id)
        assert stored.sealed
        for text in (part.rows, part.online, part.board):
            assert "马" not in text
            assert identity_number(1000) not in text
        assert parts.intact(batch)

    def test_reading_goes_on_where_it_ended(self, place: Village) -> None:
        rows = people(4100, village="柳树湾村")
        for at, row in enumerate(rows):
            row[4] = identity_number(at, year=1950 + at // 1000)
        given = {"organ": place.village, "wanted": place.wanted(), "name": "a.xlsx", "by": place.accountant, "at": NOON}
        first = reading.take(data=workbook(rows), seconds=0, **given)
        assert (first.state, first.rows_read, first.rows_total) == ("reading", 2000, 4101)
        with pytest.raises(BenefitError, match="还没有读完"):
            operations.finish_reading(batch=first, by=place.accountant, at=NOON)
        done = reading.read_on(batch=first, by=place.accountant, at=NOON)
        assert (done.state, done.people, sum(part.count for part in done.parts.all())) == ("draft", 4100, 4100)

    def test_two_villages_of_a_township_are_told_apart(self, place: Village) -> None:
        rows = [*people(2, village="柳树湾"), *people(1, village="不存在村", seed=2)]
        batch = place.upload(workbook(rows), organ=place.township)
        assert checks(batch) == {"row.village_unknown": 1}
        assert {row[0]: row[1] for row in batch.places} == {"柳树湾村": 2, "": 1}

    def test_an_ods_or_csv_list_reads_the_same(self, place: Village) -> None:
        rows = people(2, village="柳树湾村")
        text = "\n".join(",".join(map(str, row)) for row in [HEADS, *rows])
        batch = place.upload(text.encode("gb18030"), name="名单.csv")
        assert batch.people == 2
        assert checks(batch) == {}


def floats(rows: list[list[Any]]) -> None:
    rows[0][4] = float(rows[0][4])


def wrong_check(rows: list[list[Any]]) -> None:
    rows[0][4] = rows[0][4][:17] + ("0" if rows[0][4][17] != "0" else "1")


def twice(rows: list[list[Any]]) -> None:
    rows[1][4] = rows[0][4]


def unnamed(rows: list[list[Any]]) -> None:
    rows[2][3] = ""


def much(rows: list[list[Any]]) -> None:
    rows[0][8] += 10


def words(rows: list[list[Any]]) -> None:
    rows[0][8] = "一千二"


def elsewhere(rows: list[list[Any]]) -> None:
    rows[0][4] = identity_number(7, area="110101")


def phone_in_group(rows: list[list[Any]]) -> None:
    rows[0][2] = "1组13912345678"


class TestProblems:
    @pytest.mark.parametrize(
        ("spoil", "check", "column", "blocks"),
        [
            (floats, "row.id_as_number", "E", True),
            (wrong_check, "row.id_invalid", "E", True),
            (twice, "row.twice", "E", True),
            (unnamed, "row.no_name", "D", True),
            (words, "row.amount_invalid", "I", True),
            (much, "row.over_standard", "I", False),
            (elsewhere, "row.other_area", "E", False),
            (phone_in_group, "row.leaks", "C", True),
        ],
    )
    def test_each_row_error_names_sheet_row_and_column(
        self, place: Village, spoil: Callable[[list[list[Any]]], None], check: str, column: str, blocks: bool
    ) -> None:
        rows = people(5, village="柳树湾村")
        spoil(rows)
        batch = place.upload(workbook(rows))
        assert list(checks(batch)) == [check]
        problem = batch.problems[0]
        assert (problem["sheet"], problem["column"]) == ("名单", column)
        assert problem["row"] in (2, 3, 4)
        assert problem["expected"]
        assert str(rows[0][4]) not in str(batch.problems)
        with pytest.raises(ListBlocked) as refusal:
            operations.submit(batch=batch, by=place.accountant, at=NOON)
        assert [gate.code for gate in refusal.value.gates] == ["open_problems" if blocks else "unexplained"]

    def test_an_explained_doubt_may_go_on(self, place: Village) -> None:
        rows = people(5, village="柳树湾村")
        much(rows)
        batch = place.upload(workbook(rows))
        operations.explain(batch=batch, text="2025年结转10元，已核实。", by=place.accountant, at=NOON)
        assert operations.submit(batch=batch, by=place.accountant, at=NOON).state == "submitted"

    def test_the_dead_and_those_of_an_excluding_programme_are_found(self, place: Village) -> None:
        operations.register_entries(
            organ=place.township,
            kind="deceased",
            numbers=[identity_number(1000)],
            source="演示通报",
            by=place.clerk,
            on=DAY,
        )
        other = BenefitProgramFactory.create(organ=place.township)
        place.assess(other)
        place.program.excludes.add(other)
        place.list_of(2, program=other)
        batch = place.list_of(2)
        assert checks(batch) == {"row.deceased": 1, "row.elsewhere": 2}

    def test_payment_is_held_against_the_notice(self, place: Village) -> None:
        notice = place.list_of(3)
        rows = people(4, village="柳树湾村")[1:]
        rows[0][8] += 120
        rows[0][7] += 1
        paid = place.upload(workbook(rows), purpose="paid", compares=notice)
        assert checks(paid) == {"row.paid_differs": 1, "row.not_noticed": 1, "row.unpaid": 1}
        with pytest.raises(BenefitError, match="对应的公示名单"):
            place.upload(workbook(rows), purpose="paid")

    def test_bank_returns_are_recorded_against_the_row(self, place: Village) -> None:
        notice = place.list_of(3)
        paid = place.list_of(3, purpose="paid", compares=notice)
        given = {"batch": paid, "reason": "户名不符", "returned_on": DAY, "by": place.accountant, "on": DAY}
        with pytest.raises(BenefitError, match="没有第99行"):
            operations.record_return(row=99, amount=Decimal(1), **given)
        entry = operations.record_return(row=2, amount=Decimal(120), **given)
        settled = operations.settle_return(entry=entry, settlement="更正账号后发放", by=place.accountant, on=DAY)
        assert settled.settled_on == DAY

    def test_minors_lose_their_name_in_both_forms(self, place: Village) -> None:
        rows = people(2, village="柳树湾村")
        rows[0][4] = identity_number(1, year=2015)
        batch = place.upload(workbook(rows))
        _before, online, board = queries.preview(batch)[0]
        assert batch.minors == 1
        assert "（未成年人）" in online
        assert "（未成年人）" in board


def hidden_column(_book: Any, sheet: Any) -> None:
    sheet.set_column(4, 4, None, None, {"hidden": True})


def comment(_book: Any, sheet: Any) -> None:
    sheet.write_comment(1, 3, f"本人身份证 {identity_number(5)}")


def white(book: Any, sheet: Any) -> None:
    sheet.write_string(1, 10, identity_number(5), book.add_format({"font_color": "#FFFFFF"}))


class TestRefused:
    @pytest.mark.parametrize(
        ("change", "where"),
        [(hidden_column, "工作表“名单” 隐藏列"), (comment, "批注"), (white, "工作表“名单”")],
    )
    def test_hidden_numbers_stop_the_file_with_a_sentence_that_says_where(
        self, place: Village, change: Callable[[Any, Any], None], where: str
    ) -> None:
        data = workbook(people(4, village="柳树湾村"), change=change)
        with pytest.raises(ListRefused) as refusal:
            place.upload(data)
        assert where in str(refusal.value)
        assert "公民身份号码" in str(refusal.value)
        assert not BenefitBatch.objects.exists()

    def test_numbers_split_over_two_columns_are_named_by_their_cell(self, place: Village) -> None:
        rows = [[*row[:4], row[4][:10], row[4][10:], *row[7:]] for row in people(4, village="柳树湾村")]
        batch = place.upload(workbook(rows, ("序号", "村", "村民小组", "姓名", "备注一", "备注二", "面积", "金额")))
        assert checks(batch) == {"row.leaks": 4}
        assert "号码分写在2个单元格" in batch.problems[0]["found"]
        assert (batch.problems[0]["row"], batch.problems[0]["column"]) == (2, "E")

    def test_a_scan_is_no_list(self, place: Village) -> None:
        out = BytesIO()
        Image.new("RGB", (60, 40), "white").save(out, "PNG")
        with pytest.raises(ListRefused, match="扫描件或照片"):
            place.upload(out.getvalue(), name="名单.png")

    def test_a_sheet_without_headings_or_names_is_no_list(self, place: Village) -> None:
        with pytest.raises(ListRefused, match="没有“姓名”列"):
            place.upload(workbook([["柳树湾村", 3]], ("村", "金额")))
        with pytest.raises(ListRefused, match="表头"):
            place.upload(workbook([[1, 2]], ("甲甲", "乙乙")))


class TestReviews:
    def test_three_people_are_needed(self, place: Village) -> None:
        batch = place.list_of(organ=place.township)
        operations.submit(batch=batch, by=place.clerk, at=NOON)
        with pytest.raises(BenefitError, match="三个人"):
            operations.review(batch=batch, seen_hash=batch.hash, passed=True, by=place.clerk, at=NOON)
        operations.review(batch=batch, seen_hash=batch.hash, passed=True, by=place.head, at=NOON)
        with pytest.raises(BenefitError, match="三个人"):
            operations.approve(batch=batch, seen_hash=batch.hash, passed=True, by=place.head, at=NOON)

    def test_a_village_does_not_review_its_own_list(self, place: Village) -> None:
        batch = place.list_of()
        operations.submit(batch=batch, by=place.accountant, at=NOON)
        with pytest.raises(NotPermitted):
            operations.review(batch=batch, seen_hash=batch.hash, passed=True, by=place.accountant, at=NOON)

    def test_a_refusal_needs_its_reason_and_goes_back(self, place: Village) -> None:
        batch = place.list_of()
        operations.submit(batch=batch, by=place.accountant, at=NOON)
        with pytest.raises(BenefitError, match="写明意见"):
            operations.review(batch=batch, seen_hash=batch.hash, passed=False, by=place.reviewer, at=NOON)
        operations.review(batch=batch, seen_hash=batch.hash, passed=False, by=place.reviewer, at=NOON, note="金额不对")
        assert BenefitBatch.objects.get().state == "draft"

    def test_another_hash_is_not_reviewed(self, place: Village) -> None:
        batch = place.list_of()
        operations.submit(batch=batch, by=place.accountant, at=NOON)
        with pytest.raises(BenefitError, match="已有变化"):
            operations.review(batch=batch, seen_hash="0" * 64, passed=True, by=place.reviewer, at=NOON)

    def test_changed_rows_do_not_go_out(self, place: Village) -> None:
        batch = place.forward(place.list_of())
        part = batch.parts.get()
        part.online = parts.packed([["1组", "王五"]])
        part.save()
        with pytest.raises(BenefitError, match="散列值不符"):
            operations.open_notice(batch=batch, by=place.leader, at=NOON)

    def test_pipl_55_without_an_approved_assessment_nothing_goes_out(self, place: Village) -> None:
        program = BenefitProgramFactory.create(organ=place.township)
        batch = place.list_of(program=program)
        with pytest.raises(ListBlocked) as refusal:
            operations.submit(batch=batch, by=place.accountant, at=NOON)
        assert [gate.code for gate in refusal.value.gates] == ["no_assessment"]
        made = operations.assess(program=program, purpose="a", impact="b", measures="c", by=place.head, on=DAY)
        with pytest.raises(BenefitError, match="不能由您签批"):
            operations.approve_assessment(assessment=made, by=place.head, on=DAY)


class TestNotice:
    def test_a_notice_runs_seven_working_days_and_then_shows_nobody(self, place: Village) -> None:
        notice = place.public()
        assert (notice.starts_on, notice.ends_on) == (DAY, date(2026, 3, 12))
        assert queries.online_rows(notice, on=notice.ends_on)[1] == 6
        after = notice.ends_on + timedelta(days=1)
        assert queries.online_rows(notice, on=after) == ([], 0)
        assert list(queries.current_notices(place.village, on=after)) == []

    def test_the_night_takes_it_down_and_the_counts_stay(self, place: Village) -> None:
        notice = place.public()
        assert nightly.take_down_expired(at=NOON) == 0
        late = datetime(2026, 3, 13, 1, 0, tzinfo=UTC)
        assert nightly.take_down_expired(at=late) == 1
        notice.refresh_from_db()
        assert (notice.ending, notice.outcome) == ("expired", "公示期间没有收到异议。")
        assert set(notice.batch.parts.values_list("online", "board")) == {("", "")}
        assert [one.people for one in queries.sums(place.village, on=late.date(), year=2026)] == [6]
        assert nightly.take_down_expired(at=late) == 0

    def test_surnames_find_their_rows(self, place: Village) -> None:
        notice = place.public()
        rows, count = queries.online_rows(notice, on=DAY, surname="王")
        assert (count, [row[4] for row in rows]) == (1, ["王**"])

    def test_an_objection_is_sealed_answered_and_counted(self, place: Village) -> None:
        notice = place.public()
        made = operations.object_to(
            notice=notice, channel="online", text="李建军不种地", by=None, on=DAY, name="演示人"
        )
        assert unseal(made.text) == "李建军不种地"
        assert "李建军" not in made.text
        with pytest.raises(NotPermitted):
            operations.answer_objection(objection=made, outcome="upheld", answer="属实", by=place.accountant, on=DAY)
        operations.answer_objection(objection=made, outcome="upheld", answer="属实，予以更正", by=place.head, on=DAY)
        corrected = place.list_of(2, corrects=notice.batch, reason="异议第1号成立")
        fresh = place.public(corrected)
        notice.refresh_from_db()
        assert notice.ending == "corrected"
        assert notice.outcome == "公示期间收到异议1件，成立1件，不成立或撤回0件。"
        assert list(queries.current_notices(place.village, on=DAY)) == [fresh]
        with pytest.raises(BenefitError, match="公示已经结束"):
            operations.object_to(notice=notice, channel="online", text="迟到", by=None, on=DAY)
        assert Objection.objects.count() == 1

    def test_early_take_down_needs_its_reason(self, place: Village) -> None:
        notice = place.public()
        with pytest.raises(BenefitError, match="才期满"):
            operations.close_notice(notice=notice, ending="expired", by=place.leader, at=NOON)
        with pytest.raises(BenefitError, match="写明撤下的原因"):
            operations.close_notice(notice=notice, ending="privacy", by=place.leader, at=NOON)
        closed = operations.close_notice(notice=notice, ending="privacy", by=place.leader, at=NOON, note="误传")
        assert closed.closed_at == NOON
        with pytest.raises(BenefitError, match="已经撤下"):
            operations.close_notice(notice=notice, ending="privacy", by=place.leader, at=NOON, note="误传")

    def test_a_result_stands_no_longer_than_its_kind_allows(self, place: Village) -> None:
        batch = place.forward(place.list_of(purpose="result"))
        with pytest.raises(BenefitError, match="最长公布3个月"):
            operations.open_notice(batch=batch, by=place.leader, at=NOON, ends_on=date(2027, 1, 1))
        assert operations.open_notice(batch=batch, by=place.leader, at=NOON).ends_on == date(2026, 6, 3)

    def test_the_own_record_needs_number_and_phone_of_one_row(self, place: Village) -> None:
        place.public()
        right = {"number": identity_number(1001), "phone": "13900001001"}
        assert [one.amount for one in queries.own_records(place.village, **right)] == ["240.0"]
        assert queries.own_records(place.village, number=identity_number(1001), phone="13900001002") == []
        assert queries.own_records(place.village, number="", phone="13900001001") == []

    def test_a_look_at_the_public_places_finds_what_should_not_be_there(self, place: Village) -> None:
        notice = place.public()
        clean = [("页面", "马** 1组 120元 受理电话 0000-1234567")]
        leaking = [*clean, ("附件", f"马国强 {identity_number(1000)} 电话13900001001")]
        assert nightly.findings_in(notice, clean) == []
        assert {one["kind"] for one in nightly.findings_in(notice, leaking)} == {"id_number", "mobile"}
        scans = nightly.scan_public(PublicNotice.objects.all(), lambda _notice: leaking, at=NOON)
        assert identity_number(1000) not in str(scans[0].findings)

    def test_history_holds_and_names_nobody(self, place: Village) -> None:
        place.public()
        assert audit.verify().breaks == ()
        facts = str(list(Event.objects.values_list("facts", flat=True)))
        assert "马国强" not in facts
        assert identity_number(1000) not in facts


def test_fingerprints_agree_with_the_blind_index() -> None:
    from gongkai.apps.core.sealing import blind_index

    texts = ["640423199001010012", "", " 64042319900101001x"]
    assert [print_.hex() if any(print_) else "" for print_ in fingerprints(texts)] == [
        blind_index(text) for text in texts
    ]
