"""
Reading published reports: how much slower than taking the bare text out of the file with the same library.

Every figure is a ratio of medians of CPU time, measured in one alternating run on made-up reports, printed beside its goal:

    .venv/bin/python bench/reading.py [rounds]

Bare extraction is, for HTML, lxml and a grid that knows spans; for DOCX, zipfile, lxml and the text of every cell; for PDF, the text layer by
pypdfium2. Plain text has no library; its goals are reports a second, with separators and with all cells run together.
"""

import io
import random
import statistics
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.documents.reading.files import as_docx, as_pdf
from tests.documents.reading.renderings import glued, html, one_cell_per_line, pipe_rows
from tests.documents.reading.samples import sample

from gongkai.documents.reading import read_report

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REPORTS = 40


def bare_html(data: bytes) -> None:
    """Parse and lay every table out with its spans."""
    root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
    for table in root.iter("table"):
        grid: dict[tuple[int, int], str] = {}
        for y, row in enumerate(table.iter("tr")):
            x = 0
            for cell in row.iter("td", "th"):
                while (y, x) in grid:
                    x += 1
                text = "".join(cell.itertext()).strip()
                for down in range(int(cell.get("rowspan") or 1)):
                    for across in range(int(cell.get("colspan") or 1)):
                        grid[y + down, x + across] = text


def bare_docx(data: bytes) -> None:
    """Unpack, parse, and take the text of every cell and paragraph."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for table in root.iter(f"{_W}tbl"):
        [
            ["".join(text.text or "" for text in cell.iter(f"{_W}t")) for cell in row.iter(f"{_W}tc")]
            for row in table.iter(f"{_W}tr")
        ]
    ["".join(text.text or "" for text in paragraph.iter(f"{_W}t")) for paragraph in root.iter(f"{_W}p")]


def bare_pdf(data: bytes) -> None:
    """Take the text layer of every page."""
    document = pdfium.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def seconds(work: Callable[[bytes], object], files: Sequence[bytes]) -> float:
    begin = time.process_time()
    for data in files:
        work(data)
    return (time.process_time() - begin) / len(files)


def compare(name: str, files: Sequence[bytes], bare: Callable[[bytes], object], goal: float, rounds: int) -> None:
    """Read every file both ways in turn, so that what else the machine does falls on both."""
    ours, theirs = [], []
    for _ in range(rounds):
        pairs = [(seconds(bare, [data]), seconds(read_report, [data])) for data in files]
        theirs.append(statistics.fmean(pair[0] for pair in pairs))
        ours.append(statistics.fmean(pair[1] for pair in pairs))
    ratio = statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
    rates = f"{1 / statistics.median(ours):7.0f}/s  {ratio:5.2f} x bare ({1 / statistics.median(theirs):.0f}/s)"
    print(f"{name:24} {rates}, goal <= {goal}: {'ok' if ratio <= goal else 'MISSED'}")


def rate(name: str, files: Sequence[bytes], goal: float, rounds: int) -> None:
    taken = [seconds(read_report, files) for _ in range(rounds)]
    each = statistics.median(taken)
    print(
        f"{name:24} {1 / each:7.0f}/s  [{1 / max(taken):.0f}-{1 / min(taken):.0f}], goal >= {goal:.0f}: {'ok' if 1 / each >= goal else 'MISSED'}"
    )


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    made = [sample(seed, undivided=False) for seed in range(REPORTS)]
    rng = random.Random(1)
    read_report(one_cell_per_line(made[0], rng).encode())
    compare("html", [html(report, rng).encode() for report in made], bare_html, 2.5, rounds)
    compare("docx", [as_docx(report) for report in made[:10]], bare_docx, 4, rounds)
    compare("pdf, text layer", [as_pdf(report) for report in made[:10]], bare_pdf, 1.5, rounds)
    rate("text, one cell a line", [one_cell_per_line(report, rng).encode() for report in made], 250, rounds)
    rate("text, rows", [pipe_rows(report, rng).encode() for report in made], 250, rounds)
    rate("text, run together", [glued(report, rng).encode() for report in made], 30, rounds)


if __name__ == "__main__":
    main()
