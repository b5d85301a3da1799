"""Print a sample report as office files: DOCX through python-docx, PDF through typst."""

import io
import zipfile
from collections.abc import Callable

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gongkai.law.annual_report.forms import FormTable
from tests.documents.reading.renderings import figures2, shown
from tests.documents.reading.samples import Sample


def figure(made: Sample, number: int, row: str, column: str) -> str:
    if number == 2:
        return figures2(made, row)[int(column)]
    if number == 3:
        return shown(made.tables.cell3(row, column))
    return shown(made.tables.cell4(f"{row}.{column}"))


def laid_out(made: Sample, number: int) -> tuple[int, int, list[tuple[int, int, int, int, str]]]:
    """A table as cells (x, y, w, h, text), from the layout of the form; the sixth group undivided where the sample has it so."""
    table: FormTable = (made.form.table2, made.form.table3, made.form.table4)[number - 2]
    drop = set()
    if number == 3 and made.tables.row3("o1") is None and made.tables.form.value == "2021":
        places = {cell.code: cell.y for cell in table.cells if cell.code in ("o1", "o2")}
        drop = set(places.values())
    cells = [(cell.x, cell.y, cell.w, cell.h, cell.text) for cell in table.cells]
    cells += [
        (cell.x, cell.y, cell.w, cell.h, figure(made, number, row, column))
        for (row, column), cell in table.figures.items()
        if cell.y not in drop
    ]
    if not drop:
        return table.width, table.height, cells
    low = min(drop)
    kept = []
    for x, y, w, h, text in cells:
        if text == "（六）其他处理":
            kept.append((x, low, 2, 1, text))
        elif y in drop or (y == low + 2 and x == 2 and text.startswith("3.")):
            continue
        else:
            inside = y < low < y + h
            kept.append((x, y - 2 if y > low else y, w, h - 2 if inside else h, text))
    return table.width, table.height - 2, kept


def as_docx(made: Sample, change: Callable[[docx.document.Document, Sample], None] | None = None) -> bytes:
    """A document with the merged cells of the form."""
    document = docx.Document()
    document.add_paragraph(made.title)
    document.add_paragraph(made.preface())
    for number, heading in enumerate(made.headings(), start=1):
        document.add_paragraph(heading)
        for text in made.prose(number):
            document.add_paragraph(text)
        if 2 <= number <= 4:
            add_table(document, made, number)
    if change:
        change(document, made)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_table(parent, made: Sample, number: int):
    width, height, cells = laid_out(made, number)
    table = parent.add_table(rows=height, cols=width)
    flat = table._cells  # one walk over the table; table.cell() walks it anew each time
    grid = [flat[y * width : (y + 1) * width] for y in range(height)]
    for x, y, w, h, text in cells:
        cell = grid[y][x] if w == h == 1 else grid[y][x].merge(grid[y + h - 1][x + w - 1])
        cell.text = text
    return table


def nested(made: Sample) -> bytes:
    """A document whose tables stand inside the cell of an outer table."""
    document = docx.Document()
    document.add_paragraph(made.title)
    outer = document.add_table(rows=1, cols=1).cell(0, 0)
    outer.add_paragraph(made.preface())
    for number, heading in enumerate(made.headings(), start=1):
        outer.add_paragraph(heading)
        for text in made.prose(number):
            outer.add_paragraph(text)
        if 2 <= number <= 4:
            width, height, _ = laid_out(made, number)
            del width, height
            inner = _inner_table(outer, made, number)
            assert inner is not None
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _inner_table(cell, made: Sample, number: int):
    class Parent:
        def add_table(self, rows: int, cols: int):
            return cell.add_table(rows, cols)

    return add_table(Parent(), made, number)


def in_text_box(made: Sample) -> bytes:
    """A document whose title stands in a text box, once for new readers and once for old ones."""

    def change(document, made: Sample) -> None:
        first = document.paragraphs[0]
        first.clear()
        inner = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>{made.title}</w:t></w:r></w:p></w:txbxContent>"
        shape = (
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">'
            f"<mc:Choice Requires='wps'><wps:txbx>{inner}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{inner}</v:textbox></mc:Fallback>"
            "</mc:AlternateContent>"
        )
        first.add_run()._r.append(parse_xml(shape))

    return as_docx(made, change)


def with_document_xml(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with another body."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            target.writestr(item, change(content) if item.filename == "word/document.xml" else content)
    return buffer.getvalue()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _typst_table(made: Sample, number: int, stroke: str, size: str) -> str:
    width, height, cells = laid_out(made, number)
    del height
    body = ",\n".join(
        f'table.cell(x:{x},y:{y},colspan:{w},rowspan:{h},breakable:true)[#"{_quoted(text)}"]'
        for x, y, w, h, text in cells
    )
    widths = {2: "(2fr,1fr,1fr,1fr)", 3: "(2em,5em,1fr," + "2.6em," * 7 + ")", 4: "(1fr,)*15"}[number]
    assert width
    return f"#text(size: {size})[#table(columns: {widths}, stroke: {stroke}, inset: 3pt, align: center + horizon,\n{body})]\n"


def typst_source(made: Sample, *, stroke: str = "0.5pt", columns: int = 1, fill: int = 0) -> str:
    font = '"Noto Serif CJK SC"'
    flow = [f'#align(center)[#text(size: 18pt)[#"{_quoted(made.title)}"]]', f'#"{_quoted(made.preface())}"\n']
    for number, heading in enumerate(made.headings(), start=1):
        flow.append(f'#par[#"{_quoted(heading)}"]')
        flow += [f'#par[#"{_quoted(text)}"]' for text in made.prose(number) * (1 + fill)]
        if 2 <= number <= 4:
            flow.append(_typst_table(made, number, stroke, "7pt" if columns > 1 else "9pt"))
    page = f'#set page(paper: "a4", columns: {columns}, margin: 2.2cm, footer: context align(center)[— #counter(page).display() —])\n'
    return (
        f'{page}#set text(font: {font}, size: 14pt, lang: "zh")\n#set par(first-line-indent: 2em, justify: true)\n'
        + "\n".join(flow)
    )


def as_pdf(made: Sample, **how) -> bytes:
    """A PDF; `stroke="none"` leaves the rules out, `columns=2` sets the text in two columns, `fill` lengthens the text."""
    return typst.compile(typst_source(made, **how).encode())
