"""Lists: columns by heading and by values, split and stored numbers, minors, the public form under a profile."""

from datetime import date

import pytest

from gongkai.documents.personal_data import Kind, Severity, mask_table, scan_table
from gongkai.documents.personal_data.columns import Role, role_of_heading, role_of_values
from gongkai.documents.personal_data.masking import fields_shown
from gongkai.documents.personal_data.table import as_text, letters
from gongkai.law.privacy import county_scheme, id_check_character, profile
from tests.documents.personal_data.planting import Maker

ON = date(2026, 11, 24)
MAKER = Maker(5)


def number(born: str = "19800101", serial: int = 123) -> str:
    body = f"640423{born}{serial:03d}"
    return body + id_check_character(body)


LEDGER = [
    ["演示乡2026年第三季度惠农补贴台账"],
    [
        "序号",
        "村名",
        "户主姓名",
        "身份证号",
        "一卡通账号",
        "联系电话",
        "家庭住址",
        "致困原因",
        "补贴面积",
        "补贴金额",
        "内部意见",
        "备注",
    ],
    [
        1,
        "二号村",
        "马演示",
        number(),
        "6228480000000000018",
        "13909540000",
        "二号村三组12号",
        "因患尿毒症",
        3.5,
        334.6,
        "已核",
        "",
    ],
    [
        2,
        "二号村",
        "王演示",
        number("20151203"),
        "6228480000000000026",
        "13909540001",
        "二号村三组15号",
        "低收入",
        2.0,
        191.2,
        "已核",
        f"与{number()}同户",
    ],
]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("身份证号码", Role.ID_NUMBER),
        ("户 主", Role.NAME),
        ("残疾证号", Role.DISABILITY_CARD),
        ("残疾等级", Role.HEALTH),
        ("监督电话", Role.OFFICE_PHONE),
        ("联系电话", Role.PHONE),
        ("一卡通账号", Role.BANK_CARD),
        ("学生姓名", Role.YOUNG_NAME),
        ("补贴金额", Role.PLAIN),
        ("项目名称", Role.PLAIN),
        ("", Role.PLAIN),
        ("一段很长的说明文字，讲的是身份证号码如何填写以及注意事项", Role.PLAIN),
    ],
)
def test_headings(heading: str, role: Role) -> None:
    assert role_of_heading(heading) is role


def test_values_tell_a_column_without_heading() -> None:
    assert role_of_values([number(serial=n) for n in range(5)]) is Role.ID_NUMBER
    assert role_of_values([MAKER.name() for _ in range(20)]) is Role.NAME
    assert role_of_values(["二号村", "三号村", "四号村", "五号村"]) is Role.PLAIN
    assert role_of_values(["马演示"]) is Role.PLAIN


def test_findings_name_the_cell() -> None:
    findings = scan_table(LEDGER, where="Sheet1!", on=ON)
    by_cell = {finding.where: finding for finding in findings}
    assert by_cell["Sheet1!D3"].kind is Kind.ID_NUMBER
    assert by_cell["Sheet1!E3"].kind is Kind.BANK_CARD
    assert by_cell["Sheet1!F3"].kind is Kind.MOBILE
    assert by_cell["Sheet1!G3"].kind is Kind.ADDRESS
    assert by_cell["Sheet1!H3"].kind is Kind.HEALTH
    assert by_cell["Sheet1!C3"].kind is Kind.NAME_IN_LIST
    assert by_cell["Sheet1!C4"].kind is Kind.MINOR
    assert by_cell["Sheet1!L4"].kind is Kind.ID_NUMBER
    assert all(finding.severity is Severity.BLOCK for where, finding in by_cell.items() if where[7] in "DEFGH")
    assert not any(number() in repr(finding) for finding in findings)


def test_a_number_stored_as_a_number_is_found() -> None:
    rows = [["姓名", "证号"], ["马演示", 6.404231980010112e17], ["王演示", "6.40423E+17"], ["李演示", "'" + number()]]
    assert [f.where for f in scan_table(rows) if f.kind is Kind.ID_NUMBER] == ["B2", "B3", "B4"]


def test_a_stored_number_without_heading_is_found() -> None:
    rows = [["甲", 6.404231980010112e17], ["乙", 12.0]]
    assert [f.where for f in scan_table(rows) if f.kind is Kind.ID_NUMBER] == ["B1"]


