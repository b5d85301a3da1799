"""Working days: the notices of 2010–2026, the Ningxia layer, and one way of counting (`ogi:33.2`, `holidays:4`)."""

import re
import tomllib
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from chinese_calendar.constants import holidays as their_holidays
from chinese_calendar.constants import workdays as their_workdays
from holidays.countries.china import China
from hypothesis import example, given, settings
from hypothesis import strategies as st

import gongkai
from gongkai.law.calendar import (
    Calendar,
    DayKind,
    LayerError,
    MissingNotice,
    WorkingDays,
    counted,
    impact,
    parse_layer,
)

FIRST, LAST = date(2010, 1, 1), date(2026, 12, 31)
NATIONAL, NINGXIA = Calendar.national(), Calendar.for_region("NX")
DAY = timedelta(days=1)
calendars = st.sampled_from([NATIONAL, NINGXIA])
days = st.dates(date(2009, 6, 1), date(2028, 6, 1))
lengths = st.integers(0, 60).map(WorkingDays)

LAYER = """
region = "NX"
year = 2027
[[notice]]
number = "宁政办发〔2026〕0号"
published_on = 2026-12-01
holidays = [
  { name = "开斋节", from = 2027-03-10, to = 2027-03-11, work = [2027-03-13] },
]
"""
TABLE = """地区,年份,文号,发布日期,类别,名称,开始日期,结束日期
NX,2027,宁政办发〔2026〕0号,2026/12/1,放假,开斋节,2027/3/10,2027-03-11
,,,,上班,开斋节,2027年3月13日,
"""


def d(text: str) -> date:
    return date.fromisoformat(text)


def oracle_add(calendar: Calendar, start: date, count: int) -> date:
    day = start
    while count:
        day += DAY
        count -= calendar.day(day).counts
    return day


# ---- the data


def test_national_days_equal_two_independent_libraries_on_every_day() -> None:
    other = China(years=range(FIRST.year, LAST.year + 1))
    differences = []
    day = FIRST
    while day <= LAST:
        one = day in their_workdays or (day.weekday() < 5 and day not in their_holidays)
        if not NATIONAL.is_working(day) == one == other.is_working_day(day):
            differences.append(day)
        day += DAY
    assert differences == []


def test_every_built_in_year_is_there_once_under_its_own_name() -> None:
    folder = files("gongkai.law").joinpath("data/calendar")
    for region, years in (("cn", range(2010, 2027)), ("nx", range(2019, 2023))):
        names = sorted(entry.name for entry in folder.joinpath(region).iterdir())
        assert names == [f"{year}.toml" for year in years]
        for name in names:
            raw = tomllib.loads(folder.joinpath(region, name).read_text(encoding="utf-8"))
            assert (raw["region"].lower(), f"{raw['year']}.toml") == (region, name)


def test_a_day_tells_the_notice_that_makes_it_so() -> None:
    for text, kind, name, notice, counts in (
        ("2022-10-08", DayKind.MAKE_UP_DAY, "国庆节", "国办发明电〔2021〕11号", True),
        ("2022-10-03", DayKind.HOLIDAY, "国庆节", "国办发明电〔2021〕11号", False),
        ("2022-10-15", DayKind.WEEKEND, "", "", False),
        ("2022-10-17", DayKind.WORKING_DAY, "", "", True),
        ("2018-12-29", DayKind.MAKE_UP_DAY, "元旦", "国办发明电〔2018〕15号", True),
    ):
        info = NATIONAL.day(d(text))
        assert (info.kind, info.name, info.notice, info.counts) == (kind, name, notice, counts), text


@pytest.mark.parametrize(
    ("text", "counts", "notice"),
    [
        ("2020-02-01", False, "国办发明电〔2020〕1号"),  # was to be worked until the holiday was prolonged
        ("2019-05-02", False, "国办发明电〔2019〕3号"),
        ("2019-05-05", True, "国办发明电〔2019〕3号"),
        ("2015-09-03", False, "国发明电〔2015〕1号"),
    ],
)
def test_a_later_notice_of_the_year_overrides_the_first(text: str, counts: bool, notice: str) -> None:
    info = NATIONAL.day(d(text))
    assert (info.counts, info.notice) == (counts, notice)


def test_holidays_4_ningxia_has_days_off_of_its_own() -> None:
    info = NINGXIA.day(d("2022-07-11"))
    assert (info.kind, info.name, info.counts) == (DayKind.REGIONAL_HOLIDAY, "古尔邦节", False)
    assert NATIONAL.day(d("2022-07-11")).counts


