"""The form filled with what was read: every cell leads to where it stood, open and corrected cells say so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from gongkai.apps.reporting.collecting import cells
from gongkai.apps.reporting.collecting.cells import Place
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import Finding, FormVersion, Severity, Tables
from gongkai.web.ui import anchors, grids
from gongkai.web.ui.grids import Figure, Grid

_FIGURE = re.compile(r"t([234])-(\w+)-(\w+)")
_KINDS = {Severity.ERROR: "danger", Severity.WARNING: "warn", Severity.INFO: "info"}


@dataclass(frozen=True)
class Look:
    """What a page knows of the cells: where their links lead, which are open, corrected, or chosen."""

    url: str
    fragment: str
    open: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()
    chosen: str = ""


def filled(tables: Tables, findings: Iterable[Finding], look: Look) -> dict[int, Grid]:
    """Give the three tables with every cell linked, blank ones too."""
    shown = replace(tables, table2=tables.extra) if tables.form is FormVersion.F2019 and tables.extra else tables
    made = grids.all_tables(form(tables.form), shown, marks=marks_of(findings))
    return {number: linked(grid, tables, look) for number, grid in zip((2, 3, 4), made, strict=True)}


def linked(grid: Grid, tables: Tables, look: Look) -> Grid:
    """Give a grid whose every figure leads to its cell."""
    groups = tuple(
        tuple(replace(line, cells=tuple(_figure(figure, tables, look) for figure in line.cells)) for line in group)
        for group in grid.groups
    )
    return replace(grid, groups=groups, nonzero=())


def _figure(figure: Figure, tables: Tables, look: Look) -> Figure:
    found = _FIGURE.fullmatch(figure.id)
    if found is None:
        return figure
    place = Place(int(found[1]), found[2], found[3])
    key = cells.key_of(place, tables.form)
    kinds, words, text = [figure.kind], [figure.words], figure.text
    if key in look.open:
        kinds, text = ["open", *kinds], _("未定")
        words.append(_("有几种可能的读法，没有取值"))
    elif place.table == 3 and tables.row3(place.row) is None:
        text = _("无此行")
    if key in look.corrected:
        kinds.append("fixed")
        words.append(_("已由人工更正"))
    if key == look.chosen:
        kinds.append("chosen")
    return replace(
        figure,
        text=text,
        href=f"{look.url}?cell={key}{look.fragment}",
        kind=" ".join(filter(None, kinds)),
        words="；".join(filter(None, words)),
    )


def marks_of(findings: Iterable[Finding]) -> dict[int, dict[tuple[str, str], tuple[str, str]]]:
    """Map findings to the cells they name, by table; the heaviest comes first."""
    marks: dict[int, dict[tuple[str, str], tuple[str, str]]] = {2: {}, 3: {}, 4: {}}
    for finding in sorted(findings, key=lambda one: list(Severity).index(one.severity)):
        place = place_of(finding.where)
        if place:
            marks[place.table].setdefault((place.row, place.column), (_KINDS[finding.severity], finding.message))
    return marks


def place_of(where: str) -> Place | None:
    """Give the cell that a finding names, None where it names something else."""
    found = _FIGURE.fullmatch(anchors.anchor(where))
    return Place(int(found[1]), found[2], found[3]) if found else None
