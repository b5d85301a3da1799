"""Make three variants of a PDF: as it shows itself, without its text, and nothing but its text."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pikepdf

from gongkai.documents.rebuilding.pdf.inventory import DRAWN
from gongkai.documents.rebuilding.pdf.streams import (
    Instruction,
    instructions,
    only_text,
    without_text,
    without_words,
    write,
)

_EVERYWHERE = [-100_000, -100_000, 100_000, 100_000]
Change = Callable[[list[Instruction], Callable[[str], bool]], Iterable[Instruction]]


def as_shown(document: pikepdf.Pdf) -> bytes:
    """Write the document with every page complete in itself, without the annotations that are no part of the picture."""
    for page in document.pages:
        for key in ("/Resources", "/MediaBox", "/CropBox", "/Rotate"):
            found = _inherited(page.obj, key)
            if found is not None and key not in page.obj:
                page.obj[key] = found
        annotations = page.obj.get("/Annots")
        if isinstance(annotations, pikepdf.Array):
            kept = [item for item in annotations if isinstance(item, pikepdf.Dictionary) and is_drawn(item)]
            page.obj["/Annots"] = pikepdf.Array(kept)
    _change(document, lambda found, _: without_words(found), spread=False)
    return _saved(document)


def _inherited(page: Any, key: str) -> Any:
    for _ in range(50):
        if key in page:
            return page[key]
        page = page.get("/Parent")
        if not isinstance(page, pikepdf.Dictionary):
            return None
    return None


def is_drawn(annotation: Any) -> bool:
    """Tell whether an annotation is drawn on the page: a kind with a picture, an appearance, not switched off."""
    hidden = int(annotation.get("/F", 0)) & (2 | 32)
    return str(annotation.get("/Subtype", "")) in DRAWN and "/AP" in annotation and not hidden


def no_text(data: bytes) -> bytes:
    """Leave out all text."""
    return _changed(data, lambda found, _: without_text(found), spread=False)


def text_only(data: bytes) -> bytes:
    """Leave out all but text; nothing clips, colours or hides it any more."""
    return _changed(data, only_text, spread=True)


def _changed(data: bytes, change: Change, *, spread: bool) -> bytes:
    with pikepdf.open(BytesIO(data)) as document:
        _change(document, change, spread=spread)
        return _saved(document)


def _change(document: pikepdf.Pdf, change: Change, *, spread: bool) -> None:
    done: set[tuple[int, int]] = set()
    for page in document.pages:
        resources = page.obj.get("/Resources", pikepdf.Dictionary())
        page.obj["/Contents"] = document.make_stream(write(change(instructions(page), _forms(resources))))
        if spread and "/Annots" in page.obj:
            del page.obj["/Annots"]
        _change_forms(resources, change, done, spread=spread)


def _change_forms(resources: Any, change: Change, done: set[tuple[int, int]], *, spread: bool) -> None:
    waiting = [resources]
    while waiting:
        current = waiting.pop()
        objects: Any = current.get("/XObject", {}) if isinstance(current, pikepdf.Dictionary) else {}
        for name in list(objects.keys()):
            form = objects[name]
            if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != "/Form" or form.objgen in done:
                continue
            done.add(form.objgen)
            inside = form.get("/Resources", current)
            form.write(write(change(instructions(form), _forms(inside))))
            if spread:
                form["/BBox"] = pikepdf.Array(_EVERYWHERE)
                for key in ("/OC", "/Group"):
                    if key in form:
                        del form[key]
            waiting.append(inside)


def _forms(resources: Any) -> Callable[[str], bool]:
    objects: Any = resources.get("/XObject", {}) if isinstance(resources, pikepdf.Dictionary) else {}

    def is_form(name: str) -> bool:
        found = objects.get(name) if name in objects else None
        return isinstance(found, pikepdf.Stream) and found.get("/Subtype") == "/Form"

    return is_form


def _saved(document: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    document.save(
        out,
        compress_streams=False,
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()
