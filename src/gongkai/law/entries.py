"""
Entries of law: dated, cited, refused when they are not.

Every rule file under `law/data` is a list of TOML tables. An entry has an `id`, a Chinese `label`, at least one citation that
resolves, the day it came into force and the day somebody last verified it. The same `id` may stand several times, for different
periods; the periods must not overlap.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from gongkai.law.citations import Citation, parse, resolve

OPEN_END = date.max
#: Keys that every entry has; all others are the values of the rule itself.
COMMON_KEYS = frozenset({"id", "label", "cites", "in_force_from", "in_force_to", "verified_on", "evidence", "note"})
#: How the value was established: read in the source, second-hand, from memory, or a design convention of this project.
EVIDENCE = frozenset({"verified", "partial", "second_hand", "recalled", "convention"})


class EntryError(ValueError):
    """A rule file that must not be loaded; the message names file, entry and fault."""


class NoRuleInForce(LookupError):
    """No entry with this id was in force on the day asked for."""

    def __init__(self, *, id: str, on: date) -> None:  # noqa: A002 - the key is called id in the data
        self.id, self.on = id, on
        super().__init__(f"{on:%Y-%m-%d} 没有生效的规则“{id}”。请在 law/data 中补充该时期的规则及出处。")


@dataclass(frozen=True)
class Entry:
    """One rule for one period. `values` holds what the rule says; `file` is where it stands."""

    id: str
    label: str
    cites: tuple[Citation, ...]
    in_force_from: date
    verified_on: date
    in_force_to: date | None
    evidence: str
    note: str
    file: str
    values: Mapping[str, Any]

    def in_force(self, on: date) -> bool:
        """Tell whether the rule applies on the day `on`, both ends included."""
        return self.in_force_from <= on <= (self.in_force_to or OPEN_END)

    def __getitem__(self, key: str) -> Any:
        """Give one value of the rule; a missing one is a fault of the data file and named as such."""
        try:
            return self.values[key]
        except KeyError:
            raise EntryError(f"{self.file}：“{self.id}”缺少字段 {key}。") from None

    def get(self, key: str, default: Any = None) -> Any:
        """Give one value of the rule, or `default`."""
        return self.values.get(key, default)


class Rules:
    """All entries of one kind, looked up by id and day."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_id: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_id[entry.id].append(entry)
        for same in self._by_id.values():
            same.sort(key=lambda entry: entry.in_force_from)
            _refuse_overlap(same)

    def get(self, id: str, *, on: date) -> Entry:  # noqa: A002
        """
        Give the entry with this id that is in force on the day `on`.

        :raises NoRuleInForce: there is none.
        """
        for entry in self._by_id.get(id, ()):
            if entry.in_force(on):
                return entry
        raise NoRuleInForce(id=id, on=on)

    def in_force(self, on: date) -> list[Entry]:
        """Give every entry in force on the day `on`, in the order of the file."""
        return [entry for same in self._by_id.values() for entry in same if entry.in_force(on)]

    def ids(self) -> tuple[str, ...]:
        """Give all ids, in the order of the file."""
        return tuple(self._by_id)

    def __iter__(self) -> Any:
        """Walk over every entry of every period."""
        return (entry for same in self._by_id.values() for entry in same)


@cache
def load(kind: str) -> Rules:
    """
    Load `law/data/<kind>.toml`, whose tables are named `[[<kind without its plural s>]]` or `[[entry]]`.

    :raises EntryError: an entry lacks a field, a citation that resolves, or overlaps another of its id.
    """
    name = f"{kind}.toml"
    raw = tomllib.loads(files("gongkai.law").joinpath("data", name).read_text(encoding="utf-8"))
    return Rules(read_entries(raw, file=name))


def read_entries(raw: Mapping[str, Any], *, file: str) -> list[Entry]:
    """Turn parsed TOML into entries; every table-array of the file is read, in order."""
    return [_entry(table, file=file) for tables in raw.values() if isinstance(tables, list) for table in tables]


def _entry(table: Mapping[str, Any], *, file: str) -> Entry:
    name = table.get("id", "（无 id）")
    missing = [key for key in ("id", "label", "cites", "in_force_from", "verified_on") if key not in table]
    if missing:
        raise EntryError(
            f"{file}：“{name}”缺少 {'、'.join(missing)}。每条规则都要有编号、名称、出处、生效日期和核对日期。"
        )
    if not table["cites"]:
        raise EntryError(f"{file}：“{name}”没有出处。请在 cites 中写明依据的条款。")
    evidence = table.get("evidence", "verified")
    if evidence not in EVIDENCE:
        raise EntryError(f"{file}：“{name}”的 evidence 为“{evidence}”，应为 {'、'.join(sorted(EVIDENCE))} 之一。")
    return Entry(
        id=table["id"],
        label=table["label"],
        cites=_citations(table["cites"], file=file, name=name),
        in_force_from=table["in_force_from"],
        in_force_to=table.get("in_force_to"),
        verified_on=table["verified_on"],
        evidence=evidence,
        note=table.get("note", ""),
        file=file,
        values=MappingProxyType({key: value for key, value in table.items() if key not in COMMON_KEYS}),
    )


def _citations(texts: Sequence[str], *, file: str, name: str) -> tuple[Citation, ...]:
    citations = tuple(parse(text) for text in texts)
    for citation in citations:
        try:
            resolve(citation)
        except ValueError as error:
            raise EntryError(f"{file}：“{name}”的出处无法解析。{error}") from error
    return citations


def _refuse_overlap(same: Sequence[Entry]) -> None:
    for earlier, later in pairwise(same):
        if (earlier.in_force_to or OPEN_END) >= later.in_force_from:
            raise EntryError(
                f"{later.file}：“{later.id}”有两条规则的有效期重叠"
                f"（{earlier.in_force_from:%Y-%m-%d} 起与 {later.in_force_from:%Y-%m-%d} 起）。请给较早的一条写明 in_force_to。"
            )
