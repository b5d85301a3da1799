"""What a child can be asked to do. `prepare` loads the libraries that the file at hand needs; afterwards the child is guarded."""

from collections.abc import Callable, Sequence
from typing import Any

from gongkai.documents.rebuilding.detect import detect
from gongkai.documents.rebuilding.made import Made
from gongkai.documents.rebuilding.model import Limits

Answer = tuple[dict[str, Any], list[bytes]]
Task = Callable[[dict[str, Any], Sequence[bytes]], Answer]
Rebuilder = Callable[[bytes, str, Limits], Made]


def prepare(job: dict[str, Any], blobs: Sequence[bytes]) -> Task:
    """
    Give the function that does the task.

    :raises Refused: the file is of no kind that can be rebuilt.
    """
    if job["task"] in _SECOND_LOOKS:
        return _second_look(job)
    limits = Limits(**job["limits"])
    if job["task"] == "list":
        from gongkai.documents.rebuilding.sheets import list_task

        return list_task.prepare(job, limits)
    kind = detect(blobs[0], job["name"], limits)
    if kind == "zip":
        from gongkai.documents.rebuilding.members import unpack

        return lambda job, blobs: ({"kind": "zip", **(found := unpack(blobs[0], limits))[0]}, found[1])
    if kind == "doc":
        return lambda job, blobs: ({"kind": "doc"}, [])
    work = rebuilder(kind)
    return lambda job, blobs: _answer(work(blobs[0], kind, limits))


_SECOND_LOOKS = ("audit", "pages", "mask", "body")


def _second_look(job: dict[str, Any]) -> Task:
    """Give the function for a file that was rebuilt already."""
    if job["task"] == "audit":
        from gongkai.documents.rebuilding.audit import task

        return task.prepare(job)
    if job["task"] == "pages":
        from gongkai.documents.rebuilding.pdf.pictures import picture_pages

        return picture_pages
    if job["task"] == "mask":
        from gongkai.documents.rebuilding.masking import task as masking

        return masking.prepare(job)
    from gongkai.documents.markup.task import write_body

    return write_body


def rebuilder(kind: str) -> Rebuilder:
    """Give the function that rebuilds a kind, its libraries loaded."""
    if kind in ("xlsx", "xls", "ods", "csv", "text"):
        from gongkai.documents.rebuilding.sheets import rebuild as sheets

        return {"csv": sheets.rebuild_csv, "text": sheets.rebuild_text}.get(kind, sheets.rebuild_workbook)
    if kind == "docx":
        from gongkai.documents.rebuilding.words.rebuild import rebuild_document

        return rebuild_document
    if kind == "pdf":
        from gongkai.documents.rebuilding.pdf.rebuild import rebuild_pdf

        return rebuild_pdf
    from gongkai.documents.rebuilding.pictures import rebuild_picture

    return rebuild_picture


def _answer(made: Made) -> Answer:
    return made.header(), [made.data, *made.pages]
