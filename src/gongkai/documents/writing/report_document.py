"""One version of a yearly report as it leaves the house: every export is made from it and carries its digest (P03)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.documents.writing.text import chinese_date, clean, json_number
from gongkai.law.annual_report.model import Report, Tables


class DigestMismatch(ValueError):
    """The digest that was frozen with the version is not that of the content now handed over."""

    def __init__(self, *, frozen: str, found: str) -> None:
        self.frozen, self.found = frozen, found
        super().__init__(
            f"报告内容与定稿时的校验值不符（定稿 {frozen[:12]}…，现为 {found[:12]}…），不予输出。"
            "已公开的报告不得改动；如需更正，请另存新版本并说明理由。"
        )


def content(report: Report) -> dict[str, Any]:
    """Give what the digest covers: title, organ, year, form, preface, sections and every figure; nothing that changes on publishing."""
    tables = report.tables
    return {
        "organ": report.organ,
        "year": report.year,
        "title": report.title,
        "preface": report.preface,
        "sections": [
            {"number": section.number, "heading": section.heading, "paragraphs": list(section.paragraphs)}
            for section in report.sections
        ],
        "form": None if tables is None else tables.form.value,
        "tables": None if tables is None else figures_of(tables),
    }


def figures_of(tables: Tables) -> dict[str, Any]:
    """Give the figures in the published shape, with the rows that only the form of 2019 has under `extra`."""
    extra = {row: [json_number(cell) for cell in cells] for row, cells in tables.extra.items()}
    return {**tables.as_json(), "extra": extra}


def canonical(report: Report) -> bytes:
    """Give the content as JSON in one fixed spelling: keys sorted, no blanks, UTF-8, so that anyone can compute the digest again."""
    return json.dumps(content(report), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(report: Report) -> str:
    """Give the SHA-256 of the canonical content in hexadecimal."""
    return hashlib.sha256(canonical(report)).hexdigest()


@dataclass(frozen=True)
class ReportDocument:
    """
    A version of a report with what stands around it: who signed when, which version, where it will always be found.

    `digest` is computed when it is not given. A given one, frozen at signing, is compared with the content.

    :raises DigestMismatch: the content has changed since.
    """

    report: Report
    organ: str
    organ_code: str = ""
    signer: str = ""
    signed_on: date | None = None
    version: int = 1
    digest: str = ""
    correction_note: str = ""
    contact: tuple[str, ...] = ()
    url: str = ""

    def __post_init__(self) -> None:
        found = digest(self.report)
        if self.digest and self.digest != found:
            raise DigestMismatch(frozen=self.digest, found=found)
        object.__setattr__(self, "digest", found)

    @property
    def dated(self) -> date | None:
        """Give the day that files bear: that of signing, else that of publication."""
        return self.signed_on or self.report.published_on

    @property
    def file_title(self) -> str:
        """Give the title for file properties."""
        return clean(self.report.title) or f"{self.organ}{self.report.year or ''}年政府信息公开工作年度报告"

    @property
    def signature(self) -> list[str]:
        """Give the lines under the text: the organ and the date, nothing before it is signed."""
        return [clean(self.organ), chinese_date(self.dated)] if self.dated else []

    def colophon(self) -> list[str]:
        """Give the lines that tie an export to its version: version and signature, reason, contact, address, digest."""
        signer, signed_on = clean(self.signer), chinese_date(self.signed_on)
        groups = (
            (f"版本：第{self.version}版", signer and f"签发人：{signer}", signed_on and f"签发日期：{signed_on}"),
            (self.correction_note and f"更正说明：{clean(self.correction_note)}",),
            tuple(clean(line) for line in self.contact),
            (self.url and f"长期网址：{clean(self.url)}",),
            (f"内容校验值（SHA-256）：{self.digest}",),
        )
        lines = ("　".join(part for part in group if part) for group in groups)
        return [line for line in lines if line]
