"""All reports as open data: one CSV for each table, a dictionary of their columns; and organs side by side on one scale."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import existing
from gongkai.apps.reporting import queries
from gongkai.apps.reporting.content import tables_from_json
from gongkai.apps.reporting.models import ReportVersion
from gongkai.documents.writing.text import number_text
from gongkai.law.annual_report import forms
from gongkai.law.annual_report.model import TABLE2_ROWS, TABLE3_COLUMNS, TABLE3_ROWS, TABLE4_CELLS, Cell, Tables
from gongkai.web.access import public, today
from gongkai.web.portal.frame import Head, plain_page
from gongkai.web.portal.report_list_views import REPORTING_KINDS, YEARS_SHOWN
from gongkai.web.ui.charts import Chart, columns

HEADS = ("organ_code", "organ", "year", "version", "digest")
#: Organs on one page of comparison.
MOST_ORGANS = 6


class _Echo:
    """What `csv` writes into is handed on line by line."""

    def write(self, line: str) -> str:
        return line


@public
@require_safe
def table(request: HttpRequest, number: int) -> HttpResponseBase:
    """
    Give table 二, 三 or 四 of every published report as CSV: one line for each row of the form.

    :raises Http404: there is no such table.
    """
    if number not in (2, 3, 4):
        raise Http404
    writer = csv.writer(_Echo())

    def content() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([*HEADS, *_columns(number)])
        for version in queries.newest_of_all():
            heads = [
                version.report.organ.code,
                version.content["organ"],
                version.report.year,
                version.number,
                version.digest,
            ]
            for cells in _rows(number, tables_from_json(version.content["tables"])):
                yield writer.writerow([*heads, *cells])

    response = StreamingHttpResponse(content(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="annual-reports-table{number}.csv"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _columns(number: int) -> Sequence[str]:
    if number == 2:
        return ("row", "issued_or_count_or_amount", "repealed", "in_force")
    if number == 3:
        return ("row", *TABLE3_COLUMNS)
    return ("kind", "m", "k", "o", "w", "t")


def _rows(number: int, tables: Tables) -> Iterator[list[str]]:
    if number == 2:
        for row in TABLE2_ROWS:
            cells = tables.table2[row]
            yield [row, *map(number_text, cells), *([""] * (3 - len(cells)))]
    elif number == 3:
        for row, found in zip(TABLE3_ROWS, tables.table3, strict=True):
            if found is not None:
                yield [row, *map(number_text, found)]
    else:
        for place, kind in enumerate(("rec", "dir", "aft")):
            yield [kind, *map(number_text, tables.table4[5 * place : 5 * place + 5])]


@public
@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """Say what every column and every row of the three CSV files is, with its legal name."""
    names: dict[str, Any] = {
        "heads": {
            "organ_code": "机关代码", "organ": "报告中的机关名称", "year": "年度", "version": "版本（更正后加一）",
            "digest": "内容校验值（SHA-256）",
        },
        "table2": {
            "row": {row: forms.row2_name(row) for row in TABLE2_ROWS},
            "issued_or_count_or_amount": "规章和行政规范性文件为本年制发件数；许可、处罚、强制为本年处理决定数量；收费为本年收费金额（万元）",
            "repealed": "本年废止件数（只有规章和行政规范性文件）",
            "in_force": "现行有效件数（只有规章和行政规范性文件）",
        },
        "table3": {
            "row": {row: forms.row3_name(row) for row in TABLE3_ROWS},
            **{column: forms.column3_name(column) for column in TABLE3_COLUMNS},
        },
        "table4": {
            "kind": {kind: forms.proceeding_name(kind) for kind in ("rec", "dir", "aft")},
            **{code.partition(".")[2]: forms.cell4_name(code).rpartition("”")[2] for code in TABLE4_CELLS[:5]},
        },
    }  # fmt: skip
    response = JsonResponse(names, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@public
@require_safe
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Show organs side by side over the years, every picture on the same scale; a year without a report is a gap."""
    organs = list(existing(today()).filter(kind__in=REPORTING_KINDS))
    asked = request.GET.getlist("organ")[:MOST_ORGANS]
    chosen = [organ for organ in organs if organ.code in asked]
    figure = request.GET.get("figure", "new")
    figures = _figures()
    if figure not in figures:
        raise Http404
    last = today().year - 1
    years = list(range(last - YEARS_SHOWN + 1, last + 1))
    return plain_page(
        request,
        "report_side_by_side.html",
        crumbs=[(_("年度报告一览"), reverse("portal:report-grid")), (_("单位对比"), "")],
        head=Head(column=_("单位对比"), description=_("各机关年度报告的同一数字，同一尺度")),
        organs=organs,
        chosen={organ.code for organ in chosen},
        figures=figures.items(),
        figure=figure,
        most=MOST_ORGANS,
        charts=_charts(chosen, years, figure, figures[figure]),
    )


def _figures() -> dict[str, str]:
    return {
        "new": _("本年新收申请"),
        "tot": _("本年办结申请"),
        "fwd": _("结转下年申请"),
        "normative_document": _("现行有效规范性文件"),
        "proceedings": _("复议和诉讼"),
    }


def _charts(organs: Sequence[Organ], years: Sequence[int], figure: str, label: str) -> list[Chart]:
    if not organs:
        return []
    found: dict[int, dict[int, float | None]] = {organ.pk: dict.fromkeys(years) for organ in organs}
    for row in queries.grid(organs, years):
        for year, version in zip(years, row.versions, strict=True):
            found[row.organ.pk][year] = _value(version, figure) if version else None
    top = max((value for values in found.values() for value in values.values() if value is not None), default=0.0)
    return [
        columns(
            f"{organ.short_name} · {label}",
            [(str(year), found[organ.pk][year]) for year in years],
            unit=pgettext("申请", "件"),
            maximum=top or 1,
        )
        for organ in organs
    ]


def _value(version: ReportVersion, figure: str) -> float | None:
    tables = tables_from_json(version.content["tables"])
    value: Cell
    if figure == "normative_document":
        value = tables.table2["normative_document"][2]
    elif figure == "proceedings":
        known = [cell for code in TABLE4_CELLS if code.endswith(".t") and (cell := tables.cell4(code)) is not None]
        value = sum(known) if known else None
    else:
        value = tables.cell3(figure, "ct")
    return None if value is None else float(value)
