"""
The standard catalogue of grass-roots openness (`grassroots2019:1`): 26 fields and what was added, with the columns of the catalogue.

A matter says what is disclosed, on what ground, by when, where it must and where it may stand, to whom, and how a list of people is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from gongkai.law.annual_report.model import OrganKind
from gongkai.law.citations import Citation
from gongkai.law.entries import Entry, EntryError, load


class Carrier(StrEnum):
    """Where a matter may stand, in the order of the catalogue's columns."""

    SITE = "site"  # 政府网站
    GAZETTE = "gazette"  # 政府公报
    NEW_MEDIA = "new_media"  # 两微一端
    PRESS_CONFERENCE = "press_conference"  # 发布会/听证会
    BROADCAST = "broadcast"  # 广播电视
    PRESS = "press"  # 纸质媒体
    READING_PLACE = "reading_place"  # 公开查阅点
    SERVICE_CENTER = "service_center"  # 政务服务中心
    SERVICE_STATION = "service_station"  # 便民服务站
    HOUSEHOLD = "household"  # 入户/现场
    BOARD = "board"  # 社区/企事业单位/村公示栏（电子屏）
    PUSH = "push"  # 精准推送
    OTHER = "other"  # 其他


#: The heads of the catalogue's columns, in its order.
CARRIER_LABELS: Mapping[Carrier, str] = {
    Carrier.SITE: "政府网站",
    Carrier.GAZETTE: "政府公报",
    Carrier.NEW_MEDIA: "两微一端",
    Carrier.PRESS_CONFERENCE: "发布会/听证会",
    Carrier.BROADCAST: "广播电视",
    Carrier.PRESS: "纸质媒体",
    Carrier.READING_PLACE: "公开查阅点",
    Carrier.SERVICE_CENTER: "政务服务中心",
    Carrier.SERVICE_STATION: "便民服务站",
    Carrier.HOUSEHOLD: "入户/现场",
    Carrier.BOARD: "社区/企事业单位/村公示栏（电子屏）",
    Carrier.PUSH: "精准推送",
    Carrier.OTHER: "其他",
}
_UNITS = {"workdays": "个工作日", "days": "日"}
_STARTS = {"formed": "信息形成或者变更之日起", "approved": "批准或者批复之日起"}


@dataclass(frozen=True)
class TimeRule:
    """Within `count` working days or days (`unit`) of the day named by `start`: formed or changed, approved."""

    count: int
    unit: str
    start: str

    def __str__(self) -> str:
        return f"{_STARTS[self.start]}{self.count}{_UNITS[self.unit]}内"


@dataclass(frozen=True)
class Display:
    """How long a list hangs: `count` working days or days, or long term without a count."""

    unit: str
    count: int = 0

    def __str__(self) -> str:
        return "长期公开" if self.unit == "long_term" else f"公示{self.count}{_UNITS[self.unit]}"


@dataclass(frozen=True)
class Matter:
    """A row of the catalogue; a matter of a field that is not worked out has only its name, its field and its kinds of organ."""

    id: str
    label: str
    field: str
    level1: str
    organ_kinds: tuple[OrganKind, ...]
    cites: tuple[Citation, ...]
    elements: tuple[str, ...] = ()
    time: TimeRule | None = None
    must: tuple[Carrier, ...] = ()
    may: tuple[Carrier, ...] = ()
    audience: str = "all"
    target_group: str = ""
    mode: str = "proactive"
    display: Display | None = None
    privacy_profile: str = ""

    @property
    def full_label(self) -> str:
        """Give both levels of the name."""
        return self.level1 if self.label == self.level1 else f"{self.level1}—{self.label}"


@dataclass(frozen=True)
class Field:
    """A field of the catalogue with its matters; `topic` is the code of the legal matter under which it hangs."""

    id: str
    label: str
    topic: str
    organ_kinds: tuple[OrganKind, ...]
    cites: tuple[Citation, ...]
    matters: tuple[Matter, ...]


@cache
def standard_catalog(*, on: date) -> tuple[Field, ...]:
    """
    Give the fields with their matters as of a day, in the order of the catalogue.

    :raises EntryError: a matter names a field, a carrier or a unit that does not exist.
    """
    by_field: dict[str, list[Matter]] = {}
    for entry in load("catalog_matters").in_force(on):
        by_field.setdefault(entry["field"], []).append(_matter(entry))
    fields = tuple(_field(entry, tuple(by_field.pop(entry.id, ()))) for entry in load("catalog_fields").in_force(on))
    if by_field:
        raise EntryError(f"catalog_matters.toml：领域{'、'.join(by_field)}没有登记在 catalog_fields.toml。")
    return fields


def matters(organ_kind: OrganKind, *, on: date) -> list[tuple[Field, Matter]]:
    """Give the matters that an organ of this kind has to disclose, with their fields."""
    return [
        (field, matter)
        for field in standard_catalog(on=on)
        for matter in field.matters
        if organ_kind in matter.organ_kinds
    ]


def _field(entry: Entry, worked_out: tuple[Matter, ...]) -> Field:
    kinds = tuple(OrganKind(kind) for kind in entry["organ_kinds"])
    plain = tuple(
        Matter(f"{entry.id}.{place:02}", name, entry.id, name, kinds, entry.cites)
        for place, name in enumerate(entry["first_level"], start=1)
    )
    return Field(entry.id, entry.label, entry["topic"], kinds, entry.cites, plain + worked_out)


def _matter(entry: Entry) -> Matter:
    time, display = entry["time"], entry.get("display")
    if time["unit"] not in _UNITS or time["from"] not in _STARTS:
        raise EntryError(f"{entry.file}：“{entry.id}”的公开时限无法识别。")
    return Matter(
        id=entry.id,
        label=entry.label,
        field=entry["field"],
        level1=entry["level1"],
        organ_kinds=tuple(OrganKind(kind) for kind in entry["organ_kinds"]),
        cites=entry.cites,
        elements=tuple(entry["elements"]),
        time=TimeRule(time["count"], time["unit"], time["from"]),
        must=_carriers(entry, "must"),
        may=_carriers(entry, "may"),
        audience=entry["audience"],
        target_group=entry.get("target_group", ""),
        mode=entry["mode"],
        display=None if display is None else Display(display["unit"], display.get("count", 0)),
        privacy_profile=entry.get("privacy_profile", ""),
    )


def _carriers(entry: Entry, which: str) -> tuple[Carrier, ...]:
    try:
        return tuple(Carrier(code) for code in entry["channels"][which])
    except ValueError as error:
        raise EntryError(f"{entry.file}：“{entry.id}”的公开渠道无法识别（{error}）。") from error
