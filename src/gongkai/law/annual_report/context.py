"""What a check may know besides the report itself. Everything is optional: what is missing makes a check “not checked”, never passed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gongkai.law.annual_report.model import Report, Tables
from gongkai.law.annual_report.text.likeness import Pieces
from gongkai.law.annual_report.text.prose import prose_of

#: Sections whose text is compared with other reports: those without tables.
COMPARED_SECTIONS = (1, 5, 6)


@dataclass(frozen=True)
class Sibling:
    """The text of another organ's report, cut once and held against many; made by `sibling_of`."""

    organ: str
    pieces: Pieces


def compared_text(report: Report) -> Pieces:
    """Give the text of a report by which it is compared with others."""
    return Pieces(prose_of(report).text(*COMPARED_SECTIONS))


def sibling_of(report: Report) -> Sibling:
    """Make the report of another organ ready for comparison."""
    return Sibling(report.organ, compared_text(report))


@dataclass(frozen=True)
class RegisterFacts:
    """
    What the organ's own registers say about the year; None means that the register does not know.

    `lacking` maps what must be on file (`secrecy_review`, `third_party_consultation`, `reasons_asked`, `clarification`,
    `lapse_notice`, `fee_notice`, `earlier_reply`, `search_record`) to the numbers of applications that lack it; an empty list means
    that all have it, a missing key that nobody looked.
    """

    tables: Tables | None = None
    lacking: Mapping[str, Sequence[str]] = field(default_factory=dict)
    overdue_open: Sequence[str] | None = None
    replied_late: int | None = None
    published: int | None = None
    published_by_channel: Mapping[str, int] | None = None
    documents_published_late: Sequence[str] | None = None
    charge_list_published: bool | None = None
    enforcement_empowered: bool | None = None
    fees_yuan: Decimal | None = None
    direct_suits_unexplained: Sequence[str] | None = None
    decisions_of_two_years: int | None = None
    disclosure_complaints: int | None = None


@dataclass(frozen=True)
class PublicationFacts:
    """Where and when the report was published; `hashes` maps `page`, `file` and `data` to the version they were made from."""

    published_on: date | None = None
    due_on: date | None = None
    reachable: bool | None = None
    downloadable: bool | None = None
    missing_years: Sequence[int] | None = None
    hashes: Mapping[str, str] | None = None
    frozen: Tables | None = None
    is_revision: bool = False


@dataclass(frozen=True)
class Member:
    """One organ of a roll-up: its accepted figures, or None with the days by which its report is late."""

    organ: str
    tables: Tables | None
    days_late: int = 0


@dataclass(frozen=True)
class RollUpFacts:
    """
    The organs that a county's report adds up, and those of last year.

    `scope` says in words what is covered (本级、部门、乡镇). `previous` is last year's roll-up after changes of organs; `changes` maps
    an organ that came or went to the reason that was put on file.
    """

    members: Sequence[Member]
    scope: str = ""
    previous: Tables | None = None
    previous_members: Collection[str] | None = None
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """
    What the checks may use.

    `as_compiled` says that the tables come from our own registers: then a check that lacks the register is unfinished work and blocks.
    `previous` are last year's tables (of all predecessors added up, where organs merged). `siblings` are the texts of other organs of
    the same level. `foreign_names` are names of other places and organs, `own_terms` right words that the office uses.
    `unreadable` maps the name of a cell to the text that could not be read as a number.
    `explanations` answers warnings, by check (`T201`) or by check and place (`T201/表二“规章”`).
    """

    previous: Tables | None = None
    previous_report: Report | None = None
    register: RegisterFacts | None = None
    as_compiled: bool = False
    publication: PublicationFacts | None = None
    roll_up: RollUpFacts | None = None
    siblings: Sequence[Sibling] = ()
    foreign_names: Collection[str] = ()
    own_terms: Collection[str] = ()
    unreadable: Mapping[str, str] = field(default_factory=dict)
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None

    @property
    def tables_before(self) -> Tables | None:
        """Give last year's tables, from the tables handed in or from last year's report."""
        if self.previous is None and self.previous_report is not None:
            return self.previous_report.tables
        return self.previous
