"""Bombs: each is stopped with one clear line or read cheaply, and other uploads go on meanwhile."""

import threading

import pytest

from gongkai.documents.rebuilding import Refused, Usage, rebuild
from tests.documents.rebuilding.bombs import BOMBS
from tests.documents.rebuilding.corpus import xlsx

MEGABYTE = 1024 * 1024
#: Seconds of processor, which a busy machine does not change, and seconds by the clock on a busy machine.
CPU, WALL = 2.0, 20.0
#: One of each kind and the most costly ones; the others run in the drill.
USUAL = (
    *("zip_lying_size", "zip_overlapping", "xlsx_laughs_in_sheet", "xlsx_deep", "xlsx_many_sheets", "xlsx_last_cell"),
    *("xlsx_merges", "xlsx_columns", "docx_nested_tables", "docx_huge_picture", "png_huge", "tiff_circle"),
    *(
        "pdf_forms_in_forms",
        "pdf_form_calls_itself",
        "pdf_dense_pattern",
        "pdf_huge_page",
        "xls_string_table_lie",
        "ods_columns",
    ),
    "csv_many_lines",
)
ALL = [name if name in USUAL else pytest.param(name, marks=pytest.mark.drill) for name in BOMBS]


def explode(name: str) -> tuple[str, Usage]:
    """Give what came of a bomb, and what it cost."""
    try:
        result = rebuild(BOMBS[name](), f"{name}.bin")
    except Refused as refusal:
        return str(refusal), refusal.usage
    return "", result.usage


def test_there_are_fifty_bombs_of_all_kinds() -> None:
    assert len(BOMBS) >= 50
    assert {name.partition("_")[0] for name in BOMBS} >= {"zip", "xlsx", "xls", "ods", "docx", "pdf", "png", "csv"}


@pytest.mark.parametrize("name", ALL)
def test_a_bomb_costs_little_and_gets_one_clear_line(name: str) -> None:
    message, usage = explode(name)
    assert usage.cpu <= CPU
    assert usage.wall <= WALL
    assert usage.peak <= 256 * MEGABYTE
    if message:
        assert "\n" not in message
        assert message.endswith("。")


def test_other_uploads_go_on_while_bombs_explode() -> None:
    names = ["zip_lying_size", "xlsx_merges", "pdf_huge_page", "xlsx_deep", "pdf_dense_pattern", "docx_laughs"]
    threads = [threading.Thread(target=explode, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    good = [rebuild(xlsx.saved(xlsx.plain(variant)[0]), "名单.xlsx") for variant in range(3)]
    for thread in threads:
        thread.join()
    assert ["马演示" in result.text for result in good] == [True, True, True]
