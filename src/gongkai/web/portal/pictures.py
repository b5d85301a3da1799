"""A report in figures, sentences and pictures: the year in half a minute, and last year's number beside this year's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.law import terms
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import OUTCOME_ROWS, TABLE3_COLUMNS, TABLE3_ROWS, Cell, FormVersion, Tables
from gongkai.web.portal.words import term
from gongkai.web.ui.charts import Bar, Chart, Stream, bars, columns, flow
from gongkai.web.ui.text import english

PROCEEDINGS = {"rec": "reconsideration", "dir": "direct", "aft": "after_reconsideration"}
RESULTS = {"m": "upheld", "k": "overturned", "o": "other_result", "w": "pending", "t": "total"}
DOCUMENT_COLUMNS = ("issued", "repealed", "in_force")


@dataclass(frozen=True)
class Comparison:
    """One number of this year and of last year; `before` is None where last year's report is not here."""

    label: str
    now: Cell
    before: Cell

    @property
    def now_text(self) -> str:
        """Write this year's number."""
        return number(self.now)

    @property
    def before_text(self) -> str:
        """Write last year's number."""
        return number(self.before)

    @property
    def change(self) -> str:
        """Say by how much it rose or fell, in words that need no colour."""
        if self.now is None or self.before is None:
            return ""
        difference = Decimal(self.now) - Decimal(self.before)
        if not difference:
            return _("持平")
        amount = number(abs(difference))
        return _("增加 %(n)s") % {"n": amount} if difference > 0 else _("减少 %(n)s") % {"n": amount}


def number(value: Cell) -> str:
    """Write a number of a report; a blank stays blank in words."""
    if value is None:
        return _("空白")
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def headline(tables: Tables, before: Tables | None) -> list[Comparison]:
    """Give the five numbers that a reader wants first."""

    def cell(label: str, read: Callable[[Tables], Cell]) -> Comparison:
        return Comparison(label, read(tables), read(before) if before else None)

    return [
        cell(_("新收申请（件）"), lambda found: found.cell3("new", "ct")),
        cell(_("办结（件）"), lambda found: found.cell3("tot", "ct")),
        cell(_("予以公开和部分公开（件）"), lambda found: _sum(found.cell3("g", "ct"), found.cell3("p", "ct"))),
        cell(_("结转下年（件）"), lambda found: found.cell3("fwd", "ct")),
        cell(_("复议和诉讼（件）"), lambda found: _sum(*(found.cell4(f"{kind}.t") for kind in PROCEEDINGS))),
    ]


def comparison(tables: Tables, before: Tables) -> list[Comparison]:
    """Give every number that is not zero in one of the two years: tables 二 and 四, and the totals of table 三."""
    lines = [*_table2(tables, before), *_table3(tables, before), *_table4(tables, before)]
    return [line for line in lines if line.now or line.before]


def _table2(tables: Tables, before: Tables) -> Iterator[Comparison]:
    for row, cells in tables.table2.items():
        earlier = before.table2.get(row, ())
        for place, now in enumerate(cells):
            column = _(" · ") + term(DOCUMENT_COLUMNS[place]) if len(cells) > 1 else ""
            unit = _("（万元）") if row == "charge" else ""
            yield Comparison(f"{term(row)}{column}{unit}", now, earlier[place] if place < len(earlier) else None)


def _table3(tables: Tables, before: Tables) -> Iterator[Comparison]:
    for row in TABLE3_ROWS:
        yield Comparison(row_label(row, tables.form), tables.cell3(row, "ct"), before.cell3(row, "ct"))


def _table4(tables: Tables, before: Tables) -> Iterator[Comparison]:
    for kind, name in PROCEEDINGS.items():
        for result, words in RESULTS.items():
            code = f"{kind}.{result}"
            yield Comparison(f"{term(name)} · {term(words)}", tables.cell4(code), before.cell4(code))


def row_label(row: str, version: FormVersion) -> str:
    """Give the label of a row of table 三 with the heading over it, in the language of the page."""
    if english():
        return terms.label(f"table3.{row}", "en")
    return _row_labels(version).get(row, terms.label(f"table3.{row}"))


def _row_labels(version: FormVersion) -> Mapping[str, str]:
    return {row.code: row.words for row in form(version).rows}


def _sum(*cells: Cell) -> Cell:
    known = [cell for cell in cells if cell is not None]
    return sum(known) if known else None


# ---- sentences


def sentences(tables: Tables, before: Tables | None) -> list[str]:
    """Tell the year in at most four sentences; what was nought is said as such."""
    return [_applications(tables), *_outcomes(tables), _proceedings(tables), *_trend(tables, before)]


def _applications(tables: Tables) -> str:
    new, carried = tables.cell3("new", "ct") or 0, tables.cell3("carry", "ct") or 0
    if not new and not carried:
        return _("全年没有收到政府信息公开申请，也没有上年结转的申请。")
    facts = {"new": new, "carry": carried, "tot": tables.cell3("tot", "ct") or 0, "fwd": tables.cell3("fwd", "ct") or 0}
    return _("全年新收申请 %(new)s 件，上年结转 %(carry)s 件；办结 %(tot)s 件，结转下年 %(fwd)s 件。") % facts


