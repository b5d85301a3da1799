"""The lines of the reading desk's lists, with their words in the language of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.apps.reporting.collecting import cells
from gongkai.apps.reporting.collecting.current import active, current_tables, read_tables, refused_in
from gongkai.apps.reporting.models import CellCorrection, CollectedReport
from gongkai.law.annual_report.model import Cell

#: Words and colour of a state.
STATES: Mapping[str, tuple[str | Promise, str]] = {
    "waiting": (gettext_lazy("待读取"), "neutral"),
    "proved": (gettext_lazy("读取并证明"), "ok"),
    "labelled": (gettext_lazy("按标签读取"), "info"),
    "partly": (gettext_lazy("部分未定"), "warn"),
    "refused": (gettext_lazy("未能读取"), "danger"),
}
#: A state in which nothing is open any more, because a person filled it in.
FILLED: tuple[str | Promise, str] = (gettext_lazy("未定的格已填"), "info")
TABLES = {"table2": gettext_lazy("表二"), "table3": gettext_lazy("表三"), "table4": gettext_lazy("表四")}
#: How a figure was established.
CONFIDENCE: Mapping[str, tuple[str | Promise, str]] = {
    "read": (gettext_lazy("按标签读取"), "ok"),
    "placed": (gettext_lazy("标签缺失，按位置读取"), "warn"),
    "solved": (gettext_lazy("数字连写，只有一种切法满足勾稽关系"), "ok"),
    "refused": (gettext_lazy("未定：可能的读法不止一种，或者读不通"), "danger"),
}


def state_of(report: CollectedReport) -> tuple[str | Promise, str]:
    """Give words and colour of the state that a file is in now."""
    return FILLED if report.state == "partly" and not report.open_cells else STATES[report.state]


@dataclass(frozen=True)
class Row:
    """A file in the list of a collection."""

    report: CollectedReport
    url: str
    state: str | Promise
    kind: str
    said: Sequence[str]
    new: Cell = None
    forward: Cell = None
    corrected: int = 0

    @property
    def is_checked(self) -> bool:
        """Tell whether the findings are those of the report as it stands."""
        return self.report.tables is not None and self.report.checked_revision == self.report.revision


def row(report: CollectedReport, code: str, corrections: Sequence[CellCorrection]) -> Row:
    """Give the line of a file; `proofs` come with the query."""
    words, kind = state_of(report)
    tables = current_tables(report, corrections) if report.tables is not None else None
    return Row(
        report=report,
        url=report_url(report, code),
        state=words,
        kind=kind,
        said=said(report, getattr(report, "proofs", None)),
        new=tables.cell3("new", "ct") if tables else None,
        forward=tables.cell3("fwd", "ct") if tables else None,
        corrected=len(active(corrections)),
    )


def report_url(report: CollectedReport, code: str) -> str:
    """Give the address of a collected report."""
    return reverse("workbench:reading-report", args=[code, report.collection_id, report.pk])


def said(report: CollectedReport, proofs: Mapping[str, Any] | None) -> list[str]:
    """Say in a few words what a person has to know about a file before opening it."""
    words = []
    if report.set_aside_reason:
        words.append(_("已移出：%(reason)s") % {"reason": report.set_aside_reason})
    if report.refusal:
        words.append(report.refusal)
    if report.open_cells:
        found = ngettext("%(n)s 格未定，请对照原文填写", "%(n)s 格未定，请对照原文填写", report.open_cells)
        words.append(found % {"n": report.open_cells})
    if report.tables is not None and not report.organ_name:
        words.append(_("没有识别出单位"))
    if report.tables is not None and report.year is None:
        words.append(_("没有识别出年度"))
    return [*words, *_unproved(proofs or {})]


def _unproved(proofs: Mapping[str, Any]) -> list[str]:
    words = []
    for table, proof in proofs.items():
        if proof["standing"] == "missing":
            words.append(_("原文没有%(table)s") % {"table": TABLES[table]})
        elif proof["standing"] == "read" and table != "table2":
            words.append(_("%(table)s的和数不全成立，或有空白") % {"table": TABLES[table]})
    return words


@dataclass(frozen=True)
class Change:
    """A correction in the list of corrections."""

    correction: CellCorrection
    url: str
    cell: str
    before: str
    after: str


def change(correction: CellCorrection, code: str) -> Change:
    """Give the line of a correction: what was read, what stands there now; `proofs` come with the query."""
    report = correction.report
    tables = read_tables(report)
    place = cells.place_of(correction.cell, tables.form)
    read = cells.written(cells.value_at(tables, place)) or _("空白")
    refused = refused_in(getattr(correction, "proofs", None) or {}, tables.form)
    after = _("恢复原读数") if correction.withdrawn else correction.value or _("空白")
    return Change(
        correction=correction,
        url=f"{report_url(report, code)}?cell={correction.cell}#cell",
        cell=cells.name_of(place, tables.form),
        before=_("未定") if correction.cell in refused else read,
        after=after,
    )
