"""
Lists for the platforms of other organs, and how their answers are read: mapped by `data/platforms.toml`.

A mapping that is not internal takes from the masked form only, so it cannot hold more than the public page.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO, StringIO

from gongkai.apps.benefits import parts
from gongkai.apps.benefits.errors import BenefitError
from gongkai.apps.benefits.models import BenefitBatch, PublicNotice
from gongkai.apps.benefits.reach import answering
from gongkai.documents.personal_data.table import as_text
from gongkai.documents.rebuilding.sheets.plain import harmless
from gongkai.law.benefits import column_headings, program_kind

#: A template has these columns, in this order.
TEMPLATE = ("序号", "村", "村民小组", "姓名", "身份证号", "联系电话", "一卡通账号")


@dataclass(frozen=True)
class Platform:
    """A platform: what it is called, its columns (heading and field), how its file of complaints names its columns."""

    id: str
    label: str
    file: str
    internal: bool
    columns: tuple[tuple[str, str], ...]
    complaints: Mapping[str, Sequence[str]]


@cache
def platforms() -> Mapping[str, Platform]:
    """Load the mappings."""
    raw = tomllib.loads(files("gongkai.apps.benefits").joinpath("data/platforms.toml").read_text(encoding="utf-8"))
    return {
        name: Platform(
            id=name,
            label=one["label"],
            file=one["file"],
            internal=one["internal"],
            columns=tuple((column["heading"], column["field"]) for column in one["columns"]),
            complaints=one["complaints"],
        )
        for name, one in raw["platforms"].items()
    }


def export_rows(notice: PublicNotice, platform: Platform) -> Iterator[list[str]]:
    """Give headings and rows as the platform wants them."""
    yield [heading for heading, _field in platform.columns]
    batch = notice.batch
    shared = _shared(notice)
    shown = [column for column in batch.columns if column["online"] != "left_out"]
    name_at = 1 + next((at for at, column in enumerate(shown) if column["field"] == "name"), 0)
    raw = {column["field"]: at for at, column in enumerate(batch.columns) if column["field"]}
    for part in batch.parts.all().iterator(chunk_size=20):
        online = parts.opened(part.online)
        for at, (_number, group, amount, cells) in enumerate(parts.opened(part.rows)):
            own = {"village": part.place, "group": group, "amount": amount}
            own["name_masked"] = as_text(online[at][name_at]) if at < len(online) else ""
            if platform.internal:
                own |= {field: as_text(cells[place]) if place < len(cells) else "" for field, place in raw.items()}
                own |= {"village": part.place, "amount": amount}
            yield [harmless((own | shared).get(field, "")) for _heading, field in platform.columns]


def _shared(notice: PublicNotice) -> dict[str, str]:
    batch, program = notice.batch, notice.batch.program
    return {
        "kind": program_kind(program.kind, on=notice.starts_on).label,
        "program": program.name,
        "basis": program.basis,
        "standard": program.standard_text or (f"{program.standard}元" if program.standard is not None else ""),
        "period": f"{batch.period_from:%Y-%m}至{batch.period_to:%Y-%m}",
        "period_to": batch.period_to.isoformat(),
        "batch": batch.public_key,
        "township": answering(notice.organ).short_name,
        "starts_on": notice.starts_on.isoformat(),
        "ends_on": notice.ends_on.isoformat(),
        "phone": notice.phone,
    }


def as_csv(rows: Iterator[list[str]]) -> bytes:
    """Write rows as UTF-8 CSV with a byte order mark."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(rows: Iterator[Sequence[str]], *, name: str, text_columns: int = 60, widths: int = 16) -> bytes:
    """Write rows as a workbook in which every cell is text."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(name[:31])
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, text_columns, widths, text)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write_string(at, column, value, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def template_xlsx(kind: str, *, on: date) -> bytes:
    """Give the empty form of a list: headings that are recognised, number columns set to text."""
    unit = program_kind(kind, on=on).unit
    more = {"quantity": ("面积",), "persons": ("人数", "月数"), "months": ("月数",)}.get(unit, ())
    heads = [*TEMPLATE, *more, "金额"]
    known = column_headings(on)
    if any(head in known for head in more) or not more:
        return as_xlsx(iter([heads]), name="名单")
    raise BenefitError("模板的列与规则数据不符。请检查 law/data/benefits.toml。")


PROBLEM_HEADS = ("工作表", "行", "列", "表头", "问题", "现为", "应为", "是否必须改正")


def problem_table(batch: BenefitBatch, *, on: date) -> Iterator[list[str]]:
    """Give the problems of a list as rows to download, mend by, and upload anew."""
    from gongkai.apps.benefits.queries import problem_rows
    from gongkai.law.benefits import row_checks

    checks = row_checks(on)
    yield list(PROBLEM_HEADS)
    for problem in problem_rows(batch):
        check = checks[problem["check"]]
        yield [
            problem["sheet"], str(problem["row"] or ""), problem["column"], problem["heading"], check.label,
            problem["found"], problem["expected"], "必须改正" if check.blocks else "核实说明",
        ]  # fmt: skip


def complaint_rows(data: bytes, name: str, platform: Platform) -> list[dict[str, str]]:
    """
    Read a file of complaints of a platform into our fields.

    :raises BenefitError: no table, or no columns that the mapping knows.
    """
    from gongkai.documents.rebuilding import Refused
    from gongkai.documents.rebuilding.lists import read_list

    try:
        read = read_list(data, name)
    except Refused as refusal:
        raise BenefitError(str(refusal), field="file") from refusal
    rows = list(read.sheets[0].rows()) if read.sheets else []
    heads = ["".join(as_text(cell).split()) for cell in rows[0]] if rows else []
    places = {
        field: next((heads.index(heading) for heading in headings if heading in heads), -1)
        for field, headings in platform.complaints.items()
    }
    if places.get("reference", -1) < 0 or places.get("state", -1) < 0:
        wanted = "、".join(f"“{headings[0]}”" for headings in platform.complaints.values())
        raise BenefitError(f"第1行没有找到“{platform.label}”的表头。应有：{wanted}。", field="file")
    return [
        {field: as_text(row[at]) if 0 <= at < len(row) else "" for field, at in places.items()}
        for row in rows[1:]
        if any(cell not in ("", None) for cell in row)
    ]
