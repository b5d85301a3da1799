"""
Signed packages of yearly reports: how one installation hands reports to another (`convention:27`).

A package is one JSON file in a published shape (`schema/report-package-1.json`). The sender signs the canonical JSON with Ed25519; the
receiver checks it with a key that it was given beforehand, on another way. A package says which organ sends it, which year it is about and
its running number, so that an old one cannot be played again.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongkai.documents.writing.report_document import digest
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import (
    TABLE2_ROWS,
    TABLE3_COLUMNS,
    TABLE3_ROWS,
    TABLE4_CELLS,
    Cell,
    FormVersion,
    OrganKind,
    Report,
    Section,
    Tables,
)

FORMAT = "gongkai/report-package"
#: The newest version of the shape that this program knows.
VERSION = 1
MOST_BYTES = 300 * 2**20
MOST_REPORTS = 50_000
_LONGEST_TEXT = 400_000


class PackageError(ValueError):
    """A package that is not accepted; `code` is stable for programs, the message says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True)
class Sender:
    """Who sends: code and name of the organ."""

    code: str
    name: str


@dataclass(frozen=True)
class PackedReport:
    """A report in a package with its organ; `digest` is that of its content, as every export prints it."""

    code: str
    report: Report
    version: int = 1
    signed_on: str = ""
    reason: str = ""
    contact: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the content."""
        return digest(self.report)


@dataclass(frozen=True)
class Total:
    """The sum that the sender made of the reports: its figures, how many it counts, and who is missing."""

    tables: Tables
    counted: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Package:
    """What a package says. `serial` rises by one with each package of a sender."""

    sender: Sender
    year: int
    serial: int
    issued_at: datetime
    reports: tuple[PackedReport, ...]
    total: Total | None = None


@dataclass(frozen=True)
class Verified:
    """A package whose signature holds: what it says, by which key, and the SHA-256 of the file."""

    package: Package
    key: str
    sha256: str


# -- keys ------------------------------------------------------------------------------------------------------------------------


def new_key() -> bytes:
    """Make a private key (32 bytes); keep it sealed."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> str:
    """Give the public key of a private one, as text to hand over."""
    return _text(Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


def key_id(public: str) -> str:
    """Give the short name of a public key, for people to compare aloud: 16 hexadecimal digits in fours."""
    name = hashlib.sha256(parse_key(public)).hexdigest()[:16]
    return " ".join(name[place : place + 4] for place in range(0, 16, 4))


def parse_key(public: str) -> bytes:
    """
    Read a public key.

    :raises PackageError: it is none.
    """
    try:
        raw = base64.b64decode("".join(public.split()), validate=True)
    except ValueError as error:
        raise PackageError("bad_key", "公钥应为 44 个字符的 Base64 文字，请整段粘贴。") from error
    if len(raw) != 32:
        raise PackageError("bad_key", f"公钥应为 32 字节，现为 {len(raw)} 字节，请整段粘贴。")
    return raw


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


# -- making ----------------------------------------------------------------------------------------------------------------------


def sign_package(package: Package, private: bytes) -> bytes:
    """Write a package and sign it; the same package and key give the same bytes."""
    body = _body(package)
    key = Ed25519PrivateKey.from_private_bytes(private)
    body["key"] = public_key(private)
    body["signature"] = _text(key.sign(canonical(body)))
    return (json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


def canonical(body: Mapping[str, Any]) -> bytes:
    """Give what is signed: everything but the signature, keys sorted, no blanks, UTF-8."""
    unsigned = {name: value for name, value in body.items() if name != "signature"}
    return json.dumps(unsigned, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _body(package: Package) -> dict[str, Any]:
    total = package.total
    return {
        "format": FORMAT,
        "version": VERSION,
        "sender": {"code": package.sender.code, "name": package.sender.name},
        "year": package.year,
        "serial": package.serial,
        "issued_at": package.issued_at.isoformat(timespec="seconds"),
        "reports": [_packed(report) for report in package.reports],
        "total": None
        if total is None
        else {**tables_out(total.tables), "counted": total.counted, "missing": list(total.missing)},
    }


def _packed(packed: PackedReport) -> dict[str, Any]:
    report = packed.report
    if report.tables is None:
        raise PackageError("no_tables", f"{report.organ}的报告没有表格，不能装入数据包。")
    return {
        "code": packed.code,
        "organ": report.organ,
        "kind": report.organ_kind.value if report.organ_kind else None,
        "year": report.year,
        "version": packed.version,
        "signed_on": packed.signed_on or None,
        "reason": packed.reason,
        "contact": list(packed.contact),
        "title": report.title,
        "preface": report.preface,
        "sections": [
            {"number": section.number, "heading": section.heading, "paragraphs": list(section.paragraphs)}
            for section in report.sections
        ],
        **tables_out(report.tables),
        "digest": packed.digest,
    }


def tables_out(tables: Tables) -> dict[str, Any]:
    """Give the figures; amounts stay text so that nothing is lost on the way."""
    return {
        "form": tables.form.value,
        "table2": {row: [_out(cell) for cell in cells] for row, cells in tables.table2.items()},
        "table3": [None if row is None else [_out(cell) for cell in row] for row in tables.table3],
        "table4": [_out(cell) for cell in tables.table4],
        "extra": {row: [_out(cell) for cell in cells] for row, cells in tables.extra.items()},
    }


def _out(cell: Cell) -> int | str | None:
    return cell if cell is None or isinstance(cell, int) else f"{cell:f}"


# -- reading ---------------------------------------------------------------------------------------------------------------------


def verify_package(data: bytes, keys: Iterable[str]) -> Verified:
    """
    Check a package and give what it says.

    :param keys: public keys that are trusted for this sender.
    :raises PackageError: it is truncated, of a later version, of another shape, signed by another key, or changed after signing.
    """
    body = _parsed(data)
    _check_version(body)
    key, trusted = str(body.get("key", "")), {"".join(known.split()) for known in keys}
    if key not in trusted:
        shown = key_id(key) if _is_key(key) else "无法识别"
        raise PackageError(
            "other_key", f"数据包不是由登记的密钥签名的（包内密钥：{shown}）。请与发送单位核对公钥后再接收。"
        )
    try:
        signature = base64.b64decode(str(body.get("signature", "")), validate=True)
        Ed25519PublicKey.from_public_bytes(parse_key(key)).verify(signature, canonical(body))
    except (InvalidSignature, ValueError) as error:
        raise PackageError("changed", "签名与内容不符：数据包在签名之后被改动过，或者没有签名。请重新索取。") from error
    return Verified(read_body(body), key, hashlib.sha256(data).hexdigest())


def sender_of(data: bytes) -> Sender:
    """
    Give who claims to have sent a package, to look up the keys; nothing is proved by it.

    :raises PackageError: the file is truncated, of a later version, or no package.
    """
    body = _parsed(data)
    _check_version(body)
    return _sender(body)


def key_in(data: bytes) -> str:
    """
    Give the public key that a package carries; whether to trust it is another question.

    :raises PackageError: the file is truncated or no package.
    """
    key = str(_parsed(data).get("key", ""))
    parse_key(key)
    return key


def _is_key(text: str) -> bool:
    try:
        parse_key(text)
    except PackageError:
        return False
    return True


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > MOST_BYTES:
        raise PackageError("too_large", f"数据包超过{MOST_BYTES // 2**20}MB，请分批发送。")
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PackageError("truncated", "文件不完整或不是数据包：JSON 没有结束。请重新取得完整的文件。") from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise PackageError("not_a_package", "这不是年度报告数据包，请核对文件。")
    return body


def _check_version(body: Mapping[str, Any]) -> None:
    version = body.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise PackageError("shape", "数据包没有写明格式版本，请核对文件。")
    if version > VERSION:
        raise PackageError(
            "later_version", f"数据包的格式版本为{version}，本系统只认识{VERSION}及以前的版本。请先升级本系统。"
        )


def read_body(body: Mapping[str, Any]) -> Package:
    """
    Read the content of a package whose signature was checked.

    :raises PackageError: something in it has not the published shape, or the digest of a report is not that of its content.
    """
    try:
        return _package(body)
    except PackageError:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError) as error:
        raise PackageError("shape", f"数据包的内容不符合公布的格式（{type(error).__name__}：{error}）。") from error


def _package(body: Mapping[str, Any]) -> Package:
    reports = body["reports"]
    if not isinstance(reports, list) or len(reports) > MOST_REPORTS:
        raise PackageError("shape", f"数据包最多装{MOST_REPORTS}份报告。")
    year = _whole(body["year"], "年度")
    packed = tuple(_report(item, year) for item in reports)
    if len({one.code for one in packed}) < len(packed):
        raise PackageError("shape", "数据包里同一机关有多份报告，请发送单位核对。")
    total = body["total"]
    return Package(
        sender=_sender(body),
        year=year,
        serial=_whole(body["serial"], "序号"),
        issued_at=datetime.fromisoformat(body["issued_at"]),
        reports=packed,
        total=None
        if total is None
        else Total(_tables(total), _whole(total["counted"], "单位数"), tuple(map(_name, total["missing"]))),
    )


def _sender(body: Mapping[str, Any]) -> Sender:
    sender = body.get("sender")
    if not isinstance(sender, dict):
        raise PackageError("shape", "数据包没有写明发送单位。")
    return Sender(_code(sender.get("code")), _name(sender.get("name")))


def _report(item: Mapping[str, Any], year: int) -> PackedReport:
    if item["year"] != year:
        raise PackageError("shape", f"数据包是{year}年度的，其中{item['organ']}的报告却是{item['year']}年度的。")
    kind = item["kind"]
    report = Report(
        organ=_name(item["organ"]),
        year=year,
        title=_words(item["title"]),
        preface=_words(item["preface"]),
        sections=tuple(
            Section(_whole(one["number"], "章节"), _words(one["heading"]), tuple(map(_words, one["paragraphs"])))
            for one in item["sections"]
        ),
        tables=_tables(item),
        organ_kind=None if kind is None else OrganKind(kind),
    )
    packed = PackedReport(
        code=_code(item["code"]),
        report=report,
        version=_whole(item["version"], "版本"),
        signed_on=_words(item["signed_on"] or ""),
        reason=_words(item["reason"]),
        contact=tuple(map(_words, item["contact"])),
    )
    if item["digest"] != packed.digest:
        raise PackageError("digest", f"{report.organ}的报告内容与其校验值不符，请发送单位核对后重发。")
    return packed


def _tables(item: Mapping[str, Any]) -> Tables:
    version = FormVersion(item["form"])
    table2 = {row: _cells(item["table2"][row], width) for row, width in TABLE2_ROWS.items()}
    rows = [None if row is None else _cells(row, len(TABLE3_COLUMNS)) for row in item["table3"]]
    if len(rows) != len(TABLE3_ROWS):
        raise PackageError("shape", f"表三应有{len(TABLE3_ROWS)}行，现有{len(rows)}行。")
    widths = {row: len(block.columns) for block in form(version).blocks for row, _ in block.rows}
    extra = {row: _cells(cells, widths[row], signed=True) for row, cells in item["extra"].items()}
    return Tables(version, table2, tuple(rows), _cells(item["table4"], len(TABLE4_CELLS)), extra)


def _cells(cells: Any, width: int, *, signed: bool = False) -> tuple[Cell, ...]:
    if not isinstance(cells, list) or len(cells) != width:
        raise PackageError("shape", f"表格的一行应有{width}格，请发送单位核对。")
    return tuple(_cell(cell, signed=signed) for cell in cells)


def _cell(cell: Any, *, signed: bool) -> Cell:
    if cell is None:
        return None
    value: Cell
    if isinstance(cell, str) and len(cell) <= 24:
        value = Decimal(cell)
        if not value.is_finite():
            raise PackageError("shape", f"“{cell}”不是数字。")
    elif isinstance(cell, int) and not isinstance(cell, bool):
        value = cell
    else:
        raise PackageError("shape", f"“{str(cell)[:20]}”不是数字，金额应写成文字。")
    if not -(10**12) < value < 10**12 or (value < 0 and not signed):
        raise PackageError("shape", f"“{cell}”超出范围。")
    return value


def _whole(value: Any, name: str) -> int:
    if type(value) is int and 0 <= value < 10**9:
        return value
    raise PackageError("shape", f"{name}“{str(value)[:20]}”不是整数。")


def _code(value: Any) -> str:
    if not isinstance(value, str) or not value.isascii() or not value.replace("-", "").isalnum() or len(value) > 24:
        raise PackageError("shape", f"机关代码“{str(value)[:24]}”不符合格式。")
    return value


def _name(value: Any) -> str:
    text = _words(value).strip()
    if not text or len(text) > 120 or "\n" in text:
        raise PackageError("shape", "机关名称应有1至120个字。")
    return text


def _words(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or "\x00" in value:
        raise PackageError("shape", "数据包里有一处文字不符合格式或过长。")
    value.encode()
    return value


@cache
def package_schema() -> str:
    """Give the published JSON Schema of a package as text."""
    return files("gongkai.documents").joinpath("schema", "report-package-1.json").read_text(encoding="utf-8")
