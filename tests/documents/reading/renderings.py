"""Print a sample report in the ways that published reports are met, each after a variation seen in the wild."""

import html as html_escape
import json
import random
from collections.abc import Callable, Iterator

from tests.documents.reading.samples import Sample

Rows = list[list[str]]
BLANK = ""
HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def shown(cell: object) -> str:
    return BLANK if cell is None else str(cell)


def figures2(made: Sample, code: str) -> list[str]:
    cells = made.tables.extra[code] if made.tables.extra else made.tables.table2[code]
    return [shown(cell) for cell in cells]


def table2_rows(made: Sample) -> Rows:
    """Every row as its cells, a merged cell once."""
    rows: Rows = []
    for block in made.form.blocks:
        rows += [[block.heading], [block.first_column, *block.columns]]
        rows += [[label, *figures2(made, code)] for code, label in block.rows]
    return rows


def table3_head(made: Sample) -> Rows:
    return [
        [made.form.note3, "申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    ]


def table3_rows(made: Sample) -> list[tuple[list[str], list[str]]]:
    """Every row as (labels, figures): the label of a merged cell only where it begins."""
    before: tuple[str, ...] = ()
    rows = []
    for row, cells in rows_printed(made):
        labels = [label for depth, label in enumerate(row[0]) if label not in before[depth : depth + 1]]
        rows.append(([*labels, row[1]], [shown(cell) for cell in cells]))
        before = row[0]
    return rows


def rows_printed(made: Sample) -> Iterator[tuple[tuple[tuple[str, ...], str], tuple]]:
    """The rows in print; with an undivided sixth group its own label is the row's."""
    for row, cells in made.rows3():
        undivided = row.code == "o3" and made.tables.row3("o1") is None
        path = row.path[:1] if undivided else row.path
        label = "（六）其他处理" if undivided else row.label
        yield (path, label), cells


def table4_head() -> Rows:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    return [["行政复议", "行政诉讼"], [*results, "未经复议直接起诉", "复议后起诉"], results * 2]


def table4_figures(made: Sample) -> list[str]:
    return [shown(cell) for cell in made.tables.table4]


def assemble(made: Sample, tables: tuple[str, str, str], joint: str = "\n") -> str:
    parts = [made.title, made.preface()]
    for number, heading in enumerate(made.headings(), start=1):
        parts += [heading, *made.prose(number)]
        if 2 <= number <= 4:
            parts.append(tables[number - 2])
    return joint.join(parts)


def one_cell_per_line(made: Sample, rng: random.Random) -> str:
    """#2: every cell a line, blank lines between; 商业企业 broken in two."""
    joint = rng.choice(("\n\n", "\n"))

    def lines(rows: Rows) -> str:
        return joint.join(cell.replace("商业企业", "商业" + joint + "企业") for row in rows for cell in row)

    third = table3_head(made) + [labels + cells for labels, cells in table3_rows(made)]
    return assemble(
        made, (lines(table2_rows(made)), lines(third), lines([*table4_head(), table4_figures(made)])), joint
    )


def tabs(made: Sample, rng: random.Random) -> str:
    """#1: cells by tabs, merged cells once, leading tabs lost on some rows."""

    def line(cells: list[str], width: int, lead: int) -> str:
        return "\t" * lead + "\t".join(cells) + "\t" * max(0, width - len(cells) - lead)

    second = "\n".join(line(row, 4, 0) for row in table2_rows(made))
    third = [line(row, 10, number) for number, row in enumerate(table3_head(made))]
    for labels, cells in table3_rows(made):
        lead = rng.choice((0, 1, 2)) if len(labels) == 1 else 0
        third.append(line(labels + cells, 10, lead))
    fourth = [line(row, 15, 0) for row in [*table4_head(), table4_figures(made)]]
    return assemble(made, (second, "\n".join(third), "\n".join(fourth)))


def pipe_each_line(made: Sample, rng: random.Random) -> str:
    """#3: a pipe alone on the line behind each cell."""

    def lines(rows: Rows) -> str:
        return "\n".join(f"{cell}\n|" for row in rows for cell in row)

    third = table3_head(made) + [labels + cells for labels, cells in table3_rows(made)]
    return assemble(made, (lines(table2_rows(made)), lines(third), lines([*table4_head(), table4_figures(made)])))


def pipe_behind(made: Sample, rng: random.Random) -> str:
    """#3: a pipe behind each cell, colspans as pipes on a line of their own after the row."""

    def lines(rows: list[tuple[list[str], int]]) -> str:
        return "\n".join(
            "\n".join(f"{cell} |".strip() for cell in row) + ("\n" + "|" * pad if pad else "") for row, pad in rows
        )

    second = [(row, max(0, 4 - len(row))) for row in table2_rows(made)]
    third = [(row, 0) for row in table3_head(made)]
    third += [(labels + cells, 3 - len(labels) if len(labels) < 3 else 0) for labels, cells in table3_rows(made)]
    fourth = [(row, 0) for row in [*table4_head(), table4_figures(made)]]
    return assemble(made, (lines(second), lines(third), lines(fourth)))


def pipe_rows(made: Sample, rng: random.Random) -> str:
    """#4: a row a line, the label of a merged cell only on its first row."""
    framed = rng.random() < 0.5

    def lines(rows: Rows) -> str:
        return "\n".join(("| " if framed else "") + " | ".join(row) + " |" for row in rows)

    third = table3_head(made) + [labels + cells for labels, cells in table3_rows(made)]
    return assemble(made, (lines(table2_rows(made)), lines(third), lines([*table4_head(), table4_figures(made)])))


def pipe_padded(made: Sample, rng: random.Random) -> str:
    """#4: rows of ten cells, padded with empty ones where cells are merged."""

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    head = [[made.form.note3, "", "", "申请人情况", "", "", "", "", "", ""],
            ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
            ["", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""]]  # fmt: skip
    before: tuple[str, ...] = ()
    body = []
    for (path, label), cells in rows_printed(made):
        labels = [text if text not in before[depth : depth + 1] else "" for depth, text in enumerate(path)] + [label]
        body.append(labels + [""] * (3 - len(labels)) + [shown(cell) for cell in cells])
        before = path
    second = [row + [""] * (4 - len(row)) for row in table2_rows(made)]
    fourth = [["行政复议", "", "", "", "", "行政诉讼", *[""] * 9], [*table4_head()[1][:5], "未经复议直接起诉", "", "", "", "", "复议后起诉", "", "", "", ""],
              [""] * 5 + table4_head()[2], table4_figures(made)]  # fmt: skip
    rule = ["|" + "---|" * 10]
    third = [line(head[0]), *rule, *map(line, head[1:]), *map(line, body)]
    return assemble(made, ("\n".join(map(line, second)), "\n".join(third), "\n".join(map(line, fourth))))


def pipe_newlines(made: Sample, rng: random.Random) -> str:
    """#5: line breaks and spaces inside cells between pipes."""

    def lines(rows: Rows) -> str:
        return "\n".join("| \n " + " | \n ".join(row) + "  | " + "|" * rng.choice((0, 0, 2)) for row in rows)

    third = table3_head(made) + [labels + cells for labels, cells in table3_rows(made)]
    return assemble(made, (lines(table2_rows(made)), lines(third), lines([*table4_head(), table4_figures(made)])))


def pieces(made: Sample, rng: random.Random) -> str:
    """#8: Markdown, the tables cut into many pieces under headings of their own, columns named 数据1."""
    second = []
    for block in made.form.blocks:
        second += [
            f"### {block.heading}",
            "| " + " | ".join([block.first_column, *block.columns]) + " |",
            "|---" * (len(block.columns) + 1) + "|",
        ]
        second += ["| " + " | ".join([label, *figures2(made, code)]) + " |" for code, label in block.rows] + [""]
    names = [f"数据{number}" for number in range(1, 7)] + ["总计"]
    third = [
        f"({made.form.note3.strip('（）')})",
        "",
        "### 申请人情况 (自然人)",
        "| (数据项目) | 数量 |",
        "|---|---|",
        "| - | - |",
        "",
    ]
    group = None
    for (path, label), cells in rows_printed(made):
        if path[1:] != group or not path[1:]:
            third += [
                "",
                f"### {path[1] if len(path) > 1 else label}",
                "| 类别 | " + " | ".join(names) + " |",
                "|---" * 8 + "|",
            ]
            group = path[1:]
        third.append(f"| {label} | " + " | ".join(map(shown, cells)) + " |")
    fourth = []
    results = table4_head()[2][:5]
    for number, kind in enumerate(("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")):
        fourth += [f"### {kind}", "| " + " | ".join(results) + " |", "|---" * 5 + "|"]
        fourth += ["| " + " | ".join(table4_figures(made)[5 * number : 5 * number + 5]) + " |", ""]
    return assemble(made, ("\n".join(second), "\n".join(third), "\n".join(fourth)), "\n\n")


def glued(made: Sample, rng: random.Random) -> str:
    """#6: all cells run together, here and there a space."""

    def run(rows: Rows) -> str:
        return "".join("".join(row) + rng.choice(("", "", " ")) for row in rows)

    third = table3_head(made) + [labels + cells for labels, cells in table3_rows(made)]
    return assemble(made, (run(table2_rows(made)), run(third), run([*table4_head(), table4_figures(made)])), " ")


def layout(made: Sample, rng: random.Random) -> str:
    """#10: columns by spaces; long labels broken over lines, the figures between; the merged label one character a line."""
    lines = [("  " * (3 - len(row)) + "     ".join(row)) for row in table3_head(made)]
    vertical = list("三、本年度办理结果")
    for labels, cells in table3_rows(made):
        first = vertical.pop(0) if labels[0].startswith("三、") or (vertical and len(vertical) < 9) else ""
        label = labels[-1]
        head = "     ".join(labels[:-1]).replace("三、本年度办理结果", "")
        figures = "    ".join(cells)
        if len(label) > 18:
            lines += [
                f"{first}   {head}  {label[:16]}",
                f"                              {figures}",
                f"      {label[16:]}",
            ]
        else:
            lines.append(f"{first}   {head}    {label}          {figures}")
    second = ["     ".join(row) for row in table2_rows(made)]
    fourth = ["    ".join(row) for row in [*table4_head(), table4_figures(made)]]
    return assemble(made, ("\n".join(second), "\n".join(lines), "\n".join(fourth)))


def column_major(made: Sample, rng: random.Random) -> str:
    """#8: figures apart from their labels, in blocks of columns, some labels before and some behind."""
    rows = table3_rows(made)
    lines = [cell for row in table3_head(made) for cell in row]
    at = 0
    while at < len(rows):
        height = min(rng.choice((1, 1, 4, 10)), len(rows) - at)
        block = rows[at : at + height]
        labels = [label for names, _ in block for label in names]
        columns = ["\n".join(column) for column in zip(*(cells for _, cells in block), strict=True)]
        lines += [*labels, *columns] if rng.random() < 0.6 else [*columns, *labels]
        at += height
    return assemble(
        made,
        ("\n".join(cell for row in table2_rows(made) for cell in row), "\n\n".join(lines), "\n".join(cell for row in [*table4_head(), table4_figures(made)] for cell in row)),
    )  # fmt: skip


def in_one_line(made: Sample, rng: random.Random) -> str:
    """All line breaks lost, single spaces between the cells."""

    def run(rows: Rows) -> str:
        return " ".join(" ".join(row) for row in rows)

    third = table3_head(made) + [labels + cells for labels, cells in table3_rows(made)]
    return assemble(made, (run(table2_rows(made)), run(third), run([*table4_head(), table4_figures(made)])), " ")


def by_commas(made: Sample, rng: random.Random) -> str:
    """Cells by commas, a row a line."""

    def lines(rows: Rows) -> str:
        return "\n".join(",".join(row) for row in rows)

    third = table3_head(made) + [labels + cells for labels, cells in table3_rows(made)]
    return assemble(made, (lines(table2_rows(made)), lines(third), lines([*table4_head(), table4_figures(made)])))


def labels_apart(made: Sample, rng: random.Random) -> str:
    """#8: the labels of table 三 in one table, the figures in another."""
    rows = table3_rows(made)
    labels = "\n".join(f"| {names[-1]} |" for names, _ in rows)
    figures = "\n".join("| " + " | ".join(cells) + " |" for _, cells in rows)
    text = pieces(made, rng)
    begin, end = text.index("(本列"), text.index(made.headings()[3])
    return f"{text[:begin]}({made.form.note3.strip('（）')})\n\n{labels}\n\n{figures}\n\n{text[end:]}"


def spans(made: Sample, cell: Callable[[str], str] = html_escape.escape) -> tuple[str, str, str]:
    """The three tables as HTML with the merged cells of the form."""

    def tag(text: str, across: int = 1, down: int = 1) -> str:
        return f'<td colspan="{across}" rowspan="{down}">{cell(text)}</td>'

    second = []
    for block in made.form.blocks:
        second += [[tag(block.heading, 4)], [tag(block.first_column), *map(tag, block.columns)]]
        second += [[tag(label), *map(tag, figures2(made, code))] for code, label in block.rows]
    third = [
        [tag(made.form.note3, 3, 3), tag("申请人情况", 7)],
        [tag("自然人", 1, 2), tag("法人或其他组织", 5), tag("总计", 1, 2)],
    ]
    third.append([tag(name) for name in table3_head(made)[2]])
    printed = [(*path, label) for (path, label), _ in rows_printed(made)]
    begun: set[tuple[str, ...]] = set()
    for (path, label), cells in rows_printed(made):
        row = []
        for depth in range(len(path)):
            key = path[: depth + 1]
            if key not in begun:
                begun.add(key)
                row.append(tag(path[depth], 1, sum(other[: depth + 1] == key for other in printed)))
        third.append([*row, tag(label, 3 - len(path)), *(tag(shown(value)) for value in cells)])
    results = table4_head()[2][:5]
    fourth = [[tag("行政复议", 5), tag("行政诉讼", 10)], [*(tag(name, 1, 2) for name in results), tag("未经复议直接起诉", 5), tag("复议后起诉", 5)],
              [tag(name) for name in results * 2], [tag(value) for value in table4_figures(made)]]  # fmt: skip
    return tuple(
        "<table border=1><tbody>" + "".join(f"<tr>{''.join(row)}</tr>\n" for row in rows) + "</tbody></table>"
        for rows in (second, third, fourth)
    )  # type: ignore[return-value]


def page(
    made: Sample,
    tables: tuple[str, str, str],
    paragraph: Callable[[str], str] = lambda text: f"<p>{html_escape.escape(text)}</p>",
) -> str:
    parts = []
    for number, heading in enumerate(made.headings(), start=1):
        parts += [paragraph(heading), *map(paragraph, made.prose(number))]
        if 2 <= number <= 4:
            parts.append(tables[number - 2])
    return f"<h1>{made.title}</h1>{paragraph(made.preface())}" + "\n".join(parts)


_FRAME = """<!doctype html><html><head><meta charset="utf-8"><title>{title}-示例网站</title><script>var a="<table><tr><td>规章</td></tr></table>";</script></head>
<body><div><ul><li><a>首页</a></li><li>当前位置：首页 &gt; 政府信息公开年报</li></ul></div>
<table><tr><td>名称</td><td colspan=3>{title}</td></tr><tr><td>索引号</td><td>000/2024-00002</td><td>公开日期</td><td>2024-01-17</td></tr></table>
{body}<div>分享到 | 打印 | 关闭</div></body></html>"""


def html_in_markdown(made: Sample, rng: random.Random) -> str:
    """Markdown whose tables are HTML, as text recognition writes them."""
    return assemble(made, spans(made), "\n\n")


def html(made: Sample, rng: random.Random) -> str:
    """A page with a table of facts before the report."""
    return _FRAME.format(title=made.title, body=page(made, spans(made)))


def html_soup(made: Sample, rng: random.Random) -> str:
    """#11: pasted from Word, a span a character, blanks as <o:p>."""

    def soup(text: str) -> str:
        if not text:
            return "<p><span><o:p>&nbsp;</o:p></span></p>"
        return (
            "<p>"
            + "".join(f'<span style="x"><font face="y">{html_escape.escape(letter)}</font></span>' for letter in text)
            + "<o:p></o:p></p>"
        )

    return _FRAME.format(title=made.title, body=page(made, spans(made, soup), soup))


def html_padded(made: Sample, rng: random.Random) -> str:
    """#12: every row ten cells, empty ones in the place of spans."""
    body = pipe_padded(made, rng).splitlines()
    parts: list[str] = []
    for line in body:
        if line.startswith("|--"):
            continue
        if line.startswith("| "):
            cells = [cell.strip() for cell in line.strip()[1:-1].split("|")]
            row = "<tr>" + "".join(f"<td>{html_escape.escape(cell)}</td>" for cell in cells) + "</tr>"
            if parts and parts[-1].endswith("</table>"):
                parts[-1] = parts[-1].removesuffix("</table>") + row + "</table>"
            else:
                parts.append(f"<table>{row}</table>")
        else:
            parts.append(f"<p>{html_escape.escape(line)}</p>")
    return _FRAME.format(title=made.title, body="\n".join(parts))


def html_in_script(made: Sample, rng: random.Random) -> str:
    """#13: the page inside a string of JSON or of a script."""
    body = page(made, spans(made))
    if rng.random() < 0.5:
        return json.dumps({"code": 0, "data": {"title": made.title, "content": body}}, ensure_ascii=rng.random() < 0.5)
    quoted = (
        body.replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"').replace("\n", "\\n").replace("</", "<\\/")
    )
    return f"<html><body><script>var content = '{quoted}';</script></body></html>"


def html_flat(made: Sample, rng: random.Random) -> str:
    """Every cell a paragraph, no table at all."""
    lines = one_cell_per_line(made, rng).splitlines()
    return _FRAME.format(title=made.title, body="".join(f"<p>{html_escape.escape(line)}</p>" for line in lines if line))


def html_layout(made: Sample, rng: random.Random) -> str:
    """The report inside the tables with which old pages place their text."""
    return _FRAME.format(
        title=made.title,
        body=f"<table width=100%><tr><td><table><tr><td>{page(made, spans(made))}</td></tr></table></td></tr></table>",
    )


def own_tables(made: Sample, rng: random.Random) -> str:
    """#8: every result a table of its own under its label, a row under the heads of the columns."""
    return _each_alone(
        made, rng, lambda cells: ["| " + " | ".join(HEADS) + " |", "|---" * 7 + "|", "| " + " | ".join(cells) + " |"]
    )


def own_tables_upright(made: Sample, rng: random.Random) -> str:
    """#8: every result a table of its own, an applicant a row."""
    return _each_alone(
        made,
        rng,
        lambda cells: [
            "| 申请人类别 | 数量 |",
            "|---|---|",
            *(f"| {head} | {cell} |" for head, cell in zip(HEADS, cells, strict=True)),
        ],
    )


def _each_alone(made: Sample, rng: random.Random, table: Callable[[list[str]], list[str]]) -> str:
    lines = [f"({made.form.note3.strip('（）')})", ""]
    group: tuple[str, ...] = ()
    for (path, label), cells in rows_printed(made):
        if path[1:] and path[1:] != group:
            group = path[1:]
            lines += ["", f"### {path[1]}"]
        lines += ["", label, "", *table([shown(cell) for cell in cells])]
    text = pieces(made, rng)
    begin, end = text.index("(本列"), text.index(made.headings()[3])
    return text[:begin] + "\n".join(lines) + "\n\n" + text[end:]


def seventeen_columns(made: Sample, rng: random.Random) -> str:
    """#3: rows of seventeen cells, blank ones strewn between the figures where cells reach over several columns."""

    def padded(line: str) -> str:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        spare = 17 - len(cells)
        wide: list[str] = []
        for index, cell in enumerate(cells):
            wide.append(cell)
            if index and spare and rng.random() < 0.6:
                wide.append("")
                spare -= 1
        return "| " + " | ".join(wide + [""] * spare) + " |"

    return "\n".join(
        padded(line) if line.count("|") > 1 else line for line in pipe_rows(made, random.Random(3)).split("\n")
    )


def headless(made: Sample, rng: random.Random) -> str:
    """#18: no headings at all."""
    text = one_cell_per_line(made, rng)
    for heading in made.headings():
        text = text.replace(heading, "")
    return text


def heads_cut(made: Sample, rng: random.Random) -> str:
    """#7: the words of the heads cut short, the number of the item gone."""
    text = one_cell_per_line(made, rng)
    for item in "一五六八":
        text = text.replace(f"第二十条第（{item}）项", "第二十条第（ ）项")
    for head in ("本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量"):
        text = text.replace(head, head[2:4])
    return text


def contents_first(made: Sample, rng: random.Random) -> str:
    """#17: the headings once as a list of contents, then in place."""
    return "\n".join(made.headings()) + "\n" + one_cell_per_line(made, rng)


TEXTS: dict[str, Callable[[Sample, random.Random], str]] = {
    rendering.__name__: rendering
    for rendering in (
        one_cell_per_line, tabs, pipe_each_line, pipe_behind, pipe_rows, pipe_padded, pipe_newlines, pieces, layout, column_major,
        html, html_soup, html_padded, html_in_script, html_flat, html_layout,
        own_tables, own_tables_upright, seventeen_columns, headless, heads_cut, contents_first, in_one_line, by_commas, labels_apart,
        html_in_markdown,
    )
}  # fmt: skip
