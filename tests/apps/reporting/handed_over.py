"""Files as a county office receives them: reports of many organs in many kinds, and what is no report at all. All fictional (演示)."""

import random
import zipfile
from dataclasses import replace
from io import BytesIO

from tests.documents.reading import renderings
from tests.documents.reading.files import as_docx
from tests.documents.reading.samples import Sample, sample


def made(organ: str, seed: int, year: int = 2023, **how: object) -> Sample:
    """A report of this organ with figures that add up and no row missing."""
    return replace(sample(seed, undivided=False, **how), organ=organ, year=year)  # type: ignore[arg-type]


def as_text(report: Sample, way: str = "tabs") -> bytes:
    return getattr(renderings, way)(report, random.Random(1)).encode()


def as_html(report: Sample) -> bytes:
    return renderings.html(report, random.Random(1)).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def glued_open(organ: str, year: int = 2023) -> bytes:
    """A report whose three figures of 规范性文件 run together so that only a person can tell them apart."""
    report = made(organ, 5, year)
    tables = report.tables.with_row2("normative_document", (69, 36, 65))
    return as_text(replace(report, tables=replace(tables, table4=(0,) * 15)), "glued")


NOT_A_REPORT = "示例县2024年部门预算公开说明（演示）。收入总计1200万元，支出总计1200万元。".encode()


def thirteen(organs: list[str]) -> list[tuple[str, bytes]]:
    """Thirteen files of mixed kind for these (at least ten) organs."""
    a, b, c, d, e, f, g, h, i, j = organs[:10]
    return [
        (f"{a}.docx", as_docx(made(a, 11))),
        (f"{b}.docx", as_docx(made(b, 12))),
        (f"{c}.html", as_html(made(c, 13))),
        (f"{d}.htm", renderings.html_soup(made(d, 14), random.Random(2)).encode("gb18030")),
        (f"{e}.txt", as_text(made(e, 15))),
        (f"{f}.txt", as_text(made(f, 16), "one_cell_per_line")),
        (f"{g}.md", as_text(made(g, 17), "pipe_rows")),
        ("两个乡镇.zip", zipped({f"{h}.docx": as_docx(made(h, 18)), f"{i}.html": as_html(made(i, 19))})),
        (f"{j}.txt", glued_open(j)),
        ("预算.txt", NOT_A_REPORT),
        ("空文件.pdf", b""),
        ("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
    ]
