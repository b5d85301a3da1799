"""How dates, days, money, sizes and citations are written; the display words; places that findings jump to."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.annual_report import forms
from gongkai.law.citations import CitationError
from gongkai.web.ui import anchors, display, law_links, text

WORDS = st.lists(st.sampled_from(["elder", "contrast", "soft", "size-l", "size-xl", "junk", "<script>"])).map(".".join)
CHANGES = st.sampled_from(
    [
        {"elder": "on"},
        {"elder": "off"},
        {"contrast": "on"},
        {"soft": "off"},
        {"size": "up"},
        {"size": "down"},
        {"x": "y"},
    ]
)


def test_a_day_is_written_in_the_language_of_the_page() -> None:
    assert text.long_day(date(2026, 11, 24)) == "2026年11月24日"
    with translation.override("en"):
        assert text.long_day(date(2026, 11, 24)) == "24 November 2026"


def test_an_instant_is_written_as_the_local_day() -> None:
    assert text.long_day(datetime(2026, 11, 23, 17, 0, tzinfo=UTC)) == "2026年11月24日"


@pytest.mark.parametrize(
    ("days", "kind", "short"),
    [
        (-3, "danger", "超期 3 日"),
        (0, "danger", "今天"),
        (1, "warn", "1 日"),
        (3, "warn", "3 日"),
        (4, "neutral", "4 日"),
    ],
)
def test_working_days_left_have_kind_and_words(days: int, kind: str, short: str) -> None:
    assert text.days_left(days)[:2] == (kind, short)


@given(st.integers(-400, 400))
def test_working_days_left_always_say_the_number_or_today(days: int) -> None:
    _kind, short, spoken = text.days_left(days)
    assert str(abs(days)) in short + spoken or days == 0
    assert "工作日" in spoken or days == 0


@pytest.mark.parametrize(
    ("amount", "unit", "written"),
    [
        (Decimal(86240), "", "86,240.00 元"),
        (Decimal("86240.5"), "0", "86,241 元"),
        (Decimal(86240), "万元", "8.62 万元"),
        (Decimal(0), "万元", "0 万元"),
        (Decimal(100000), "万元", "10 万元"),
        (None, "", ""),
    ],
)
def test_money(amount: Decimal | None, unit: str, written: str) -> None:
    assert text.money(amount, unit) == written


@pytest.mark.parametrize(
    ("size", "written"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KB"), (86_240, "84 KB"), (5 * 1024**2, "5.0 MB")]
)
def test_file_sizes(size: int, written: str) -> None:
    assert text.file_size(size) == written


@given(WORDS, CHANGES)
def test_the_display_cookie_never_holds_unknown_words(cookie: str, change: dict[str, str]) -> None:
    after = display.changed(cookie, change)
    assert set(filter(None, after.split("."))) <= {*display.SIZES, *display.SWITCHES}
    assert sum(word in after.split(".") for word in display.SIZES[1:]) <= 1 or "size" not in change
    assert display.changed(after, {}) == after


@given(WORDS)
def test_switching_on_and_off_ends_where_it_began(cookie: str) -> None:
    before = ".".join(display.words(cookie))
    switched = display.changed(display.changed(before, {"elder": "on"}), {"elder": "off"})
    assert switched == display.changed(before, {"elder": "off"})
    assert "elder" in display.changed(before, {"elder": "on"}).split(".")


def test_the_size_stops_at_both_ends() -> None:
    largest = display.changed("size-l", {"size": "up"})
    assert largest == display.changed(largest, {"size": "up"}) == "size-xl"
    assert display.changed("", {"size": "down"}) == ""


def test_ogi_33_2_is_linked_to_its_article_in_both_languages() -> None:
    assert str(law_links.link("ogi:33.2")).startswith('<a class="cite" href="/law/ogi/33/"')
    assert ">《条例》第三十三条第二款</a>" in law_links.link("ogi:33.2")
    with translation.override("en"):
        assert ">OGI Regulations, art. 33 para. 2</a>" in law_links.link("ogi:33.2")


def test_a_citation_that_does_not_resolve_is_not_printed() -> None:
    with pytest.raises(CitationError):
        law_links.link("ogi:999")


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (forms.cell3_name("d1", "c1"), "t3-d1-c1"),
        (forms.cell3_name("u2", "c6"), "t3-u2-c6"),
        (forms.row3_name("o3"), "t3-o3"),
        (forms.cell4_name("aft.m"), "t4-aft-m"),
        (forms.cell2_name("normative_document", 2), "t2-normative_document-2"),
        ("第三部分", "section-3"),
        ("六、其他需要报告的事项", "section-6"),
        ("标题", "at-标题"),
    ],
)
def test_findings_jump_to_their_place(where: str, place: str) -> None:
    assert anchors.anchor(where) == place


def test_every_cell_of_the_form_has_its_own_place() -> None:
    places = [anchors.cell(table, row, column) for table, row, column in forms.all_cells()]
    assert len(places) == len(set(places)) == 10 + 175 + 15