def test_numbers_split_over_cells() -> None:
    whole = number()
    rows = [["序号", "一", "二", "三"], [1, whole[:6], whole[6:14], whole[14:]]]
    assert [f.where for f in scan_table(rows) if f.kind is Kind.ID_NUMBER] == ["B2"]
    boxes = [["申请人", *whole]]
    assert [f.where for f in scan_table(boxes) if f.kind is Kind.ID_NUMBER] == ["B1"]


def test_a_long_table_of_figures_raises_nothing() -> None:
    rows: list[list[object]] = [["指标", *[f"{month}月" for month in range(1, 13)]]]
    rows += [["合计", *[MAKER.rng.randrange(10 ** MAKER.rng.randrange(1, 7)) for _ in range(12)]] for _ in range(3000)]
    assert scan_table(rows) == []  # type: ignore[arg-type]  # figures are cells


def test_an_office_directory_asks_for_a_look_only() -> None:
    rows = [
        ["单位名称", "联系人", "办公电话"],
        ["演示乡民生服务中心", "办公室", "0954-6000001"],
        ["演示乡综合执法办", "值班室", "13909540000"],
    ]
    assert all(finding.severity is Severity.ADVISE for finding in scan_table(rows))


def test_cells_are_written_as_they_are_read() -> None:
    assert [as_text(value) for value in (None, "甲", 3, 3.0, 3.25, True, date(2026, 1, 2))] == [
        "",
        "甲",
        "3",
        "3",
        "3.25",
        "True",
        "2026-01-02",
    ]
    assert [letters(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert scan_table([]) == scan_table([[]]) == []


def test_the_public_form_online() -> None:
    public = mask_table(LEDGER, profile("benefit_fund.online", on=ON), on=ON)
    assert fields_shown(public) == {
        "序号": "shown",
        "村名": "shown",
        "户主姓名": "masked",
        "家庭住址": "masked",
        "补贴面积": "shown",
        "补贴金额": "shown",
    }
    assert public.rows[2] == (1, "二号村", "马**", "二号村三组", 3.5, 334.6)
    assert public.rows[3][2] == "（未成年人）"
    assert public.minors == 1
    left_out = {decision.heading: decision for decision in public.columns if decision.action == "left_out"}
    assert left_out["身份证号"].reason == "公民身份号码不公开"
    assert left_out["内部意见"].reason == "没有规则允许公开这一列"
    assert all(decision.cites for decision in public.columns)


def test_the_public_form_on_the_board_shows_names() -> None:
    public = mask_table(LEDGER, profile("benefit_fund.board", on=ON), on=ON)
    assert public.rows[2][2] == "马演示"
    assert public.rows[3][2] == "（未成年人）"


def test_an_office_that_insists_shows_the_last_two_only() -> None:
    scheme = county_scheme("mask.id_number.last_two", on=ON)
    chosen = profile("list.online", on=ON, scheme=scheme, also_shows=["id_number"])
    public = mask_table(LEDGER, chosen, on=ON)
    assert public.rows[2][3] == f"****{number()[-2:]}"


def test_a_value_that_slipped_into_a_public_column_is_struck() -> None:
    rows = [["序号", "项目"], [1, f"临时救助（{number()}）"]]
    assert mask_table(rows, profile("list.online", on=ON), on=ON).rows[1] == (1, "临时救助（****）")


def test_a_list_without_headings_is_refused() -> None:
    with pytest.raises(ValueError, match="没有找到表头"):
        mask_table([["甲", "乙"], ["1", "2"]], profile("list.online", on=ON), on=ON)


def test_ten_thousand_households_leave_no_number_behind() -> None:
    rows: list[list[object]] = [["序号", "村名", "姓名", "身份证号", "账号", "电话", "住址", "残疾等级", "金额"]]
    m = MAKER
    rows += [
        [at, "二号村", m.name(), m.identity(), m.account(), m.mobile(), m.address(), m.disability(), 120]
        for at in range(10_000)
    ]
    public = mask_table(rows, profile("disability_subsidy.online", on=ON), on=ON)  # type: ignore[arg-type]  # plain cells
    left = [f for f in scan_table(public.rows, on=ON) if f.kind is not Kind.NAME_IN_LIST]
    assert left == []
    assert len(public.rows) == len(rows)
