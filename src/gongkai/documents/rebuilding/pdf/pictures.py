"""The task of the child that makes pictures of pages that we set ourselves, with the marks on them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from gongkai.documents.rebuilding.pdf.pages import Viewer
from gongkai.documents.rebuilding.pdf.rebuild import PREVIEWS, marks_on, preview_picture
from gongkai.documents.rebuilding.pdf.variants import no_text, text_only


def picture_pages(job: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Draw the first pages of a PDF and say where personal data stand on them."""
    on = date.fromisoformat(job["on"]) if job.get("on") else None
    viewer = Viewer(blobs[0], no_text(blobs[0]), text_only(blobs[0]))
    pages, marks = [], []
    for number in range(min(viewer.count, PREVIEWS)):
        seen = viewer.look(number)
        if seen.picture is not None:
            pages.append(preview_picture(seen.picture))
            marks.append(marks_on(seen, seen.picture.size, on))
    return {"marks": marks}, pages
