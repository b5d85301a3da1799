"""
Yearly holiday notices as layers: what one region ordered for one year, with the notice behind every day.

A layer is read from a TOML file (the shape of `data/calendar/cn/2026.toml`) or from a CSV table filled in a spreadsheet. A later
notice of the same layer overrides an earlier one, day by day.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

ONE_DAY = timedelta(days=1)
#: Longer than any holiday ever ordered; a longer range is a typing error.
LONGEST_HOLIDAY = timedelta(days=15)
CSV_COLUMNS = ("地区", "年份", "文号", "发布日期", "类别", "名称", "开始日期", "结束日期")
_FILLED_DOWN = CSV_COLUMNS[:4]
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class LayerError(ValueError):
    """A notice that must not be loaded; `problems` names every faulty row, and nothing was loaded."""

    def __init__(self, problems: Sequence[str], *, file: str) -> None:
        self.problems, self.file = tuple(problems), file
        super().__init__(
            f"{file} 未载入，共{len(self.problems)}处问题：" + "".join(f"\n{row}" for row in self.problems)
        )


@dataclass(frozen=True)
class Notice:
    """The text that ordered a day off or a day of work. `number` is the 发文字号, empty where nobody has seen it."""

    title: str
    number: str = ""
    published_on: date | None = None
    evidence: str = "verified"
    note: str = ""

    def __str__(self) -> str:
        """Name the notice as briefly as it can be cited."""
        return self.number or self.title


@dataclass(frozen=True)
class Mark:
    """One day that a notice changed: `off` is a day off, otherwise work is made up on it."""

    day: date
    off: bool
    name: str
    notice: Notice
    region: str


@dataclass(frozen=True)
class Layer:
    """All notices of one region for one year; `region` is an id of `regions.toml` or the head of an area code."""

    region: str
    year: int
    notices: tuple[Notice, ...]
    marks: Mapping[date, Mark]


@dataclass(frozen=True)
class Region:
    """A region that orders holidays of its own; `area_prefix` is the head of the area codes it covers."""

    id: str
    name: str
    area_prefix: str
    cites: tuple[str, ...]
    evidence: str


@cache
def regions() -> Mapping[str, Region]:
    """Load the regions whose yearly notice is needed, the widest first."""
    raw = _regions_file()["region"]
    loaded = {row["id"]: Region(**{**row, "cites": tuple(row["cites"])}) for row in raw}
    return MappingProxyType(dict(sorted(loaded.items(), key=lambda pair: len(pair[1].area_prefix))))


@cache
def next_notice_from() -> tuple[int, int]:
    """Give month and day from which the notice of the next year may change this year's days."""
    value = _regions_file()["next_notice_from"]
    return value["month"], value["day"]


def _regions_file() -> dict[str, Any]:
    return tomllib.loads(files("gongkai.law").joinpath("data/calendar/regions.toml").read_text(encoding="utf-8"))


