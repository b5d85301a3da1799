"""Files made to hurt: each ends in good time, in bounded memory, with a reading or one clear line."""

import io
import random
import time
import zipfile
from collections.abc import Callable

import pikepdf
import pytest

from gongkai.documents.reading import UnreadableReport, read_report
from gongkai.documents.reading.cutting import Budget, TooManyWays, sum_cuts
from gongkai.documents.reading.sources import archive
from tests.documents.reading import files, renderings
from tests.documents.reading.samples import sample

SECONDS = 10.0


def outcome(data: bytes, name: str = "x") -> str:
    """Read within the time; give the code of the refusal, or `read`."""
    begin = time.process_time()
    try:
        read_report(data, name)
        code = "read"
    except UnreadableReport as error:
        code, line = error.code, str(error)
        lines = line.count("\n") + 1
    else:
        lines = 1
    assert lines == 1
    assert time.process_time() - begin < SECONDS
    return code


def text() -> str:
    return renderings.one_cell_per_line(sample(1), random.Random(1))


def test_ten_thousand_digits_end_in_a_refusal() -> None:
    row = "一、本年新收政府信息公开申请数量"
    hostile = renderings.glued(sample(1), random.Random(1)).replace(row, row + "1234567890" * 1000)
    begin = time.process_time()
    read = read_report(hostile.encode())
    assert time.process_time() - begin < 2
    assert read.report.tables.cell3("new", "ct") is None
    assert "table3.new" in read.refused


def test_digits_that_can_be_cut_in_millions_of_ways_spend_their_budget() -> None:
    with pytest.raises(TooManyWays):
        sum_cuts(["1" * 50 + "12"], 7, Budget(500))


def test_every_row_hostile_costs_no_more_than_one() -> None:
    hostile = renderings.glued(sample(1), random.Random(1))
    for row in sample(1).form.rows:
        hostile = hostile.replace(row.label, row.label + "1" * 55)
    assert outcome(hostile.encode()) == "read"


@pytest.mark.parametrize(
    "content",
    [
        "一、总体情况\n" * 100_000,
        "1.属于国家秘密 0 0 0 0 0 0 0\n" * 40_000,
        "|" * 1_000_000,
        "三、本年度办理结果" * 100_000,
        "2023年政府信息公开工作年度报告" * 50_000,
        "结果维持" * 200_000,
        "规章 1 2 3\n" * 80_000,
        "一、本年新收" + "0" * 1_000_000,
        "<p>" * 100_000 + "结果维持" * 20,
        "\"'`<td" * 100_000 + "<p>规章</p>" * 3,
    ],
    ids=["headings", "labels", "pipes", "groups", "titles", "table 4", "table 2", "zeros", "open tags", "quotes"],
)
def test_repetition_without_end(content: str) -> None:
    outcome(content.encode())


def test_a_text_beyond_any_report() -> None:
    assert outcome(("政府信息公开" * 400_000).encode()) == "too_large"
    assert outcome(b"a" * (50 * 2**20 + 1)) == "too_large"


def test_deep_nesting() -> None:
    assert outcome(("<div>" * 50_000 + text() + "</div>" * 50_000).encode()) in ("read", "too_complex", "no_tables")
    assert outcome(("<table><tr><td>" * 3_000 + text()).encode()) in ("read", "too_complex", "no_tables")
    assert outcome((b"[" * 200_000) + "规章".encode()) in ("no_tables", "too_complex")


def test_a_table_with_a_million_cells() -> None:
    rows = "<tr>" + "<td>0</td>" * 100 + "</tr>"
    assert outcome(f"<table>{rows * 10_000}</table><p>规章</p><p></p>".encode()) in ("too_complex", "no_tables")


def test_spans_beyond_reason() -> None:
    page = (
        renderings.html(sample(1), random.Random(1))
        .replace('colspan="3"', 'colspan="999999999"')
        .replace('rowspan="8"', 'rowspan="99999999"')
    )
    assert outcome(page.encode()) == "read"


def with_body(change: Callable[[bytes], bytes]) -> bytes:
    return files.with_document_xml(files.as_docx(sample(1)), change)


def test_entities_in_a_document_are_not_resolved() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%s;" % (b"" if level == 1 else b"%d" % (level - 1)) * 10)
        for level in range(1, 12)
    )
    document = with_body(lambda xml: bomb + b"]>" + xml.split(b"?>", 1)[1].replace("示例".encode(), b"&a11;", 1))
    assert outcome(document) in ("read", "damaged")


def test_a_document_cannot_reach_outside() -> None:
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    document = with_body(lambda xml: outside + xml.split(b"?>", 1)[1].replace("示例".encode(), b"&e;", 1))
    try:
        read = read_report(document)
    except UnreadableReport:
        return
    assert "root:" not in read.stream.text


def test_a_bomb_of_zeros_in_an_archive() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("report.txt", b"0" * (archive.MOST_MEMBER_BYTES + 1))
    assert outcome(buffer.getvalue()) == "too_large"


def test_a_document_that_unpacks_beyond_reason() -> None:
    assert outcome(with_body(lambda xml: xml + b" " * (41 * 2**20))) == "too_large"


def test_an_archive_in_an_archive_is_not_opened_without_end() -> None:
    data = text().encode()
    for level in range(5):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            target.writestr("report.txt" if level == 0 else "inner.zip", data)
        data = buffer.getvalue()
    assert outcome(data) == "wrong_type"


def test_a_pdf_of_ten_thousand_pages() -> None:
    with pikepdf.new() as document:
        for _ in range(10_000):
            document.add_blank_page()
        buffer = io.BytesIO()
        document.save(buffer)
    assert outcome(buffer.getvalue()) == "too_large"


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Cut, flip, delete, repeat or overwrite a few stretches."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        if not changed:
            break
        begin = rng.randrange(len(changed))
        end = min(len(changed), begin + rng.randrange(1, 1500))
        kind = rng.randrange(5)
        if kind == 0:
            del changed[begin:]
        elif kind == 1:
            for _ in range(rng.randint(1, 40)):
                changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
        elif kind == 2:
            del changed[begin:end]
        elif kind == 3:
            changed[begin:begin] = changed[begin:end] * rng.randint(1, 10)
        else:
            changed[begin:end] = rng.randbytes(end - begin)
        if not changed:
            break
    return bytes(changed)


def sources() -> list[bytes]:
    made = sample(5)
    printed = [rendering(made, random.Random(1)).encode() for rendering in renderings.TEXTS.values()]
    return [*printed, renderings.glued(made, random.Random(1)).encode(), files.as_docx(made), files.as_pdf(made)]


def fuzz(count: int, seed: int) -> None:
    rng = random.Random(seed)
    originals = sources()
    for _ in range(count):
        outcome(mutated(rng.choice(originals), rng))


def test_mutated_files_never_crash() -> None:
    fuzz(120, seed=7)


@pytest.mark.drill
@pytest.mark.timeout(3000)
def test_two_thousand_mutated_files_never_crash() -> None:
    fuzz(2_000, seed=11)
