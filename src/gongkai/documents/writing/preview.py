"""A document that was rebuilt, set on pages for people to look at: what stands where, not how it will look in their program."""

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.documents.writing.fonts import FontDirs
from gongkai.documents.writing.typesetting import typeset


def preview_pdf(layout: Sequence[Mapping[str, Any]], *, font_dirs: FontDirs = ()) -> bytes:
    """
    Set the blocks of a document (`rebuilding.words.layout`) as PDF.

    :raises gongkai.documents.writing.fonts.MissingFonts: there is no Chinese font.
    :raises gongkai.documents.writing.typesetting.CannotTypeset: a character is in none of the fonts.
    """
    return typeset("preview", {"blocks": [dict(block) for block in layout]}, on=None, font_dirs=font_dirs)
