"""
What `gongkai scrub` and `gongkai scan` do, as functions: they give what to print and the exit code, and print nothing themselves.

Exit codes: 0 nothing blocking, 1 blocking findings, 2 a file that cannot be processed. A found value is never in the answer.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.documents.personal_data.findings import Finding, Severity
from gongkai.documents.rebuilding.model import Limits, Rebuilt, Refused
from gongkai.documents.rebuilding.whole import rebuild, scan_bytes

OK, BLOCKED, CANNOT = 0, 1, 2
_MOST_LINES = 40


@dataclass(frozen=True)
class CommandResult:
    """What a command answers: `report` for --json, `text` for people, the exit code."""

    report: dict[str, Any] | list[dict[str, Any]]
    exit_code: int
    text: str


def cli_scrub(path: Path, out: Path, *, on: date | None = None, limits: Limits | None = None) -> CommandResult:
    """
    Rebuild a file and write the result; nothing is written when the file is refused.

    :param out: the file to write, or a folder in which it gets a safe name.
    :param on: the day on which ages are reckoned.
    """
    try:
        result = rebuild(_read(path, limits), path.name, limits=limits, on=on)
        target = out / result.name if out.is_dir() else out
        _write(target, result.data)
    except (Refused, OSError) as error:
        return _cannot(path, error)
    code = BLOCKED if result.blocking else OK
    lines = [f"已重建：{target}", *_lines(result, result.findings)]
    return CommandResult(_report(path, result, result.findings), code, "\n".join(lines))


def cli_scan(path: Path, *, on: date | None = None, limits: Limits | None = None) -> CommandResult:
    """Look into a file, or into every file of a folder: what it shows and what it hides."""
    if path.is_dir():
        files = sorted(found for found in path.rglob("*") if found.is_file() and not found.is_symlink())
        return _together([_scan(file, on, limits) for file in files])
    return _scan(path, on, limits)


def _scan(path: Path, on: date | None, limits: Limits | None) -> CommandResult:
    try:
        result = scan_bytes(_read(path, limits), path.name, limits=limits, on=on)
    except (Refused, OSError) as error:
        return _cannot(path, error)
    findings = (*result.findings, *result.hidden_findings)
    code = BLOCKED if any(finding.severity is Severity.BLOCK for finding in findings) else OK
    return CommandResult(_report(path, result, findings), code, "\n".join([f"{path}：", *_lines(result, findings)]))


def _together(results: Sequence[CommandResult]) -> CommandResult:
    reports = [result.report for result in results if isinstance(result.report, dict)]
    code = max((result.exit_code for result in results), default=OK)
    text = "\n".join(result.text for result in results) if results else "文件夹中没有文件。"
    return CommandResult(reports, code, text)


def _cannot(path: Path, error: Refused | OSError) -> CommandResult:
    message = (
        str(error)
        if isinstance(error, Refused)
        else f"无法读写“{error.filename or path}”：{error.strerror}。请核对路径和权限。"
    )
    report = {"file": str(path), "dropped": [], "findings": [], "error": message}
    return CommandResult(report, CANNOT, f"{path}：{message}")


def _report(path: Path, result: Rebuilt, findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "file": str(path),
        "dropped": [item.as_json() for item in result.dropped],
        "findings": [finding.as_json() for finding in findings],
    }


def _lines(result: Rebuilt, findings: Sequence[Finding]) -> list[str]:
    """Write the report for people: what was dropped, then what was found, the blocking ones first."""
    lines = [f"  去除　{item.where}　{item.what}　{item.count}处" for item in result.dropped]
    ordered = sorted(findings, key=lambda finding: finding.severity is not Severity.BLOCK)
    lines += [
        f"  {'须处理' if finding.severity is Severity.BLOCK else '请核对'}　{finding.where}　{finding.masked}　{finding.reason}"
        for finding in ordered[:_MOST_LINES]
    ]
    if len(ordered) > _MOST_LINES:
        counts = Counter(finding.kind.value for finding in ordered)
        lines.append(f"  ……共{len(ordered)}处：" + "、".join(f"{kind} {count}" for kind, count in counts.most_common()))
    lines += [f"  未识别　{place}" for place in result.unread]
    return lines or ["  没有发现问题。"]


def _read(path: Path, limits: Limits | None) -> bytes:
    """Read a file, but not more of it than may be uploaded."""
    most = (limits or Limits()).size
    with path.open("rb") as file:
        return file.read(most + 1)


def _write(target: Path, data: bytes) -> None:
    """Write the whole file or nothing."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".gongkai-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
