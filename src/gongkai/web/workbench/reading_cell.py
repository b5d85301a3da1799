"""What stands beside the form of a collected report: a cell with its source, the rows that are open, the cells that are blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongkai.apps.reporting.collecting import cells, stored
from gongkai.apps.reporting.collecting.current import active, current_tables, open_cells, read_tables
from gongkai.apps.reporting.models import CellCorrection, CollectedReport
from gongkai.law.annual_report.model import TABLE3_COLUMNS, Cell, Finding, FormVersion, Tables
from gongkai.web.workbench.forms.reading import CellForm, ReasonForm, WayForm
from gongkai.web.workbench.reading_grids import place_of
from gongkai.web.workbench.reading_rows import CONFIDENCE, TABLES

Forms = Mapping[str, BaseForm]
Corrections = Sequence[CellCorrection]
#: The colour of a table by how far it is proved.
_PROVED = {"proved": "ok", "read": "info", "refused": "warn", "missing": "danger"}


def proof_shown(table: str, proof: Mapping[str, Any], still_open: frozenset[str]) -> tuple[str | Promise, str, str]:
    """Give the name of a table, the colour and the words of how far it is proved."""
    filled = proof["standing"] == "refused" and not any(key.startswith(table) for key in still_open)
    words = _("读不准的格已由人工填写") if filled else proof["words"]
    return TABLES[table], "info" if filled else _PROVED[proof["standing"]], words


def open_rows(shown: CollectedReport, still_open: frozenset[str], form: FormVersion) -> list[tuple[str, str, int]]:
    """Give the rows with open cells: the key of the first of them, its name, and the number of candidates."""
    rows = []
    for row, ways in stored.candidates(shown.reading or {"proofs": {}}).items():
        keys = [key for key in cells.cells_of_row(row, form) if key in still_open]
        if keys:
            rows.append((keys[0], cells.name_of(cells.place_of(keys[0], form), form), len(ways)))
    return rows


def blanks(tables: Tables, still_open: frozenset[str]) -> list[tuple[str, str | Promise, int]]:
    """Give for each table its name and how many of its cells hold nothing in the source."""
    counted = dict.fromkeys(TABLES, 0)
    for place in cells.places(tables.form):
        if cells.value_at(tables, place) is None and cells.key_of(place, tables.form) not in still_open:
            counted[f"table{place.table}"] += 1
    return [(table, TABLES[table], count) for table, count in counted.items() if count]


@dataclass(frozen=True)
class Shown:
    """A cell beside the form: what stands in it, how that was established, where it stood, who changed it."""

    key: str
    name: str
    value: str
    is_open: bool
    read: str
    how: str | Promise
    kind: str
    where: str
    passage: stored.Passage | None
    remark: str
    correction: CellCorrection | None
    history: Corrections
    findings: Sequence[Finding]
    ways: Sequence[Sequence[Cell]]
    heads: Sequence[str]
    way_form: BaseForm | None
    form: BaseForm
    withdraw: BaseForm
    anchor: str


def cell_shown(
    shown: CollectedReport,
    key: str,
    corrections: Corrections,
    findings: Sequence[Finding],
    given: Forms,
) -> Shown:
    """
    Give a cell as it is shown beside the form.

    :raises Http404: the form has no such cell.
    """
    tables = current_tables(shown, corrections)
    try:
        place = cells.place_of(key, tables.form)
    except cells.UnknownCell:
        raise Http404 from None
    reading = shown.reading or {}
    evidence = reading["evidence"].get(key)
    held, still_open = active(corrections).get(key), key in open_cells(shown, corrections)
    how, kind = CONFIDENCE[evidence["confidence"]] if evidence else (_("原文没有这一格"), "neutral")
    before = read_tables(shown)
    read = cells.value_at(before, place)
    if evidence and read is None and evidence["confidence"] != "refused":
        how, kind = _("原文空白，没有当作0"), "neutral"
    row = cells.row_key(place)
    ways = stored.candidates(reading).get(row, ())
    written = cells.written(cells.value_at(tables, place))
    return Shown(
        key=key,
        name=cells.name_of(place, tables.form),
        value=_("未定") if still_open else written or _("空白"),
        is_open=still_open,
        read=_("未定") if key in open_cells(shown, []) else cells.written(read) or _("空白"),
        how=how,
        kind=kind,
        where=evidence["where"] if evidence else "",
        passage=stored.passage(shown.text, evidence["span"]) if evidence else None,
        remark=reading["remarks"].get(key, ""),
        correction=held,
        history=[correction for correction in reversed(corrections) if correction.cell == key],
        findings=[finding for finding in findings if place_of(finding.where) == place],
        ways=ways if still_open else (),
        heads=_heads(row, tables.form),
        way_form=(given.get("way") or WayForm(ways=list(map(way_words, ways)), auto_id="way_%s"))
        if ways and still_open
        else None,
        form=given.get("correct") or CellForm(initial={"value": written}, auto_id="cell_%s"),
        withdraw=given.get("withdraw") or ReasonForm(auto_id="withdraw_%s"),
        anchor=f"t{place.table}-{place.row}-{place.column}",
    )


def way_words(cells_of_way: Sequence[Cell]) -> str:
    """Write one possible content of a row."""
    return " / ".join(cells.written(cell) or "—" for cell in cells_of_way)


def _heads(row: str, form: FormVersion) -> list[str]:
    """Give the short names of the cells of a row, as its candidates are printed under them."""
    keys = cells.cells_of_row(row, form)
    if row == "table4" or len(keys) == 1:
        return []
    names = [cells.name_of(cells.place_of(key, form), form) for key in keys]
    return [name.rsplit("”", 1)[-1].removesuffix("列") for name in names] if len(keys) <= len(TABLE3_COLUMNS) else []