def test_an_area_code_leads_to_its_region() -> None:
    assert Calendar.for_area_code("640423207") == NINGXIA
    assert Calendar.for_area_code("110101") == NATIONAL
    assert Calendar.for_area_code("") == NATIONAL
    assert Calendar.for_area_code("650100").regions == ("CN", "XJ")


def test_an_unknown_region_is_named() -> None:
    with pytest.raises(LookupError, match="没有登记地区“ZZ”"):
        Calendar.for_region("ZZ")


# ---- counting

VECTORS = [
    ("2022-07-08", 20, "2022-08-05", "2022-08-09"),
    ("2022-09-26", 20, "2022-10-27", "2022-10-27"),
    ("2022-01-26", 7, "2022-02-09", "2022-02-09"),
    ("2022-06-20", 15, "2022-07-11", "2022-07-13"),
    ("2022-07-08", 40, "2022-09-02", "2022-09-06"),
    ("2022-04-29", 20, "2022-05-31", "2022-05-31"),
    ("2022-09-30", 7, "2022-10-14", "2022-10-14"),
    ("2022-07-09", 20, "2022-08-05", "2022-08-09"),
]


@pytest.mark.parametrize(("receipt", "count", "national", "ningxia"), VECTORS)
def test_ogi_33_2_worked_examples_of_2022(receipt: str, count: int, national: str, ningxia: str) -> None:
    for calendar, expected in ((NATIONAL, national), (NINGXIA, ningxia)):
        due = calendar.add_working_days(d(receipt), WorkingDays(count))
        assert due.day == d(expected)
        assert not due.provisional


@settings(max_examples=50)
@given(calendars, days, lengths)
def test_the_last_day_is_that_of_a_day_by_day_count(calendar: Calendar, start: date, length: WorkingDays) -> None:
    due = calendar.add_working_days(start, length)
    assert due.day == oracle_add(calendar, start, length.count)
    assert due.provisional == any(calendar.provisional(start + DAY * n) for n in range(1, (due.day - start).days + 1))


@settings(max_examples=50)
@given(calendars, days, lengths)
def test_counting_back_gives_the_length(calendar: Calendar, start: date, length: WorkingDays) -> None:
    due = calendar.add_working_days(start, length).day
    assert calendar.working_days_between(start, due) == length.count
    assert length.count == 0 or calendar.is_working(due)


@settings(max_examples=50)
@given(calendars, days, days, days)
def test_working_days_between_adds_up(calendar: Calendar, one: date, two: date, three: date) -> None:
    between = calendar.working_days_between
    assert between(one, two) + between(two, three) == between(one, three)
    assert between(one, two) == -between(two, one)


@settings(max_examples=50)
@given(calendars, days, lengths, st.integers(0, 30), st.integers(0, 30))
def test_later_or_longer_never_ends_earlier(
    calendar: Calendar, start: date, length: WorkingDays, later: int, longer: int
) -> None:
    due = calendar.add_working_days(start, length).day
    assert calendar.add_working_days(start + DAY * later, length).day >= due or not length.count
    assert calendar.add_working_days(start, length + WorkingDays(longer)).day >= due


@settings(max_examples=50)
@given(calendars, days, st.integers(0, 30), st.integers(0, 30))
def test_two_periods_in_a_row_are_their_sum(calendar: Calendar, start: date, first: int, second: int) -> None:
    once = calendar.add_working_days(start, WorkingDays(first) + WorkingDays(second)).day
    twice = calendar.add_working_days(calendar.add_working_days(start, WorkingDays(first)).day, WorkingDays(second)).day
    assert once == twice


@settings(max_examples=50)
@given(calendars, days)
def test_a_day_counts_or_not_in_both_views(calendar: Calendar, day: date) -> None:
    assert calendar.is_working(day) == calendar.day(day).counts
    assert calendar.first_working_day(day).day == (day if calendar.is_working(day) else oracle_add(calendar, day, 1))


def test_working_days_cannot_be_added_to_a_date() -> None:
    with pytest.raises(TypeError):
        d("2022-07-08") + WorkingDays(20)  # type: ignore[operator]  # what the test is about
    with pytest.raises(TypeError):
        WorkingDays(20) + d("2022-07-08")  # type: ignore[operator]  # what the test is about
    with pytest.raises(TypeError):
        d("2022-07-08") + timedelta(days=WorkingDays(20))  # type: ignore[arg-type]  # what the test is about


def test_a_negative_period_is_refused() -> None:
    with pytest.raises(ValueError, match="不能为负"):
        WorkingDays(-1)


