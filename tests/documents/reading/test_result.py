"""What a reading says of itself: places, confidence, candidates, and the published shape."""

import json
import random

import pytest

from gongkai.documents.reading import Confidence, Standing, as_json, read_report
from gongkai.documents.reading.sources.written import unescape
from gongkai.documents.reading.vocabulary import condense, row_words
from gongkai.law.annual_report.forms import bare_label, form
from gongkai.law.annual_report.model import Finding, FormVersion, Severity
from tests.documents.reading.files import as_pdf
from tests.documents.reading.renderings import TEXTS, glued, html, pipe_rows
from tests.documents.reading.samples import sample


def test_every_cell_says_where_it_stood() -> None:
    made = sample(1)
    read = read_report(html(made, random.Random(1)).encode())
    evidence = read.evidence
    assert len(evidence) == 10 + 7 * len([row for row in made.tables.table3 if row]) + 15
    found = evidence["table3.new.c1"]
    assert found.snippet == str(made.tables.cell3("new", "c1"))
    assert found.confidence is Confidence.READ
    assert found.place.table is not None
    assert found.place.cell == 2
    assert "个表格" in str(found.place)


def test_a_line_of_text_and_a_page_say_where_they_stood() -> None:
    made = sample(1)
    text = pipe_rows(made, random.Random(1))
    place = read_report(text.encode()).evidence_of("table3.new.c1").place
    assert "一、本年新收" in text.splitlines()[place.line - 1]
    assert read_report(as_pdf(made)).evidence_of("table4.rec.m").place.page >= 1


def test_every_figure_points_at_itself() -> None:
    made = sample(6)
    for name, printing in TEXTS.items():
        read = read_report(printing(made, random.Random(6)).encode(), name)
        for column in ("c1", "c4", "ct"):
            key, value = f"table3.u1.{column}", made.tables.cell3("u1", column)
            assert read.evidence_of(key).snippet == str(value), name


def test_a_cell_that_is_not_there_has_no_evidence() -> None:
    read = read_report(pipe_rows(sample(1, undivided=True), random.Random(1)).encode())
    assert read.evidence_of("table3.o1.c1") is None
    assert read.evidence_of("table9.x") is None


def test_candidates_are_reported_for_what_is_refused() -> None:
    for seed in range(20):
        made = sample(seed)
        read = read_report(glued(made, random.Random(seed)).encode())
        for key, ways in read.refused.items():
            assert len(ways) <= 20
            if key == "table2.normative_document" and len(ways) < 20:
                assert made.tables.table2["normative_document"] in ways
            if key == "table2.normative_document":
                assert any("种切法" in note for note in read.notes)
                assert read.evidence_of("table2.normative_document.0").confidence is Confidence.REFUSED


def test_the_published_shape() -> None:
    made = sample(3, version=FormVersion.F2021, undivided=True)
    read = read_report(pipe_rows(made, random.Random(3)).encode(), "报告.txt")
    finding = Finding("T301", Severity.ERROR, "表三", "不等", "1", "2", ("form2021:4",))
    answer = json.loads(json.dumps(as_json(read, [finding], evidence=True), ensure_ascii=False))
    assert answer["file"] == "报告.txt"
    assert (answer["organ"], answer["year"], answer["form"]) == (made.organ, made.year, "2021")
    assert set(answer["table2"]) == {
        "government_rule",
        "normative_document",
        "license",
        "penalty",
        "coercive_measure",
        "charge",
    }
    assert len(answer["table3"]) == 25
    assert answer["table3"][20] is None
    assert len(answer["table4"]) == 15
    assert answer["findings"][0]["severity"] == "error"
    assert answer["proofs"]["table3"]["standing"] == "proved"
    assert answer["evidence"]["table3.new.c1"]["confidence"] == "read"


def test_the_old_form_keeps_its_rows() -> None:
    made = sample(5, version=FormVersion.F2019)
    answer = as_json(read_report(pipe_rows(made, random.Random(5)).encode()))
    assert answer["form"] == "2019"
    assert answer["extra"]["procurement"] == list(made.tables.extra["procurement"])
    assert answer["table2"]["license"] == made.tables.extra["license"][2]
    assert answer["table2"]["charge"] is None


def test_a_table_that_is_missing_is_named() -> None:
    text = pipe_rows(sample(1), random.Random(1)).split(sample(1).headings()[3])[0]
    read = read_report(text.encode())
    assert read.proofs["table4"].standing is Standing.MISSING
    assert "原文中没有表四。" in read.notes
    assert read.report.tables.table4 == (None,) * 15


@pytest.mark.parametrize("version", list(FormVersion))
def test_the_exact_labels_of_both_forms_are_among_the_wordings(version: FormVersion) -> None:
    printed = form(version)
    words3, words2 = row_words("table3"), row_words("table2")
    for row in printed.rows:
        if row.code in words3 and row.code != "tot":
            assert any(word in condense(bare_label(row.label)) for word in words3[row.code]), row.label
    for block in printed.blocks:
        for code, label in block.rows:
            assert condense(label) in words2[code]


def test_escapes_of_a_script() -> None:
    assert unescape(r"\u7b2c<\/td>\"\x41\n") == '第</td>"A\n'
