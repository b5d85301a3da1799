"""Read what an upload yielded."""

import json

from gongkai.apps.core import files
from gongkai.apps.core.models import StoredFile, Upload
from gongkai.documents.rebuilding import Grid, Mark, Preview


def upload_of(stored: StoredFile) -> Upload | None:
    """Give the upload that a derivative came from; None for a file that the program made itself."""
    return Upload.objects.filter(derivative=stored).first()


def text_of(upload: Upload) -> str:
    """
    Give the text of the derivative; empty for a refused upload.

    :raises DamagedFile: the bytes on the disk were changed.
    """
    return files.read(upload.text).decode() if upload.text else ""


def preview_of(upload: Upload) -> Preview:
    """
    Give what people see of the derivative: grids, paragraphs, marks on pages; the pictures of pages are read one by one.

    :raises DamagedFile: the bytes on the disk were changed.
    """
    if upload.preview is None:
        return Preview()
    kept = json.loads(files.read(upload.preview))
    grids = tuple(
        Grid(
            name,
            tuple(map(tuple, rows)),
            tuple((top, left, bottom, right) for top, left, bottom, right in merges),
            total,
        )
        for name, rows, merges, total in kept["grids"]
    )
    marks = tuple(tuple(Mark(*mark) for mark in page) for page in kept["marks"])
    return Preview(grids=grids, paragraphs=tuple(kept["paragraphs"]), marks=marks)


def page_of(upload: Upload, number: int) -> bytes | None:
    """
    Give the PNG picture of a page, counted from 1; None where there is no such page.

    :raises DamagedFile: the bytes on the disk were changed.
    """
    page = upload.pages.select_related("picture").filter(number=number).first()
    return files.read(page.picture) if page else None
