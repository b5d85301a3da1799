"""The task of a child that reads a list: fast where nothing can be hidden, cell by cell everywhere else."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gongkai.documents.rebuilding.model import Limits
from gongkai.documents.rebuilding.sheets.grid import Book
from gongkai.documents.rebuilding.sheets.listing import Row, book_rows, hides_nothing, in_blocks, read_plain
from gongkai.documents.rebuilding.sheets.plain import read_csv, read_text

Answer = tuple[dict[str, Any], list[bytes]]


def prepare(job: dict[str, Any], limits: Limits) -> Callable[[dict[str, Any], Sequence[bytes]], Answer]:
    """Load what the kind needs and give the function that does the task."""
    if job["kind"] in ("csv", "text"):
        return lambda job, blobs: _csv(blobs[0], limits)
    if job.get("careful"):
        from gongkai.documents.rebuilding.sheets.rebuild import READERS

        reader = READERS[job["kind"]]
        return lambda job, blobs: _careful(reader(blobs[0], limits))
    if job["kind"] == "xlsx":
        import python_calamine  # noqa: F401 - loaded before the child is guarded

        return lambda job, blobs: _plain(blobs[0], limits)
    return lambda job, blobs: ({"plain": False}, [])


def _plain(data: bytes, limits: Limits) -> Answer:
    if not hides_nothing(data):
        return {"plain": False}, []
    return _answer(read_plain(data, limits), [], [])


def _careful(book: Book) -> Answer:
    dropped = [[what, where, count] for (what, where), count in sorted(book.dropped.items())]
    return _answer(book_rows(book), dropped, book.hidden)


def _csv(data: bytes, limits: Limits) -> Answer:
    text, unseen = read_text(data)
    dropped = [["看不见的字符", "文件", unseen]] if unseen else []
    return _answer([("表格", read_csv(text, limits))], dropped, [])


def _answer(sheets: Iterable[tuple[str, Iterable[Row]]], dropped: list[Any], hidden: list[Any]) -> Answer:
    blobs: list[bytes] = []
    listed = []
    for name, rows in sheets:
        blocks = list(in_blocks(rows))
        blobs += blocks
        listed.append([name, len(blocks)])
    return {"plain": True, "sheets": listed, "dropped": dropped, "hidden": hidden}, blobs
