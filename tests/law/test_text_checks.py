"""Marks of secrecy and impossible dates in a text."""

from datetime import date

import pytest

from gongkai.law.text_checks import check, date_faults, secrecy_marks

ON = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("机密★5年", "密级标志"), ("秘密★", "密级标志"), ("秘 密", "密级标志"), ("密级：秘密", "密级标志"), ("秘密 1年", "密级标志"),
        ("000012", "份号"), ("份号：000012", "份号"), ("（内部资料，请勿外传）", "内部标记"), ("仅供内部参考", "内部标记"),
        ("此件不公开", "不公开标记"), ("（此件依申请公开）", "不公开标记"), ("公开方式：不予公开", "不公开标记"),
    ],
)  # fmt: skip
def test_a_mark_of_secrecy_is_found_with_its_kind(line: str, kind: str) -> None:
    found = secrecy_marks(f"{line}\n各村民委员会：", on=ON)
    assert kind in {spot.expected for spot in found}
    assert found[0].line == 1


@pytest.mark.parametrize(
    "line",
    [
        "关于加强内部审计工作的通知", "开展保守国家秘密宣传教育", "（此件公开发布）", "公开方式：主动公开", "行政机密切配合", "电话：0954000012",
        "内部控制建设", "依申请公开渠道畅通", "对不予公开的理由作出说明", "2026年第12号", "商业秘密和个人隐私",
    ],
)  # fmt: skip
def test_right_text_is_no_mark(line: str) -> None:
    assert secrecy_marks(f"{line}\n正文", on=ON) == []


def test_a_copy_number_counts_at_the_head_only() -> None:
    assert secrecy_marks("一\n二\n三\n四\n000012", on=ON) == []


def test_days_that_cannot_be_are_told_with_what_should_stand_there() -> None:
    found = date_faults(
        "自2026年2月30日起。\n2026年3月24日（星期三）召开。\n2026年5月1日至4月1日\n2026年3月24日（星期二），5月1日至6月1日"
    )
    assert [(spot.code, spot.line, spot.expected) for spot in found] == [
        ("text.impossible_date", 1, ""), ("text.weekday", 2, "星期二"), ("text.period_backwards", 3, ""),
    ]  # fmt: skip


def test_every_code_has_words() -> None:
    assert check("text.weekday", on=ON).severity == "advise"
    assert check("text.secrecy_mark", on=ON).severity == "block"
