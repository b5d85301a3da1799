"""The yearly report as an editable Word file with the real tables of the national form."""

from gongkai.documents.writing import word_parts as parts
from gongkai.documents.writing.flow import Part, report_parts
from gongkai.documents.writing.report_document import ReportDocument
from gongkai.documents.writing.text import title_lines
from gongkai.documents.writing.word import (
    KEEP,
    WordFile,
    package,
    paragraph,
    run,
    table,
    text_paragraphs,
    title_paragraph,
)

_SECTION = (
    '<w:footerReference w:type="default" r:id="footer1"/><w:footerReference w:type="even" r:id="footer2"/>'
    + parts.PAGE.format(footer=1446, title_page="")
)
#: Size of type in points and least height of a row in twentieths of a point: table 三 has 28 rows and one page.
LOOK = {2: (12.0, 460), 3: (9.0, 380), 4: (9.0, 460)}
_FOOTERS = {"footer1": parts.page_number("right"), "footer2": parts.page_number("left")}
#: A table never touches the next one: an empty line stands between them.
_SPACER = paragraph("Cell")


def report_docx(doc: ReportDocument) -> bytes:
    """Give the report as .docx; the same version gives the same bytes."""
    parts_of_report = report_parts(doc)
    body = [
        title_paragraph(title_lines(doc.file_title)),
        paragraph("BodyText"),
        *(_part(part, final=part is parts_of_report[-1]) for part in parts_of_report),
        paragraph("Normal", properties=KEEP),
        *(paragraph("Signature", run(line)) for line in doc.signature),
        paragraph("Colophon", properties=_RULE),
        *(paragraph("Colophon", run(line)) for line in doc.colophon()),
    ]
    return package(
        WordFile(
            body="".join(body),
            section=_SECTION,
            title=doc.file_title,
            author=doc.organ,
            on=doc.dated,
            extras=_FOOTERS,
        )
    )


_RULE = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>'


def _part(part: Part, *, final: bool) -> str:
    heading = paragraph("Heading2", run(part.heading)) if part.heading else ""
    drawn = ""
    if part.grid is not None:
        size, row_height = LOOK[part.grid.number]
        drawn = table(part.grid, size=size, row_height=row_height) + _SPACER
    return heading + text_paragraphs(part.paragraphs, final=final) + drawn
