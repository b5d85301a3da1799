"""The document library on a given day."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from gongkai.apps.publication.models import NormativeDocument
from gongkai.apps.publication.queries.reach import within

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ


class Validity(StrEnum):
    """How a document stands on a day."""

    NOT_YET_EFFECTIVE = "not_yet_effective"  # 尚未施行
    IN_FORCE = "valid"  # 有效
    EXPIRED = "expired"  # 失效
    REPEALED = "repealed_document"  # 废止


def ended_by(day: date) -> Q:
    """Write the condition that a document has ended by the close of the day: repealed, or its last day was before."""
    return Q(repealed_on__lte=day) | Q(expires_on__lt=day)


def documents(*, organ: "Organ | None" = None, path: str = "") -> QuerySet[NormativeDocument]:
    """Give the library of one organ, of a subtree, or of all, newest first."""
    return NormativeDocument.objects.filter(within(organ, path)).select_related("organ", "item", "replaced_by")


def documents_in_force(
    *, on: date, organ: "Organ | None" = None, path: str = "", kind: str | None = None
) -> QuerySet[NormativeDocument]:
    """Give the documents that bind on the day `on`: effective by then, neither repealed nor expired."""
    found = documents(organ=organ, path=path).filter(effective_on__lte=on).exclude(ended_by(on))
    return found if kind is None else found.filter(kind=kind)


def validity(document: NormativeDocument, *, on: date) -> Validity:
    """Tell how a document stands on the day `on`; the last day of validity is a day of validity."""
    if document.repealed_on is not None and document.repealed_on <= on:
        return Validity.REPEALED
    if document.expires_on is not None and document.expires_on < on:
        return Validity.EXPIRED
    return Validity.IN_FORCE if document.effective_on <= on else Validity.NOT_YET_EFFECTIVE


def expiring_documents(
    *, on: date, until: date, organ: "Organ | None" = None, path: str = ""
) -> Iterable[NormativeDocument]:
    """Give the documents in force on the day `on` whose validity ends by itself up to the day `until`, soonest first."""
    return documents_in_force(on=on, organ=organ, path=path).filter(expires_on__lte=until).order_by("expires_on", "pk")