def test_a_period_is_written_as_in_a_letter() -> None:
    assert str(WorkingDays(20)) == "20个工作日"


def test_weekdays_are_counted_in_one_place_of_the_code_only() -> None:
    root = Path(gongkai.__file__).parent
    own = {root / "law" / "calendar.py", root / "law" / "calendar_layers.py"}
    counting = re.compile(r"\.(?:iso)?weekday\(\)|busday|networkdays")
    others = [
        path for path in (root / "law").rglob("*.py") if path not in own and counting.search(path.read_text("utf-8"))
    ]
    others += [path for path in (root / "apps").rglob("*.py") if counting.search(path.read_text("utf-8"))]
    assert others == [], "工作日只能由 law.calendar 计算。"


# ---- what is not known yet


def test_a_year_without_notice_is_provisional_and_says_which_notice_is_missing() -> None:
    due = NATIONAL.add_working_days(d("2026-12-21"), WorkingDays(20))
    assert due.provisional
    assert [str(notice) for notice in due.missing] == ["全国2027年放假通知"]
    assert NATIONAL.day(d("2027-02-08")).provisional
    assert not NATIONAL.day(d("2026-12-28")).provisional


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert NATIONAL.provisional(d("2026-12-29"))
    assert not NATIONAL.provisional(d("2018-12-29"))


def test_a_region_without_its_own_notice_is_provisional_even_where_the_national_one_is_loaded() -> None:
    due = NINGXIA.add_working_days(d("2026-03-02"), WorkingDays(20))
    assert due.missing == (MissingNotice(2026, "NX"),)
    assert not NATIONAL.add_working_days(d("2026-03-02"), WorkingDays(20)).provisional


def test_loading_a_notice_without_days_makes_the_year_certain() -> None:
    layer = parse_layer('region = "NX"\nyear = 2026\n[[notice]]\nnumber = "宁政办发〔2025〕0号"\nholidays = []')
    assert not NINGXIA.with_layer(layer).add_working_days(d("2026-03-02"), WorkingDays(20)).provisional


# ---- layers


def test_a_layer_is_read_alike_from_toml_and_from_a_table() -> None:
    from_toml, from_table = parse_layer(LAYER), parse_layer("\ufeff" + TABLE)
    assert (from_toml.region, from_toml.year) == (from_table.region, from_table.year) == ("NX", 2027)
    assert {day: mark.off for day, mark in from_toml.marks.items()} == {
        d("2027-03-10"): True,
        d("2027-03-11"): True,
        d("2027-03-13"): False,
    }
    assert dict(from_toml.marks) == dict(from_table.marks)


def test_the_most_specific_layer_decides() -> None:
    county = parse_layer(
        'region = "640423"\nyear = 2022\n[[notice]]\nnumber = "隆政办发〔2022〕0号（演示）"\n'
        'holidays = [{ name = "演示", work = [2022-07-16] }, { name = "演示", from = 2022-07-15, to = 2022-07-15 }]'
    )
    calendar = Calendar.for_area_code("640423207").with_layer(county)
    assert not calendar.is_working(d("2022-07-15"))
    assert calendar.is_working(d("2022-07-16"))
    assert not calendar.is_working(d("2022-07-11"))  # the region still holds
    assert calendar.without_layer("640423", 2022).is_working(d("2022-07-15"))


def test_loading_a_layer_again_replaces_it() -> None:
    once = NINGXIA.with_layer(parse_layer(LAYER))
    corrected = once.with_layer(parse_layer(LAYER.replace("2027-03-11", "2027-03-10")))
    assert not once.is_working(d("2027-03-11"))
    assert corrected.is_working(d("2027-03-11"))
    assert NINGXIA.is_working(d("2027-03-10")), "the calendar it was made from is unchanged"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("region", "area"), "地区（region）为“”"),
        (("year = 2027", 'year = "二〇二七"'), "年份（year）为“二〇二七”"),
        (('number = "宁政办发〔2026〕0号"', ""), "第1件通知：没有标题和文号"),
        (("2026-12-01", '"去年底"'), "“去年底”不是日期"),
        (('name = "开斋节"', 'name = ""'), "没有节日名称"),
        (("to = 2027-03-11", "to = 2027-03-09"), "从 2027-03-10 到 2027-03-09，顺序颠倒"),
        (("to = 2027-03-11", "to = 2027-05-11"), "过长"),
        (("to = 2027-03-11,", ""), "不能读取"),
        (("work = [2027-03-13]", "work = [2027-03-12]"), "2027-03-12 不是周末"),
        (("work = [2027-03-13]", "work = 2027-03-13"), "不能读取"),
        (("2027-03-10", "2026-12-28"), "2026-12-28 不属于2027年"),
        (("work = [2027-03-13]", "work = [2027-03-13, 2027-03-13]"), "2027-03-13 在同一通知中出现两次"),
        (("[[notice]]", "[notice]"), r"\[\[notice\]\]"),
        (("holidays = [", "other = ["), ""),
        (("region =", "region ="), ""),
    ],
)
def test_a_faulty_layer_is_refused_with_its_row(change: tuple[str, str], fault: str) -> None:
    text = LAYER.replace(*change)
    if not fault:
        assert parse_layer(text).year == 2027
        return
    with pytest.raises(LayerError, match=fault):
        parse_layer(text)