def _outcomes(tables: Tables) -> Iterator[str]:
    total = tables.cell3("tot", "ct")
    if total:
        open_ = int(_sum(tables.cell3("g", "ct"), tables.cell3("p", "ct")) or 0)
        facts = {"open": open_, "share": 100 * open_ // int(total)}
        yield _("办结的申请中，予以公开和部分公开 %(open)s 件，占 %(share)s%%。") % facts


def _proceedings(tables: Tables) -> str:
    counts = {kind: tables.cell4(f"{kind}.t") or 0 for kind in PROCEEDINGS}
    overturned = int(_sum(*(tables.cell4(f"{kind}.k") for kind in PROCEEDINGS)) or 0)
    if not any(counts.values()):
        return _("没有因政府信息公开被申请行政复议、提起行政诉讼。")
    facts = {"rec": counts["rec"], "law": _sum(counts["dir"], counts["aft"]), "over": overturned}
    return _("行政复议 %(rec)s 件，行政诉讼 %(law)s 件，其中结果纠正 %(over)s 件。") % facts


def _trend(tables: Tables, before: Tables | None) -> Iterator[str]:
    now, then = tables.cell3("new", "ct"), before.cell3("new", "ct") if before else None
    if now is not None and then is not None:
        change = Comparison("", now, then).change
        yield _("新收申请与上年相比：%(change)s（上年 %(then)s 件）。") % {"change": change, "then": then}


# ---- pictures


def charts(tables: Tables, years: Sequence[tuple[int, Tables | None]]) -> list[Chart]:
    """Draw what there is to draw: the flow of the year, how applications ended, who applied, the years side by side."""
    drawn = (_flow(tables), _ended(tables), _applicants(tables), _years(years))
    return [chart for chart in drawn if chart is not None]


#: Groups of outcomes as the form has them, by the rows that each begins with.
GROUPS = (
    ("g", "granted"),
    ("p", "partly_granted"),
    ("d", "denied"),
    ("u", "unavailable"),
    ("n", "not_processed"),
    ("o", "otherwise_closed"),
)


def _flow(tables: Tables) -> Chart | None:
    """Draw the flow only where the form's own sum holds: first and second together are third and fourth."""
    ins = [Stream(_("上年结转"), _count(tables, "carry")), Stream(_("本年新收"), _count(tables, "new"))]
    outs = [Stream(term(name), group_total(tables, code)) for code, name in GROUPS]
    outs.append(Stream(_("结转下年"), _count(tables, "fwd")))
    total = sum(one.value for one in ins)
    if not total or total != sum(one.value for one in outs):
        return None
    return flow(
        _("申请从哪里来，到哪里去"),
        ins,
        outs,
        middle=pgettext("申请", "应办"),
        unit=pgettext("申请", "件"),
        note=_("宽度就是件数：收到的都有去处。"),
    )


def _count(tables: Tables, row: str) -> int:
    return int(tables.cell3(row, "ct") or 0)


def group_total(tables: Tables, code: str) -> int:
    """Add up the outcomes of one group of table 三."""
    rows = (row for row in OUTCOME_ROWS if row == code or (row.startswith(code) and row[1:].isdigit()))
    return sum(_count(tables, row) for row in rows)


def _ended(tables: Tables) -> Chart | None:
    counted = [(row, int(tables.cell3(row, "ct") or 0)) for row in OUTCOME_ROWS]
    shown = [Bar(_outcome_label(row, tables.form), count) for row, count in counted if count]
    return bars(_("办理结果"), shown, unit=pgettext("申请", "件")) if shown else None


def _outcome_label(row: str, version: FormVersion) -> str:
    label = row_label(row, version)
    return label if english() else label.split("（区分处理")[0]


def _applicants(tables: Tables) -> Chart | None:
    counted = [(column, int(tables.cell3("new", column) or 0)) for column in TABLE3_COLUMNS[:-1]]
    if not any(count for _column, count in counted):
        return None
    shown = [Bar(term(f"table3.{column}"), count) for column, count in counted if count]
    return bars(_("谁在申请（本年新收）"), shown, unit=pgettext("申请", "件"))


def _years(years: Sequence[tuple[int, Tables | None]]) -> Chart | None:
    points = [(str(year), _as_float(tables.cell3("new", "ct") if tables else None)) for year, tables in years]
    if sum(value is not None for _year, value in points) < 2:
        return None
    gap = any(value is None for _year, value in points)
    note = _("“缺”表示该年度报告没有在此发布。") if gap else ""
    return columns(_("历年新收申请"), points, unit=pgettext("申请", "件"), note=note)


def _as_float(value: Cell) -> float | None:
    return None if value is None else float(value)
