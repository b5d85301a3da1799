"""Set a template in type with typst: one compiler kept for each set of fonts, data handed over as JSON, warnings never ignored."""

import json
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.documents.writing.fonts import FontDirs, FontSet, font_set

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATES = Path(str(files("gongkai.documents.writing").joinpath("templates")))
#: Archival and accessible at once: embedded fonts, a structure tree, a title, a language.
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]
#: The day written into a file whose document has none, so that the same input gives the same bytes.
NO_DAY = date(1980, 1, 1)
CHINA = timedelta(hours=8)


class CannotTypeset(RuntimeError):
    """The template and its data do not make a page; the text says why."""


class UnprintableText(CannotTypeset):
    """A character that none of the fonts has."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"文稿中有字符在现有字体中找不到，无法印出（{detail}）。请检查是否为乱码；"
            "如确为生僻字，请安装收字更全的字体（make fonts）后重试。"
        )


class Typesetter:
    """A typst compiler with its fonts loaded; safe to call from several threads."""

    def __init__(self, fonts: FontSet) -> None:
        import typst

        self._lock = threading.Lock()
        self._errors = typst.TypstError
        self._fonts = fonts
        self._compiler = typst.Compiler(root=TEMPLATES, font_paths=fonts.fonts, ignore_system_fonts=True)

    def pdf(self, template: str, data: Mapping[str, Any], *, on: date | None) -> bytes:
        """
        Give the PDF of `templates/<template>.typ` filled with `data`; `on` is the day written into the file.

        :raises CannotTypeset: a font is missing, a character cannot be printed, or the template fails.
        """
        made = self._compile(template, data, format="pdf", pdf_standards=STANDARDS, timestamp=_midnight(on or NO_DAY))
        if not isinstance(made, bytes):
            raise CannotTypeset(f"排版模板 {template} 没有生成文件。")
        return made

    def png(self, template: str, data: Mapping[str, Any], *, ppi: float) -> bytes:
        """
        Give `templates/<template>.typ` filled with `data` as a picture of one page.

        :raises CannotTypeset: as for a PDF, or the template makes more than one page.
        """
        made = self._compile(template, data, format="png", ppi=ppi)
        pages = made if isinstance(made, list) else [made]
        if len(pages) != 1 or not isinstance(pages[0], bytes):
            raise CannotTypeset(f"排版模板 {template} 应当生成一幅图，现为{len(pages)}幅。")
        return pages[0]

    def _compile(self, template: str, data: Mapping[str, Any], **how: Any) -> Any:
        source = _source(template, {**data, "fonts": self._fonts.families})
        with self._lock:
            try:
                made, warnings = self._compiler.compile_with_warnings(input=source, **how)
            except self._errors as error:
                raise _explained(error.message) from error
        if warnings:
            raise CannotTypeset(f"排版时出现警告：{'；'.join(warning.message for warning in warnings)}。")
        return made


def _source(template: str, data: Mapping[str, Any]) -> bytes:
    """
    Give the main file: the template applied to its data, as one string literal that text cannot leave.

    Handing the data over as `sys.inputs` would make typst forget the evaluated templates between two documents.
    """
    literal = json.dumps(data, ensure_ascii=False).replace("\\", "\\\\").replace('"', '\\"')
    return f'#import "{template}.typ": document-of\n#document-of(json(bytes("{literal}")))\n'.encode()


def _midnight(day: date) -> int:
    return int((datetime(day.year, day.month, day.day, tzinfo=UTC) - CHINA).timestamp())


def _explained(message: str) -> CannotTypeset:
    if "could not be displayed" in message:
        return UnprintableText(message.partition("error: ")[2] or message)
    return CannotTypeset(f"排版失败：{message}。")


def typeset(template: str, data: Mapping[str, Any], *, on: date | None, font_dirs: FontDirs = ()) -> bytes:
    """
    Give the PDF of a template with the compiler kept for these fonts.

    :raises gongkai.documents.writing.fonts.MissingFonts: there is no Chinese font.
    :raises CannotTypeset: the text cannot be set.
    """
    return _typesetter(font_set(font_dirs)).pdf(template, data, on=on)


def typeset_png(template: str, data: Mapping[str, Any], *, ppi: float, font_dirs: FontDirs = ()) -> bytes:
    """
    Give a picture of a template's one page with the compiler kept for these fonts.

    :raises gongkai.documents.writing.fonts.MissingFonts: there is no Chinese font.
    :raises CannotTypeset: the text cannot be set.
    """
    return _typesetter(font_set(font_dirs)).png(template, data, ppi=ppi)


@cache
def _typesetter(fonts: FontSet) -> Typesetter:
    return Typesetter(fonts)
