"""`gongkai report`: write every file of a report into a folder."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Q

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting import exports
from gongkai.apps.reporting.models import ReportVersion
from gongkai.cli.errors import CallError
from gongkai.documents.writing import CannotTypeset, MissingFonts


def export_report(*, organ: str, year: int, out: Path) -> Iterator[Path]:
    """
    Write the newest signed version in every format; a file appears whole or not at all.

    :raises CallError: no such organ or report, the folder cannot be written, or the fonts for PDF are missing.
    """
    version = _version(organ_named(organ), year)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallError(f"无法写入目录“{out}”：{error.strerror}。") from error
    for kind in exports.KINDS:
        try:
            made = exports.make(version, kind, address=exports.page_path(version))
        except (MissingFonts, CannotTypeset) as error:
            raise CallError(str(error)) from error
        yield _write(out / made.name, made.data)


def organ_named(asked: str) -> Organ:
    """
    Give the organ with this code or name.

    :raises CallError: there is none, or more than one.
    """
    found = list(Organ.objects.filter(Q(code=asked) | Q(name=asked) | Q(short_name=asked))[:2])
    if len(found) != 1:
        raise CallError(f"{'有多个' if found else '没有'}名称或代码为“{asked}”的机关。请用机关代码，例如 640423207。")
    return found[0]


def _version(organ: Organ, year: int) -> ReportVersion:
    version = ReportVersion.objects.filter(report__organ=organ, report__year=year).order_by("-number").first()
    if version is None:
        raise CallError(f"{organ.name}{year}年度报告还没有签发，不能导出。请先在工作台签发。")
    return version


def _write(target: Path, data: bytes) -> Path:
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as temporary:
        temporary.write(data)
        temporary.flush()
        os.fsync(temporary.fileno())
    path = Path(temporary.name)
    path.chmod(0o644)
    return path.replace(target)