@cache
def builtin_layers(region: str) -> tuple[Layer, ...]:
    """Load the notices of a region that ship with the product, the earliest year first."""
    folder = files("gongkai.law").joinpath("data/calendar", region.lower())
    if not folder.is_dir():
        return ()
    found = sorted((entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(parse_layer(entry.read_text(encoding="utf-8"), file=f"{region}/{name}") for name, entry in found)


def parse_layer(text: str, *, file: str = "节假日安排") -> Layer:
    """
    Read the notices of one region for one year, from TOML or from a CSV table with the columns of `CSV_COLUMNS`.

    :param file: the name to use in messages.
    :raises LayerError: the text cannot be read or contradicts itself; every faulty row is named.
    """
    text = text.lstrip("\ufeff").strip()
    problems: list[str] = []
    is_table = text.startswith(f"{CSV_COLUMNS[0]},")
    raw = _from_csv(text, problems) if is_table else _from_toml(text, problems)
    layer = _layer(raw, problems)
    if layer is None or problems:
        raise LayerError(problems, file=file)
    return layer


def _from_toml(text: str, problems: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(f"不是 TOML，也不是首行为“{','.join(CSV_COLUMNS)}”的 CSV 表格：{error}")
        return {}


def _from_csv(text: str, problems: list[str]) -> dict[str, Any]:
    """Bring the table into the shape of the TOML file; the first four columns may be left blank to mean “as above”."""
    reader = csv.DictReader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")))
    absent = [column for column in CSV_COLUMNS if column not in (reader.fieldnames or ())]
    if absent:
        problems.append(f"第1行：缺少列 {'、'.join(absent)}。")
        return {}
    try:
        rows = list(reader)
    except csv.Error as error:
        problems.append(f"第{reader.line_num}行：表格不能读取（{error}）。请检查引号是否成对。")
        return {}
    notices: dict[str, dict[str, Any]] = {}
    above = dict.fromkeys(_FILLED_DOWN, "")
    places: set[tuple[str, str]] = set()
    for number, cells in enumerate(rows, start=2):
        row = {column: (cells[column] or "").strip() for column in CSV_COLUMNS}
        above = {column: row[column] or above[column] for column in _FILLED_DOWN}
        places.add((above["地区"], above["年份"]))
        try:
            _add_row(notices, {**row, **above}, number)
        except ValueError as error:
            problems.append(f"第{number}行：{error}")
    if len(places) > 1:
        problems.append("一张表只能是一个地区一个年份的安排，请分表载入。")
    year = above["年份"]
    return {"region": above["地区"], "year": int(year) if year.isdecimal() else year, "notice": list(notices.values())}


def _add_row(notices: dict[str, dict[str, Any]], row: Mapping[str, str], number: int) -> None:
    kind = row["类别"]
    if kind not in ("放假", "上班"):
        raise ValueError(f"“类别”为“{kind}”，应为“放假”或“上班”。")
    first = _csv_date(row, "开始日期")
    last = _csv_date(row, "结束日期") if row["结束日期"] else first
    if row["文号"] not in notices:
        published_on = _csv_date(row, "发布日期")
        notices[row["文号"]] = {"number": row["文号"], "published_on": published_on, "holidays": []}
    entry: dict[str, Any] = {"name": row["名称"], "row": f"第{number}行"}
    entry |= {"from": first, "to": last} if kind == "放假" else {"work": list(_days(first, last))}
    notices[row["文号"]]["holidays"].append(entry)


def _csv_date(row: Mapping[str, str], column: str) -> date:
    match = _DATE.fullmatch(row[column])
    try:
        year, month, day = map(int, match.groups()) if match else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{column}”为“{row[column]}”，应为 2027-01-01 这样的日期。") from None


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


def _layer(raw: Mapping[str, Any], problems: list[str]) -> Layer | None:
    region, year, tables = raw.get("region"), raw.get("year"), raw.get("notice", [])
    if not isinstance(region, str) or not region or not isinstance(year, int) or not 1900 <= year <= 2999:
        if not problems:
            problems.append(f"地区（region）为“{region or ''}”、年份（year）为“{year or ''}”，应如 NX、2027。")
        return None
    if not _are_tables(tables):
        problems.append("通知应写为 [[notice]] 表，其中 holidays 为若干行。")
        return None
    if not tables and not problems:
        problems.append("没有写明依据的通知（notice）。没有地方假日的，也应登记通知，holidays 写为空。")
    notices: list[Notice] = []
    marks: dict[date, Mark] = {}
    for position, table in enumerate(tables, start=1):
        notice = _notice(table, f"第{position}件通知", problems)
        notices.append(notice)
        marks |= _marks(table, notice, region=region, year=year, problems=problems)
    return Layer(region=region, year=year, notices=tuple(notices), marks=MappingProxyType(marks))


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(table, dict) for table in value)


def _notice(table: Mapping[str, Any], place: str, problems: list[str]) -> Notice:
    words = {key: table.get(key, "") for key in ("title", "number", "evidence", "note")}
    if not all(isinstance(value, str) for value in words.values()):
        problems.append(f"{place}：标题、文号和说明应为文字。")
        words = dict.fromkeys(words, "") | {"title": str(words["title"] or words["number"])}
    if not words["title"] and not words["number"]:
        problems.append(f"{place}：没有标题和文号。")
    published_on = table.get("published_on")
    if published_on is not None and not _is_day(published_on):
        problems.append(f"{place}：发布日期（published_on）“{published_on}”不是日期。")
    return Notice(
        title=words["title"] or words["number"],
        number=words["number"],
        published_on=published_on,
        evidence=words["evidence"] or "verified",
        note=words["note"],
    )


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _marks(
    table: Mapping[str, Any], notice: Notice, *, region: str, year: int, problems: list[str]
) -> dict[date, Mark]:
    """Collect the days of one notice; within a notice no day may stand twice."""
    marks: dict[date, Mark] = {}
    rows = table.get("holidays", [])
    if not _are_tables(rows):
        problems.append(f"《{notice}》：holidays 应为若干行，每行写明 name、from、to 和 work。")
        return marks
    for position, row in enumerate(rows, start=1):
        place = row.get("row") or f"《{notice}》第{position}行“{row.get('name', '')}”"
        faults = list(_faults(row, year=year))
        problems += [f"{place}：{fault}" for fault in faults]
        if faults:
            continue
        for day, off in _ordered(row):
            if day in marks:
                problems.append(f"{place}：{day} 在同一通知中出现两次。")
            marks[day] = Mark(day=day, off=off, name=row["name"], notice=notice, region=region)
    return marks


def _ordered(row: Mapping[str, Any]) -> Iterator[tuple[date, bool]]:
    if "from" in row:
        yield from ((day, True) for day in _days(row["from"], row["to"]))
    yield from ((day, False) for day in row.get("work", ()))


def _faults(row: Mapping[str, Any], *, year: int) -> Iterator[str]:
    if not isinstance(row.get("name"), str) or not row["name"]:
        yield "没有节日名称。"
    first, last, work = row.get("from"), row.get("to"), row.get("work", [])
    given = [day for day in (first, last) if day is not None]
    given += work if isinstance(work, list) else [work]
    strange = [str(day) for day in given if not _is_day(day)]
    if strange or not given or (first is None) != (last is None) or not isinstance(work, list):
        yield f"日期应写为 from、to 和 work（若干日），现有“{'、'.join(strange) or '缺失'}”不能读取。"
        return
    if first is not None and last is not None and not ONE_DAY * 0 <= last - first <= LONGEST_HOLIDAY:
        yield f"放假从 {first} 到 {last}，顺序颠倒或者过长。"
    yield from _outside(given, year)
    for day in work:
        if day.weekday() < 5:  # Monday is 0, so 5 and 6 are the weekend
            yield f"{day} 不是周末，本来就要上班，不需要调休。"


def _outside(days: Iterable[date], year: int) -> Iterator[str]:
    """Name days that a notice for `year` cannot order: it may reach back into the last days of the year before only."""
    earliest = date(year - 1, *next_notice_from())
    for day in days:
        if not earliest <= day <= date(year, 12, 31):
            yield f"{day} 不属于{year}年（可含上年12月最后三日）。"
