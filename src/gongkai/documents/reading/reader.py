"""Read a report: its text in order, the sections, the tables within them, and who reports."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from gongkai.documents.reading.cutting import Budget
from gongkai.documents.reading.errors import UnreadableReport
from gongkai.documents.reading.headings import FULL, Heading, find_headings
from gongkai.documents.reading.prose import paragraphs, whole_lines
from gongkai.documents.reading.regions import find_regions
from gongkai.documents.reading.result import STANDINGS, Proof, ReadReport, Standing, TableReading
from gongkai.documents.reading.sources import open_source
from gongkai.documents.reading.stream import Stream
from gongkai.documents.reading.table2 import read_table2, version_of
from gongkai.documents.reading.table3 import read_table3
from gongkai.documents.reading.table4 import read_table4
from gongkai.documents.reading.title import Identity, identify
from gongkai.documents.reading.vocabulary import HAN, placeholders
from gongkai.law.annual_report.model import (
    TABLE2_ROWS,
    TABLE3_ROWS,
    TABLE4_CELLS,
    FormVersion,
    Report,
    Section,
    Tables,
)

_NAMES = {"table2": "表二", "table3": "表三", "table4": "表四"}


def read_report(source: Path | str | bytes, name: str = "", *, scans: bool = True) -> ReadReport:
    """
    Read a published yearly report of any of the usual kinds; `name` is that of a file given as bytes.

    The answer holds a blank for every cell that is blank, missing, or cannot be told for certain; `refused` gives the candidates.
    Without `scans`, pages that are pictures raise `PutOff` where they could be recognised: that takes its time.
    Raises `UnreadableReport` with one line on what is wrong and what to do.
    """
    if isinstance(source, bytes):
        data, name = source, name or "文件"
    else:
        path = Path(source)
        name = name or path.name
        data = _bytes(path, name)
    try:
        return _best(open_source(data, name, scans=scans), name)
    except UnreadableReport as error:
        raise error.named(name) from error
    except (RecursionError, MemoryError) as error:
        raise UnreadableReport(
            "too_complex", "文件嵌套过深或过大，无法读取，请另存为普通文档后重试。", name=name
        ) from error


def _bytes(path: Path, name: str) -> bytes:
    from gongkai.documents.reading.sources import MOST_BYTES

    if path.is_dir():
        raise UnreadableReport("wrong_type", "这是文件夹，不是文件，请逐个读取其中的文件。", name=name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableReport(
                "too_large", f"文件超过{MOST_BYTES // 2**20}MB，年度报告不会这么大，请检查文件。", name=name
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableReport("damaged", f"文件打不开（{error.strerror}），请检查路径和权限。", name=name) from error


def _best(sources: Sequence[Callable[[], Stream]], name: str) -> ReadReport:
    """Read by the quickest way into the file; take a slower one only where the sums are not satisfied."""
    best: ReadReport | None = None
    refusal: UnreadableReport | None = None
    for source in sources:
        try:
            read = read_stream(source(), name)
        except UnreadableReport as error:
            refusal = refusal or error
            continue
        if best is None or _rank(read) > _rank(best):
            best = read
        if all(read.proofs[table].standing is Standing.PROVED for table in ("table3", "table4")) and _is_full(read):
            break
    if best is None:
        raise refusal or UnreadableReport("no_tables", "未找到年度报告的表格。")
    return best


def _is_full(read: ReadReport) -> bool:
    tables = read.report.tables
    return tables is not None and (
        tables.form is FormVersion.F2019 or all(None not in row for row in tables.table2.values())
    )


def _rank(read: ReadReport) -> tuple[int, int]:
    """Rank readings of one file: proved tables, then filled cells."""
    proved = sum(proof.standing is Standing.PROVED for proof in read.proofs.values())
    tables = read.report.tables
    if tables is None:
        return proved, 0
    cells = [cell for row in tables.table3 for cell in row or ()] + [
        cell for row in tables.table2.values() for cell in row
    ]
    return proved, sum(cell is not None for cell in [*cells, *tables.table4])


def read_stream(stream: Stream, name: str) -> ReadReport:
    """Read a report from its text; raises `UnreadableReport` if none of the three tables is in it."""
    headings = find_headings(stream)
    regions = find_regions(stream, headings)
    version = version_of(stream, *regions.table2) if regions.table2 else None
    budget = Budget()
    identity = identify(stream, headings[0].begin if headings else regions.first, name)
    form = version or _form_of_year(identity.year)
    readings = {
        "table2": read_table2(stream, *regions.table2, form, budget) if regions.table2 else None,
        "table3": read_table3(stream, *regions.table3) if regions.table3 else None,
        "table4": read_table4(stream, *regions.table4, budget) if regions.table4 else None,
    }
    if not any(readings.values()):
        raise UnreadableReport("no_tables", _without_tables(headings), name=name)
    return _result(stream, name, headings, identity, form, readings)


def _form_of_year(year: int | None) -> FormVersion:
    return FormVersion.F2019 if year in (2019, 2020) else FormVersion.F2021


def _without_tables(headings: Sequence[Heading]) -> str:
    if sum(heading.weight >= FULL for heading in headings) >= 3:
        return "找到了年度报告的章节，但没有表二、表三、表四的文字，表格可能是图片；请换用带表格文字的版本。"
    return "未找到政府信息公开年度报告的三张表，这可能不是年度报告，请检查文件。"


def _result(
    stream: Stream,
    name: str,
    headings: Sequence[Heading],
    identity: Identity,
    form: FormVersion,
    readings: dict[str, TableReading | None],
) -> ReadReport:
    present = {table: reading for table, reading in readings.items() if reading}
    notes = [*stream.notes, *identity.notes]
    notes += [f"原文中没有{_NAMES[table]}。" for table in readings if table not in present]
    notes += [note for reading in present.values() for note in reading.notes]
    notes += [note for table, reading in present.items() for note in _blanks(table, reading)]
    spans = [whole_lines(stream, reading.span) for reading in present.values() if reading.span]
    first = min([heading.begin for heading in headings[:1]] + [low for low, _ in spans])
    report = Report(
        organ=identity.organ,
        year=identity.year,
        title=identity.title,
        preface="\n".join(_preface(stream, first, identity.title)),
        sections=_sections(stream, headings, spans),
        tables=_tables(form, present),
        published_on=identity.published_on,
        organ_kind=identity.organ_kind,
        source=name,
    )
    missing = Proof(Standing.MISSING, STANDINGS[Standing.MISSING])
    return ReadReport(
        report=report,
        notes=tuple(dict.fromkeys(notes)),
        proofs={table: present[table].proof if table in present else missing for table in readings},
        remarks={key: remark for reading in present.values() for key, remark in reading.remarks.items()},
        period=identity.period,
        contact=identity.contact,
        kind=stream.kind,
        stream=stream,
        traces={key: trace for reading in present.values() for key, trace in reading.traces.items()},
    )


def _blanks(table: str, reading: TableReading) -> list[str]:
    """Tell of cells that hold nothing, or a sign for nothing: they are not taken for zero."""
    cells = [cell for row in (*reading.rows.values(), *reading.extra.values()) for cell in row or ()]
    if cells and all(cell is None for cell in cells) and reading.proof.standing is Standing.READ:
        return [f"{_NAMES[table]}全部单元格空白，没有任何数值。"]
    signs = [sign for key, sign in reading.remarks.items() if key.startswith(table) and sign in placeholders()]
    blank = reading.blank - len(signs)
    notes = [f"{_NAMES[table]}有{len(signs)}格填“{signs[0]}”，未按0处理。"] if signs else []
    if blank > 0:
        notes.append(f"{_NAMES[table]}有{blank}格空白，未按0处理。")
    return notes


def _preface(stream: Stream, end: int, title: str) -> list[str]:
    """Give the paragraphs before the first section, from the one behind the title on."""
    found = [text.removeprefix(title).strip() for text in paragraphs(stream, 0, end)]
    plain = "".join(title.split())
    behind = [index for index, text in enumerate(found) if plain and len(text) > 3 and _without_label(text) in plain]
    return [text for text in (found[max(behind) + 1 :] if behind else found) if not _AROUND.match(text)]


#: Lines of a page around its text: rules, and what it says of itself.
_AROUND = re.compile(
    r"[^\u3400-\u9fff]*(?:正文)?[^\u3400-\u9fff]*\Z|(?:栏目|标题|来源|发布日期|浏览次数|字号|索引号)\s*[:：]"
)


def _without_label(text: str) -> str:
    return re.sub(r"^标题[:：]", "", "".join(text.split()))


def _sections(stream: Stream, headings: Sequence[Heading], spans: Sequence[tuple[int, int]]) -> tuple[Section, ...]:
    ends = [*(heading.begin for heading in headings[1:]), len(stream.text)][: len(headings)]
    return tuple(
        Section(
            heading.number,
            " ".join(stream.text[heading.begin : heading.end].split()),
            _said(paragraphs(stream, heading.end, end, spans), heading.number),
        )
        for heading, end in zip(headings, ends, strict=True)
    )


def _said(found: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Around the tables, leave out what is but a bracket or a rule that was torn off one."""
    return tuple(text for text in found if HAN.search(text)) if number in (2, 3, 4) else found


def _tables(form: FormVersion, present: dict[str, TableReading]) -> Tables:
    second, third, fourth = (present.get(table) for table in ("table2", "table3", "table4"))
    blank2 = {row: (None,) * width for row, width in TABLE2_ROWS.items()}
    return Tables(
        form=form,
        table2={row: cells or blank2[row] for row, cells in second.rows.items()} if second else blank2,
        table3=tuple(third.rows[row] for row in TABLE3_ROWS) if third else (None,) * len(TABLE3_ROWS),
        table4=(fourth.rows["cells"] or ()) if fourth else (None,) * len(TABLE4_CELLS),
        extra=second.extra if second else {},
    )
