"""Set limits, state that nothing changed, look at everything in the night."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.organs.queries import existing
from gongkai.apps.supervision.models import ColumnLimit, ColumnStanding, NoChange
from gongkai.apps.supervision.queries import Column, NoSuchColumn, columns, columns_of

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

#: So many organs are looked at with one set of queries.
TOGETHER = 200


class SupervisionError(ValueError):
    """Something that cannot be stated or set; nothing was written."""

    code = "supervision"

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def state_no_change(*, organ: "Organ", column: str, reason: str, by: "User | None", on: date) -> NoChange:
    """
    State that a column has nothing new this period; until its next limit it counts as looked after.

    :raises SupervisionError: there is no reason, the column never had anything, or it was stated today.
    :raises NoSuchColumn: the organ has no such column.
    """
    require(by, "item.write", organ, on=on)
    found = _column(organ, column, on)
    if not reason.strip():
        raise SupervisionError("请写明本期没有变化的理由。", field="reason")
    if found.updated_on is None:
        raise SupervisionError(f"“{found.label}”还没有任何信息，不能说明为没有变化。请先公开，或者在目录中说明不涉及。")
    if NoChange.objects.filter(organ=organ, column=column, on=on).exists():
        raise SupervisionError(f"“{found.label}”今天已说明没有变化。")
    stated = NoChange.objects.create(organ=organ, column=column, on=on, reason=reason.strip()[:200], stated_by=by)
    facts = {"column": column, "reason": stated.reason}
    append_event(organ=organ, kind="column.no_change", subject=stated, by=by, on=on, facts=facts)
    return stated


@transaction.atomic
def set_column_limits(
    *, organ: "Organ", column: str, warn_after: int, red_after: int, by: "User | None", on: date
) -> ColumnLimit:
    """
    Set other limits for a column of the organ, in days.

    :raises NoSuchColumn: the organ has no such column.
    :raises gongkai.law.freshness.BadLimits: the warning does not come before the red.
    """
    require(by, "settings.write", organ, on=on)
    _column(organ, column, on).limits.changed(warn_after=warn_after, red_after=red_after)
    limit, _created = ColumnLimit.objects.update_or_create(
        organ=organ,
        column=column,
        defaults={"warn_after": warn_after, "red_after": red_after, "set_by": by, "set_on": on},
    )
    facts = {"column": column, "warn_after": warn_after, "red_after": red_after}
    append_event(organ=organ, kind="column.limits_set", subject=limit, by=by, on=on, facts=facts)
    return limit


@transaction.atomic
def watch(*, by: "User | None", on: date) -> int:
    """Look at every column of every organ that exists and write down where it stands; give the number of columns."""
    count = 0
    for together in _groups(existing(on).order_by("pk").iterator()):
        rows = [
            ColumnStanding(
                organ=organ,
                column=column.key,
                label=column.label,
                level=column.standing.level.value,
                last_on=column.stated.on if column.stated else column.updated_on,
                due_on=column.standing.due_on,
                reckoned_on=on,
            )
            for organ, listed in _with_columns(together, on)
            for column in listed
        ]
        ColumnStanding.objects.bulk_create(
            rows,
            batch_size=1_000,
            update_conflicts=True,
            unique_fields=["organ", "column"],
            update_fields=["label", "level", "last_on", "due_on", "reckoned_on"],
        )
        count += len(rows)
    ColumnStanding.objects.exclude(reckoned_on=on).delete()
    del by
    return count


def _with_columns(organs: list["Organ"], on: date) -> Iterator[tuple["Organ", list[Column]]]:
    found = columns_of(organs, on=on)
    return ((organ, found[organ.pk]) for organ in organs)


def _groups(organs: Iterable["Organ"]) -> Iterator[list["Organ"]]:
    walking = iter(organs)
    while together := list(islice(walking, TOGETHER)):
        yield together


def _column(organ: "Organ", key: str, on: date) -> Column:
    for column in columns(organ, on=on):
        if column.key == key:
            return column
    raise NoSuchColumn(key)
