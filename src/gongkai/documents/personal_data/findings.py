"""What the finder reports: the kind, the place and a masked form; never the value itself."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import starmap
from typing import Any, NamedTuple


class Kind(StrEnum):
    """Kinds of personal data; label, severity and citations stand in `law/data/privacy.toml`."""

    ID_NUMBER = "id_number"  # 公民身份号码
    MOBILE = "mobile"  # 手机号码
    LANDLINE = "landline"  # 住宅电话
    BANK_CARD = "bank_card"  # 银行卡（存折）号
    DISABILITY_CARD = "disability_card"  # 残疾人证号
    ADDRESS = "address"  # 详细住址
    NAME_IN_LIST = "name_in_list"  # 名单中的姓名
    MINOR = "minor"  # 未成年人
    HEALTH = "health"  # 健康、残疾和致困原因
    EMAIL = "email"  # 个人电子邮箱
    PLATE = "plate"  # 机动车号牌
    OTHER = "other"  # 其他


class Severity(StrEnum):
    """What a finding does to a publication: `BLOCK` stops it, `ADVISE` asks for a look."""

    BLOCK = "block"
    ADVISE = "advise"


class Finding(NamedTuple):
    """
    One value that looks like personal data.

    `start` and `end` are offsets in the scanned text; `row` and `column` count from 0 in the scanned rows; -1 means it does not apply.
    """

    kind: Kind
    severity: Severity
    where: str
    masked: str
    reason: str = ""
    start: int = -1
    end: int = -1
    row: int = -1
    column: int = -1

    def at(self, place: str) -> "Finding":
        """Give the same finding with the place it stands in put before its own."""
        return Finding(self.kind, self.severity, f"{place}{self.where}", *self[3:])

    def as_json(self) -> dict[str, str]:
        """Give the public form: kind, where, masked, severity."""
        return {"kind": self.kind, "where": self.where, "masked": self.masked, "severity": self.severity}


_KINDS = {kind.value: kind for kind in Kind}
_SEVERITIES = {severity.value: severity for severity in Severity}


def to_columns(findings: Sequence[Finding]) -> list[list[Any]]:
    """Write findings as nine lists, one for each field: the form in which hundreds of thousands travel as JSON."""
    return [list(column) for column in zip(*findings, strict=True)]


def from_columns(columns: Sequence[Sequence[Any]]) -> list[Finding]:
    """
    Read what `to_columns` wrote.

    :raises ValueError: something else.
    """
    if not columns:
        return []
    try:
        kinds, severities, *texts_and_numbers = columns
        known = [list(map(_KINDS.__getitem__, kinds)), list(map(_SEVERITIES.__getitem__, severities))]
        texts, numbers = texts_and_numbers[:3], texts_and_numbers[3:]
        types = [{type(value) for value in column} for column in texts_and_numbers]
        if any(found - {str} for found in types[:3]) or any(found - {int} for found in types[3:]) or len(numbers) != 4:
            raise ValueError("不是检查结果：字段类型不对。")
        return list(starmap(Finding, zip(*known, *texts, *numbers, strict=True)))
    except (KeyError, TypeError) as error:
        raise ValueError(f"不是检查结果：{error}") from error


def blocking(findings: Sequence[Finding]) -> list[Finding]:
    """Give the findings that stop a publication."""
    return [finding for finding in findings if finding.severity is Severity.BLOCK]


_KEPT = {Kind.ADDRESS: 3, Kind.HEALTH: 1, Kind.OTHER: 1}


def veil(kind: Kind, value: str) -> str:
    """Write a value so that a clerk recognises it beside the file and nobody can use it alone."""
    text = value if value.isalnum() else "".join(value.split())
    if kind is Kind.NAME_IN_LIST or kind is Kind.MINOR:
        return text[:1] + "*" * max(1, min(3, len(text) - 1))
    if kind is Kind.EMAIL:
        name, _, host = text.partition("@")
        return f"{name[:1]}***@{host}"
    if kind is Kind.MOBILE:
        return f"{text[:3]}****"
    keep = _KEPT.get(kind, 2)
    return f"{text[:keep]}****"
