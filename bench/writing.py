"""
How fast documents are written, as ratios measured in one alternating run (goal G9: letter PDF ≥ 0.7 × bare reused typst, ≤ 25 ms).

    python bench/writing.py [--rounds 7] [--letters 40]

The bare peer compiles a flat source with the same text, page and archival tags on a compiler that is kept, without our templates,
checks and font map. The peer for Word is python-docx, which builds the same paragraphs; for a report it draws the same table 三.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from gongkai.documents.writing import (
    LetterDocument,
    MissingFonts,
    ReportDocument,
    font_set,
    letter_docx,
    letter_pdf,
    report_docx,
    report_pdf,
)
from gongkai.documents.writing.grids import grids
from gongkai.documents.writing.typesetting import STANDARDS, TEMPLATES
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import FormVersion, Report, Section, Tables, zero_tables

CHARACTERS = (
    "本机关依法公开政府信息并按规定登记审核办理答复归档做到准确及时便民补贴发放名册土地征收批准文件查阅提供说明理由"
)
#: The two sides never set the same text: typst remembers paragraphs across compilers, and the second would win.
OTHER = 1_000_000
WARM = 25
ORGAN = "示例县青石乡人民政府（演示）"


@dataclass(frozen=True)
class Goal:
    """What is compared with what, and the least ratio of their speeds that is good enough (None: only told)."""

    name: str
    ours: Callable[[int], bytes]
    peer: Callable[[int], bytes]
    limit: float | None


def sentence(seed: int, length: int) -> str:
    """Give text that was never set before, so that no cache helps anybody."""
    random = Random(seed)
    return "".join(random.choice(CHARACTERS) for _ in range(length)) + "。"


def letter(number: int) -> LetterDocument:
    """Give a letter of about one page and a half."""
    return LetterDocument(
        organ=ORGAN,
        number=f"示青公复〔2026〕{number + 1}号",
        title="政府信息公开申请告知书",
        addressee="演示乙",
        paragraphs=tuple(sentence(number * 100 + k, 90) for k in range(7)),
        remedies=(sentence(number * 100 + 50, 110),),
        contact="联系人：演示丙，电话：0000-1234567",
        attachments=("材料一（演示）", "材料二（演示）"),
        dated_on=date(2026, 1, 26),
    )


def report(number: int) -> ReportDocument:
    """Give a report of about three pages with the three tables filled."""
    zero = zero_tables()
    tables = Tables(
        form=FormVersion.F2021,
        table2=zero.table2,
        table3=tuple(tuple((number * 7 + x * y) % 997 for x in range(7)) for y in range(25)),
        table4=tuple(number % 13 + x for x in range(15)),
    )
    headings = form(FormVersion.F2021).headings
    texts = {1: 3, 5: 1, 6: 1}
    sections = tuple(
        Section(n, heading, tuple(sentence(number * 1000 + n * 10 + k, 140) for k in range(texts.get(n, 0))))
        for n, heading in enumerate(headings, start=1)
    )
    title = form(FormVersion.F2021).title(ORGAN, 2023)
    made = Report(ORGAN, 2023, title, sentence(number, 100), sections, tables)
    return ReportDocument(made, ORGAN, signer="演示甲", signed_on=date(2024, 1, 26))


class Bare:
    """A typst compiler that is kept and fed flat sources."""

    def __init__(self) -> None:
        import typst

        fonts = font_set()
        self.families = {role: json.dumps(names, ensure_ascii=False)[1:-1] for role, names in fonts.families.items()}
        self.compiler = typst.Compiler(root=TEMPLATES, font_paths=fonts.fonts, ignore_system_fonts=True)

    def pdf(self, source: str) -> bytes:
        """Compile a source."""
        made = self.compiler.compile(input=source.encode(), format="pdf", pdf_standards=STANDARDS, timestamp=0)
        assert isinstance(made, bytes)
        return made

    def page(self, title: str) -> str:
        """Give the settings of the page."""
        return (
            f"#set document(title: {quoted(title)})\n"
            '#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm),'
            f" footer: context text(font: ({self.families['song']},), size: 14pt)[— #counter(page).display() —])\n"
            f'#set text(font: ({self.families["body"]},), size: 15.75pt, lang: "zh", region: "cn",'
            " top-edge: 0.88em, bottom-edge: -0.12em, cjk-latin-spacing: none)\n"
            '#set par(leading: 13.8pt, spacing: 13.8pt, justify: true, linebreaks: "simple",'
            " first-line-indent: (amount: 2em, all: true))\n"
        )

    def letter(self, number: int) -> bytes:
        """Give the letter as somebody would write it by hand for this one case."""
        made = letter(number)
        title = f'(font: ({self.families["title"]},), weight: "bold",'
        paragraphs = "".join(f"#par({quoted(text)})\n" for text in (*made.paragraphs, *made.remedies))
        return self.pdf(
            self.page(made.title)
            + f"#align(center, text{title} size: 33pt, fill: red, {quoted(made.organ)}))\n#line(length: 100%)\n"
            f"#align(right, {quoted(made.number)})\n#heading(align(center, text{title} size: 22pt, {quoted(made.title)})))\n"
            f"#par(first-line-indent: 0pt, {quoted(made.addressee + '：')})\n{paragraphs}"
            f"#par({quoted('附件：1. ' + made.attachments[0])})\n#par({quoted('2. ' + made.attachments[1])})\n"
            f'#align(right, {quoted(made.organ)})\n#align(right, "2026年1月26日")\n#par({quoted(made.contact)})\n'
        )

    def report(self, number: int) -> bytes:
        """Give the report with its three tables, cell by cell."""
        doc = report(number)
        drawn = {} if doc.report.tables is None else grids(doc.report.tables)
        parts = [self.page(doc.file_title), f"#heading({quoted(doc.file_title)})\n#par({quoted(doc.report.preface)})\n"]
        for section in doc.report.sections:
            parts.append(f"#heading(level: 2, {quoted(section.heading)})\n")
            parts += [f"#par({quoted(text)})\n" for text in section.paragraphs]
            if section.number in drawn:
                grid = drawn[section.number]
                cells = ", ".join(
                    f"table.cell(x: {c.x}, y: {c.y}, colspan: {c.w}, rowspan: {c.h}, {quoted(c.text)})"
                    for c in grid.cells
                )
                columns = ", ".join(f"{width}pt" for width in grid.columns)
                parts.append(
                    f"#block(breakable: false, {{ set text(size: 9pt, font: ({self.families['song']},)); "
                    f"set par(leading: 3pt, justify: false, first-line-indent: 0pt); table(columns: ({columns}), {cells}) }})\n"
                )
        return self.pdf("".join(parts))


def quoted(text: str) -> str:
    """Give a string as typst writes it; the texts here hold neither quotation marks nor backslashes."""
    return f'"{text}"'


def python_docx_letter(number: int) -> bytes:
    """Build the same paragraphs with python-docx."""
    import docx

    made, document, out = letter(number), docx.Document(), BytesIO()
    for text in (
        made.organ,
        made.number,
        made.title,
        *made.paragraphs,
        *made.remedies,
        *made.attachments,
        made.contact,
    ):
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def python_docx_report(number: int) -> bytes:
    """Build the texts and table 三 with python-docx, merging cell by cell."""
    import docx

    doc, document, out = report(number), docx.Document(), BytesIO()
    for section in doc.report.sections:
        document.add_paragraph(section.heading)
        for text in section.paragraphs:
            document.add_paragraph(text)
    assert doc.report.tables is not None
    grid = grids(doc.report.tables)[3]
    table = document.add_table(rows=grid.height, cols=grid.width)
    for cell in grid.cells:
        place = table.cell(cell.y, cell.x)
        if cell.w * cell.h > 1:
            place = place.merge(table.cell(cell.y + cell.h - 1, cell.x + cell.w - 1))
        place.text = cell.text
    document.save(out)
    return out.getvalue()


def milliseconds(work: Callable[[int], bytes], number: int) -> float:
    """Give the time of one document in milliseconds."""
    started = time.perf_counter()
    work(number)
    return (time.perf_counter() - started) * 1000


def measure(goal: Goal, *, rounds: int, count: int) -> tuple[bool, float]:
    """
    Run both sides document by document in turn and print medians and their ratio.

    Give whether the goal is met, and the median of our quietest round in milliseconds.
    """
    for number in range(3):
        goal.ours(number)
        goal.peer(number)
    ours: list[float] = []
    peer: list[float] = []
    ratios, medians = [], []
    for turn in range(rounds):
        numbers = range(10 + turn * count, 10 + (turn + 1) * count)
        pairs = [(milliseconds(goal.ours, number), milliseconds(goal.peer, OTHER + number)) for number in numbers]
        ours += [mine for mine, _ in pairs]
        peer += [theirs for _, theirs in pairs]
        medians.append(statistics.median(ours[-count:]))
        ratios.append(statistics.median(peer[-count:]) / medians[-1])
    ratio = statistics.median(ratios)
    good = goal.limit is None or ratio >= goal.limit
    wanted = "" if goal.limit is None else f"  goal ≥ {goal.limit:g}  {'ok' if good else 'MISSED'}"
    print(
        f"{goal.name:44} ours {statistics.median(ours):7.2f} ms  peer {statistics.median(peer):7.2f} ms"
        f"  ratio {ratio:6.2f} [{min(ratios):.2f}-{max(ratios):.2f}]{wanted}"
    )
    return good, min(medians)


def main() -> int:
    """Print the ratios; exit 1 where a goal is missed, 2 where there are no fonts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--letters", type=int, default=40)
    arguments = parser.parse_args()
    try:
        bare = Bare()
    except MissingFonts as error:
        print(error, file=sys.stderr)
        return 2
    print(f"fonts: {font_set().note}")
    goals = [
        Goal("letter PDF / bare reused typst", lambda n: letter_pdf(letter(n)), bare.letter, 0.7),
        Goal("report PDF, 3 tables / bare reused typst", lambda n: report_pdf(report(n)), bare.report, 0.7),
        Goal("letter DOCX / python-docx", lambda n: letter_docx(letter(n)), python_docx_letter, 5),
        Goal("report DOCX / python-docx with one table", lambda n: report_docx(report(n)), python_docx_report, 5),
    ]
    results = [
        measure(goal, rounds=arguments.rounds, count=max(3, arguments.letters if "letter" in goal.name else 5))
        for goal in goals
    ]
    warm = results[0][1]
    print(
        f"{'letter PDF, warm, quietest round':44} {warm:.2f} ms  goal ≤ {WARM} ms  {'ok' if warm <= WARM else 'MISSED'}"
    )
    return 0 if all(good for good, _ in results) and warm <= WARM else 1


if __name__ == "__main__":
    sys.exit(main())