def test_a_faulty_table_is_refused_with_every_faulty_row() -> None:
    table = TABLE.replace("2027/3/10", "三月十日") + ",,,,调休,古尔邦节,2027-05-17,\n,,,,上班,古尔邦节,2027-05-19,\n"
    with pytest.raises(LayerError) as caught:
        parse_layer(table, file="2027.csv")
    message = str(caught.value)
    assert message.startswith("2027.csv 未载入，共3处问题：")
    for row in ("第2行：“开始日期”为“三月十日”", "第4行：“类别”为“调休”", "第5行：2027-05-19 不是周末"):
        assert row in message


def test_a_table_of_two_regions_or_without_a_column_is_refused() -> None:
    with pytest.raises(LayerError, match="一个地区一个年份"):
        parse_layer(TABLE + "GX,2027,桂政办〔2026〕0号,2026-12-01,放假,三月三,2027-04-09,\n")
    with pytest.raises(LayerError, match="第1行：缺少列 结束日期"):
        parse_layer(TABLE.replace(",结束日期", ""))


@settings(max_examples=50)
@example(TABLE + '"' + "开" * 140_000)
@example(TABLE.replace("\n", "\r"))
@given(st.one_of(st.text(), st.text().map(lambda text: TABLE + text), st.text().map(lambda text: LAYER + text)))
def test_any_text_is_a_layer_or_a_clear_refusal(text: str) -> None:
    try:
        parsed = parse_layer(text)
    except LayerError as error:
        parsed = None
        message = str(error)
    assert parsed is not None or message.startswith("节假日安排 未载入")


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.dates(), st.datetimes()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["name", "from", "to", "work", "holidays", "title", "number", "published_on"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=50)
@example([{"number": None, "holidays": None}])
@example([{"title": 1, "holidays": [{"name": 1, "from": date(2027, 1, 1), "to": datetime(2027, 1, 1)}]}])
@given(values)
def test_any_shape_of_notices_is_read_or_refused(value: object) -> None:
    from gongkai.law import calendar_layers

    for raw in (
        {"region": "NX", "year": 2027, "notice": value},
        {"region": "NX", "year": 2027, "notice": [{"number": "某号", "holidays": value}]},
    ):
        problems: list[str] = []
        layer = calendar_layers._layer(raw, problems)
        assert problems or layer is not None


# ---- what a new notice moves


def test_a_surprise_holiday_moves_exactly_the_cases_it_falls_into() -> None:
    cases = [
        (f"演示〔2026〕{number}号", counted(date(2026, 3, 2) + DAY * 7 * number, WorkingDays(20)))
        for number in range(10)
    ]
    surprise = parse_layer(
        'region = "CN"\nyear = 2026\n[[notice]]\nnumber = "演示通知"\n'
        'holidays = [{ name = "演示假日", from = 2026-03-17, to = 2026-03-17 }]'
    )
    old = NATIONAL
    new = Calendar(old.regions, (*old.layers, surprise))
    moved = impact(cases, old, new)
    assert [case.case for case in moved] == ["演示〔2026〕0号", "演示〔2026〕1号", "演示〔2026〕2号"]
    assert all(new.working_days_between(case.before.day, case.after.day) == 1 for case in moved)
    assert impact(cases, new, old) != []
    assert impact(cases, old, old) == []


def test_a_layer_loaded_and_taken_away_leaves_every_date_as_it_was() -> None:
    layer = parse_layer(LAYER)
    back = NINGXIA.with_layer(layer).without_layer("NX", 2027)
    cases = [(str(number), counted(date(2027, 2, 1) + DAY * number, WorkingDays(20))) for number in range(60)]
    assert impact(cases, NINGXIA, back) == []
    assert impact(cases, NINGXIA, NINGXIA.with_layer(layer)) != []
