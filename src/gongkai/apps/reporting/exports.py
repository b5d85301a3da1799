"""Files of a signed report: every kind made from the one frozen version, with the one hash printed on it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings

from gongkai.apps.reporting.content import version_report
from gongkai.apps.reporting.models import ReportVersion
from gongkai.documents import writing
from gongkai.documents.writing import ReportDocument


@dataclass(frozen=True)
class Kind:
    """A kind of file: its ending, its media type, its name for people."""

    code: str
    media_type: str
    label: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"),
        Kind("pdf", "application/pdf", "PDF"),
        Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"),
        Kind("json", "application/json; charset=utf-8", "JSON"),
        Kind("html", "text/html; charset=utf-8", "HTML"),
    )
}


@dataclass(frozen=True)
class ExportedFile:
    """A file made from a version; its bytes, its name and what it is."""

    data: bytes
    name: str
    media_type: str

    @property
    def quoted_name(self) -> str:
        """Give the name for a download header."""
        return quote(self.name)


def page_path(version: ReportVersion) -> str:
    """Give the permanent path of the report's page."""
    return f"/xxgk/{version.report.organ.code}/reports/{version.report.year}/"


def file_path(version: ReportVersion, kind: str) -> str:
    """Give the permanent path of one file."""
    return f"{page_path(version)}v{version.number}.{kind}"


def document_of(version: ReportVersion, *, address: str = "") -> ReportDocument:
    """Put the frozen text and figures into the form that the writers take."""
    organ = version.report.organ
    return ReportDocument(
        report=version_report(version),
        organ=version.content["organ"],
        organ_code=organ.code,
        signer=str(version.signed_by),
        signed_on=version.signed_on,
        version=version.number,
        digest=version.digest,
        correction_note=version.reason,
        contact=tuple(version.content.get("contact", ())),
        url=address,
    )


def make(version: ReportVersion, kind: str, *, address: str = "") -> ExportedFile:
    """
    Make one file.

    :raises KeyError: there is no such kind.
    :raises writing.MissingFonts: a PDF is asked for and the fonts are not there.
    """
    document = document_of(version, address=address)
    makers: dict[str, Callable[[], bytes | str]] = {
        "docx": lambda: writing.report_docx(document),
        "pdf": lambda: writing.report_pdf(document, font_dirs=settings.FONT_DIRS),
        "xlsx": lambda: writing.report_xlsx(document),
        "json": lambda: writing.report_json(document),
        "html": lambda: writing.report_html(document),
    }
    data = makers[kind]()
    name = f"{version_report(version).title}（第{version.number}版）.{kind}"
    return ExportedFile(data.encode() if isinstance(data, str) else data, name, KINDS[kind].media_type)


@dataclass(frozen=True)
class FileLink:
    """A link to one file, as the file list shows it."""

    name: str
    url: str
    digest: str
    size: int | None = None
    kind: str = ""
    note: str = ""


def files(version: ReportVersion) -> list[FileLink]:
    """Give the links of all files of a version."""
    return [
        FileLink(kind.label, file_path(version, kind.code), version.digest, kind=kind.code) for kind in KINDS.values()
    ]
