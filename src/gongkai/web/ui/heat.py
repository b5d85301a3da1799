"""Heat maps and other grids of marked cells: what is stale, what is missing. Every cell says its state in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Levels in the order of the legend, with their words; `yes` and `no` serve “published or not” grids.
LEVELS: dict[str, str | Promise] = {
    "fresh": _("新鲜"),
    "soon": _("将到期"),
    "edge": _("临界"),
    "late": _("超期"),
    "severe": _("严重"),
    "none": _("不涉及"),
    "yes": _("已发布"),
    "no": _("未发布"),
}
#: Levels whose word is printed in the cell, not only read out.
LOUD = {"late", "severe", "none", "no"}


@dataclass(frozen=True)
class Cell:
    """One cell: its number or short text, its level and, where it helps, its own words instead of the level's."""

    text: str | int = ""
    level: str = "none"
    words: str = ""
    href: str = ""

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"热力图没有“{self.level}”这一级；可用：{'、'.join(LEVELS)}。")

    @property
    def spoken(self) -> str | Promise:
        """Give the words of the cell."""
        return self.words or LEVELS[self.level]

    @property
    def loud(self) -> bool:
        """Tell whether the words are printed."""
        return self.level in LOUD or self.text == ""


@dataclass(frozen=True)
class Row:
    """A row: whose, its cells in the order of the columns."""

    label: str
    cells: Sequence[Cell]
    href: str = ""


@dataclass(frozen=True)
class HeatMap:
    """A grid of cells under one caption; `corner` names what stands in the first column."""

    caption: str
    corner: str
    columns: Sequence[str]
    rows: Sequence[Row]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"热力图“{self.caption}”：{row.label}有{len(row.cells)}格，应有{len(self.columns)}格。"
                )

    @property
    def legend(self) -> list[tuple[str, str | Promise]]:
        """Give the levels that occur, with their words."""
        found = {cell.level for row in self.rows for cell in row.cells}
        return [(level, words) for level, words in LEVELS.items() if level in found]
