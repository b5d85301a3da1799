"""Lists are read in the child: fast where nothing can hide, cell by cell everywhere else, and both read the same."""

from typing import Any

import pytest

from gongkai.documents.rebuilding import Refused, lists
from gongkai.documents.rebuilding.lists import read_list
from gongkai.documents.rebuilding.sheets.listing import hides_nothing
from tests.documents.rebuilding.local import run_here
from tests.factories.benefits import HEADS, people, workbook


def hide_row(_book: Any, sheet: Any) -> None:
    sheet.set_row(2, None, None, {"hidden": True})


def flat_row(_book: Any, sheet: Any) -> None:
    sheet.set_row(2, 0.5)


def narrow(_book: Any, sheet: Any) -> None:
    sheet.set_column(4, 4, 0.1)


def white(book: Any, sheet: Any) -> None:
    sheet.write(1, 3, "马国强", book.add_format({"font_color": "white"}))


def semicolons(book: Any, sheet: Any) -> None:
    sheet.write(1, 8, 12, book.add_format({"num_format": ";;;"}))


def condition(_book: Any, sheet: Any) -> None:
    sheet.conditional_format("A1:A9", {"type": "no_blanks"})


def note(_book: Any, sheet: Any) -> None:
    sheet.write_comment(1, 1, "演示")


def second(book: Any, _sheet: Any) -> None:
    book.add_worksheet("隐").hide()


def named(book: Any, _sheet: Any) -> None:
    book.define_name("演示", '="640423"')


@pytest.mark.parametrize("change", [hide_row, flat_row, narrow, white, semicolons, condition, note, second, named])
def test_whatever_can_hide_something_is_read_cell_by_cell(change: Any) -> None:
    rows = people(4, village="演示村")
    assert hides_nothing(workbook(rows))
    assert not hides_nothing(workbook(rows, change=change))


def test_both_readers_give_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists.sandbox, "run", run_here)
    data = workbook(people(40, village="演示村"))
    fast = list(read_list(data, "a.xlsx").sheets[0].rows())
    monkeypatch.setattr("gongkai.documents.rebuilding.sheets.list_task.hides_nothing", lambda data: False)
    careful = list(read_list(data, "a.xlsx").sheets[0].rows())
    assert fast == careful
    assert fast[0] == list(HEADS)


def test_the_child_reads_a_list_and_tells_what_is_hidden() -> None:
    def hide(_book: Any, sheet: Any) -> None:
        sheet.set_column(4, 4, None, None, {"hidden": True})

    read = read_list(workbook(people(3, village="演示村"), change=hide), "a.xlsx")
    assert "身份证号" not in next(read.sheets[0].rows())
    assert {finding.kind for finding in read.hidden_findings} == {"id_number"}
    assert all("隐藏列" in finding.where for finding in read.hidden_findings)


def test_a_document_is_no_list() -> None:
    with pytest.raises(Refused, match="图片"):
        read_list(b"\x89PNG\r\n\x1a\n" + bytes(40), "a.png")
