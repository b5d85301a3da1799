"""The digest: the same content gives the same one, any other content another."""

import dataclasses
import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents.writing import DigestMismatch, ReportDocument, canonical, digest, report_json
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS

from .samples import ORGAN, SUQIAN, document, report


def test_digest_of_a_known_report_does_not_move() -> None:
    assert digest(report()) == "d2737b84281b5c4b95dafcb0eae6c71b5e64cf296dcf1362853150842a3dbc72"


def test_p03_the_digest_can_be_computed_again_from_the_json_alone() -> None:
    data = json.loads(report_json(document()))
    covered = {key: data[key] for key in ("organ", "year", "title", "preface", "sections", "form", "tables")}
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == data["digest"] == document().digest


def test_what_happens_after_signing_leaves_the_digest_alone() -> None:
    later = dataclasses.replace(report(), published_on=date(2024, 3, 1), source="x.pdf")
    assert digest(later) == digest(report())


def test_amounts_are_compared_by_value() -> None:
    def charged(amount: str) -> str:
        return digest(report(SUQIAN.with_row2("charge", (Decimal(amount),))))

    assert charged("0") == charged("0.00")
    assert charged("0.1") != charged("0.10001")


@given(row=st.sampled_from(TABLE3_ROWS), column=st.sampled_from(TABLE3_COLUMNS), step=st.integers(1, 10**6))
def test_r05_any_changed_figure_changes_the_digest(row: str, column: str, step: int) -> None:
    cell = SUQIAN.cell3(row, column)
    assert cell is not None
    assert digest(report(SUQIAN.with_cell3(row, column, cell + step))) != digest(report())


def test_r05_a_frozen_version_with_other_content_is_refused() -> None:
    frozen = digest(report())
    with pytest.raises(DigestMismatch, match="校验值不符"):
        ReportDocument(report(SUQIAN.with_cell3("g", "c1", 1)), ORGAN, digest=frozen)
    assert ReportDocument(report(), ORGAN, digest=frozen).digest == frozen


def test_canonical_content_is_utf8_without_blanks_and_with_sorted_keys() -> None:
    text = canonical(report()).decode()
    assert text.startswith('{"form":"2021","organ":')
    assert ", " not in text.replace("，", "")
    assert "宿" not in text
    assert ORGAN in text


def test_the_colophon_names_version_signer_contact_address_and_digest() -> None:
    lines = document(correction_note="补报一件申请").colophon()
    text = "\n".join(lines)
    for part in (
        "第2版",
        "补报一件申请",
        "演示甲",
        "2024年1月26日",
        "0000-1234567",
        "xxgk.example.gov.cn",
        document().digest,
    ):
        assert part in text
