"""Single values in running text: disguises, context, places, masked forms."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.personal_data import Kind, Severity, mask_text, scan_text
from gongkai.documents.personal_data.findings import blocking, from_columns, to_columns, veil
from gongkai.documents.personal_data.numbers import (
    from_scientific,
    is_disability_card,
    is_identity_number,
    is_old_identity_number,
    passes_luhn,
    plain_digits,
)
from gongkai.law.privacy import id_check_character

BODY = "64042319800101123"
NUMBER = BODY + id_check_character(BODY)


def kinds(text: str) -> list[Kind]:
    return [finding.kind for finding in scan_text(text)]


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f"ID{NUMBER}",
        f"身份证{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"1、{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
        f"46 {NUMBER}",
        "\u200b".join(NUMBER),
        NUMBER.translate(str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")),
        f"{NUMBER[:9]}\n{NUMBER[9:]}",
        f"（{NUMBER}）",
        f"{NUMBER}、{NUMBER}",
        f"张三{NUMBER}",
        f"{NUMBER}一",
    ],
)
def test_identity_numbers_in_disguise(written: str) -> None:
    assert set(kinds(written)) == {Kind.ID_NUMBER}


@pytest.mark.parametrize(
    "written",
    [
        "6404231980010112",
        "640423198013011234",
        "990423198001011234",
        f"{NUMBER}12345",
        "2503-640423-04-01-126547",
        "合计 1 3 5 0 2 0 0 1 0 0 0",
        "投资13912345678元",
        "编号13912345678",
        "3.1391234567",
        "微信公众号：演示发布",
        "申请人申请公开，申请人应当说明。",
        "水利、农业、林业、卫生等部门",
        "张村、王庄、李家沟等村",
        "重度残疾一级补贴标准为120元",
    ],
)
def test_ordinary_text_raises_nothing(written: str) -> None:
    assert kinds(written) == []


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("手机 1 3 9 0 9 5 4 1 2 3 4", Kind.MOBILE),
        ("电话一三九〇九五四一二三四", Kind.MOBILE),
        ("139-0954-1234", Kind.MOBILE),
        ("身份证640423800101123", Kind.ID_NUMBER),
        ("记录 640423800101123 已核", Kind.ID_NUMBER),
        ("身份证号 6.40423198001011E+17", Kind.ID_NUMBER),
        ("银行卡号 6.22848000000000E+18", Kind.BANK_CARD),
        ("护照号E12345678", Kind.OTHER),
        ("QQ：12345678", Kind.OTHER),
        ("村民马小三（男，汉族）", Kind.NAME_IN_LIST),
        ("阿依古丽·买买提，女，住演示县演示乡", Kind.NAME_IN_LIST),
    ],
)
def test_other_disguises_and_kinds(written: str, kind: Kind) -> None:
    assert kind in kinds(written)


def test_a_wrong_check_digit_is_still_reported() -> None:
    wrong = BODY + ("1" if NUMBER[-1] != "1" else "2")
    assert [(f.kind, f.reason) for f in scan_text(wrong)] == [(Kind.ID_NUMBER, "地区和出生日期相符，校验码不符")]


def test_a_disability_card_is_not_also_an_identity_number() -> None:
    assert kinds(f"残疾证{NUMBER}44") == [Kind.DISABILITY_CARD]


def test_a_mobile_published_as_contact_only_asks_for_a_look() -> None:
    assert [f.severity for f in scan_text("联系人：办公室，联系电话：13909540000")] == [Severity.ADVISE]
    assert [f.severity for f in scan_text("户主电话：13909540000")] == [Severity.BLOCK]


def test_an_office_account_only_asks_for_a_look() -> None:
    office = scan_text("收款单位：演示县财政局，账号：2801234567890123")
    assert [(f.kind, f.severity) for f in office] == [(Kind.BANK_CARD, Severity.ADVISE)]


def test_the_found_value_is_never_in_the_finding() -> None:
    text = f"申请人：张志强，身份证号{NUMBER}，电话13909541234，家住演示县演示乡二号村三组12号，患有尿毒症，邮箱zhangzq@qq.com。"
    findings = scan_text(text)
    assert {f.kind for f in findings} >= {
        Kind.ID_NUMBER,
        Kind.MOBILE,
        Kind.ADDRESS,
        Kind.NAME_IN_LIST,
        Kind.HEALTH,
        Kind.EMAIL,
    }
    for finding in findings:
        value = text[finding.start : finding.end]
        assert value not in json.dumps(finding, ensure_ascii=False)
        assert finding.as_json() == {
            "kind": finding.kind.value,
            "where": "第1段",
            "masked": finding.masked,
            "severity": finding.severity.value,
        }


def test_findings_travel_as_columns() -> None:
    findings = scan_text(f"户主：张志强 {NUMBER}")
    assert from_columns(json.loads(json.dumps(to_columns(findings)))) == findings
    assert from_columns(to_columns([])) == []


def test_garbled_columns_are_no_findings() -> None:
    good = to_columns(scan_text(NUMBER))
    for at, wrong in enumerate((["x"], ["x"], [1], [1], [None], ["a"], [1.5], [None], [True, 1])):
        with pytest.raises(ValueError):  # noqa: PT011 - any way of refusing will do
            from_columns([*good[:at], wrong, *good[at + 1 :]])
    with pytest.raises(ValueError, match="字段类型"):
        from_columns(good[:-1])


def test_paragraphs_are_counted_as_a_reader_counts_them() -> None:
    findings = scan_text(f"第一段\n\n第二段 {NUMBER}\n第三段 {NUMBER}", where="正文")
    assert [f.where for f in findings] == ["正文第2段", "正文第3段"]
    assert findings[0].at("附件1 ").where == "附件1 正文第2段"


def test_masking_a_text_leaves_nothing_and_changes_nothing_else() -> None:
    text = f"户主身份证{NUMBER}，手机13909541234，已发放补贴1200元。"
    masked = mask_text(text)
    assert masked == "户主身份证****，手机****，已发放补贴1200元。"
    assert scan_text(masked) == []


def test_blocking_findings_are_told_apart() -> None:
    assert [f.kind for f in blocking(scan_text(f"户主：张志强 {NUMBER}"))] == [Kind.ID_NUMBER]


@given(st.text(max_size=300))
def test_any_text_can_be_scanned_and_masked(text: str) -> None:
    for finding in scan_text(text):
        assert 0 <= finding.start < finding.end <= len(text)
    mask_text(text)


@given(st.text(alphabet="0123456789X -　、①一二", max_size=120))
def test_any_run_of_digits_can_be_scanned(text: str) -> None:
    for finding in scan_text(text):
        assert finding.masked not in ("", text)


@given(st.text(max_size=40))
def test_reading_digits_keeps_the_length(text: str) -> None:
    assert len(plain_digits(text)) == len(text)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_veil_hides_most_of_a_value(kind: Kind) -> None:
    assert NUMBER[4:] not in veil(kind, NUMBER)


def test_number_rules() -> None:
    assert is_identity_number(NUMBER)
    assert not is_identity_number(NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"))
    assert is_old_identity_number("640423800101123")
    assert not is_old_identity_number("640423801301123")
    assert is_disability_card(NUMBER + "42")
    assert not is_disability_card(NUMBER + "92")
    assert passes_luhn("79927398713")
    assert not passes_luhn("79927398714")
    assert from_scientific("6.40423198001011E+17") == "640423198001011000"
    assert from_scientific("6.4E+3") == from_scientific("x") == from_scientific("12.4E+17") == ""
