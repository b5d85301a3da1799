"""The figures of tables 二, 三 and 四 from the registers: one grouped query per table, for one organ or for a whole subtree."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongkai.apps.foi.queries import table3_counts
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import subtree
from gongkai.apps.proceedings.queries import table4_counts
from gongkai.apps.publication import queries as publication
from gongkai.law.annual_report.compile import compile_tables
from gongkai.law.annual_report.model import Tables


@dataclass(frozen=True)
class Counts:
    """What the registers of one organ count for a year, before it becomes tables."""

    outcomes: Mapping[tuple[str, str], int]
    documents: Mapping[str, tuple[int, int, int]]
    decisions: Mapping[str, int]
    charges: Decimal
    proceedings: Mapping[str, int]

    def tables(self) -> Tables:
        """Lay the counts out as the three tables."""
        return compile_tables(
            outcome_counts=self.outcomes,
            document_counts=self.documents,
            decision_counts=self.decisions,
            charges_yuan=self.charges,
            proceedings_counts=self.proceedings,
        )


def figures(organ: Organ, year: int) -> Tables:
    """Compile the tables of one organ for a year."""
    return _collect(year, organ=organ).get(organ.pk, _NOTHING).tables()


def figures_of_subtree(root: Organ, year: int) -> dict[int, Tables]:
    """Compile the tables of every organ of a subtree, by organ id; organs without any record have tables of zeros."""
    counted = _collect(year, path=root.path)
    return {pk: counted.get(pk, _NOTHING).tables() for pk in subtree(root).values_list("pk", flat=True)}


_NOTHING = Counts(outcomes={}, documents={}, decisions={}, charges=Decimal(0), proceedings={})


def _collect(year: int, *, organ: Organ | None = None, path: str = "") -> dict[int, Counts]:
    outcomes = table3_counts(year, organ=organ, path=path)
    proceedings: dict[int, dict[str, int]] = defaultdict(dict)
    for (pk, cell), count in table4_counts(year, organ=organ, path=path).items():
        proceedings[pk][cell] = count
    documents: dict[int, Any] = publication.document_counts(year, organ=organ, path=path)
    decisions: dict[int, Any] = publication.decision_counts(year, organ=organ, path=path)
    charges: dict[int, Decimal] = publication.charge_totals(year, organ=organ, path=path)
    return {
        pk: Counts(
            outcomes=outcomes.get(pk, {}),
            documents=documents.get(pk, {}),
            decisions=decisions.get(pk, {}),
            charges=charges.get(pk, Decimal(0)),
            proceedings=proceedings.get(pk, {}),
        )
        for pk in {*outcomes, *proceedings, *documents, *decisions, *charges}
    }
