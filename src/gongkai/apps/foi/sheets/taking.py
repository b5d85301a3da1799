"""Take the rows of a sheet one by one: each is a transaction of its own, so that a faulty row leaves nothing and stops nobody."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils import timezone

from gongkai.apps.foi import operations
from gongkai.apps.foi.models import ApplicantKind, FoiRequest
from gongkai.apps.foi.sheets.columns import APPLICANT_KINDS, LETTERS, Kind
from gongkai.apps.foi.sheets.reading import Row
from gongkai.apps.organs.models import Organ, User
from gongkai.law.foi_flow import ImpossibleDay, SubmissionChannel, UnlawfulMove
from gongkai.law.foi_flow.moves import rows as channels
from gongkai.law.outcomes import Outcome
from gongkai.law.terms import label

_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?: 00:00:00)?")
REFUSALS = (operations.FoiError, UnlawfulMove, ImpossibleDay)


class FaultyRow(ValueError):
    """What is wrong with a row, in one sentence."""


@dataclass(frozen=True)
class Taken:
    """What became of a row: the application, or the fault."""

    row: Row
    foi: FoiRequest | None = None
    fault: str = ""


def take(kind: Kind, rows: Sequence[Row], *, organ: Organ, by: User, now: datetime) -> list[Taken]:
    """Register the rows of a sheet; what cannot be taken says why."""
    return [_one(kind, row, organ, by, now) for row in rows]


def _one(kind: Kind, row: Row, organ: Organ, by: User, now: datetime) -> Taken:
    try:
        values = _checked(kind, row)
        taken = _letter(values, organ, by, now) if kind is LETTERS else _old(values, organ, by, now)
    except (FaultyRow, *REFUSALS) as error:
        return Taken(row, fault=str(error))
    return Taken(row, foi=taken)


def _checked(kind: Kind, row: Row) -> dict[str, str]:
    faults = []
    for column in kind.columns:
        value = row.values.get(column.name, "")
        if column.required and not value:
            faults.append(f"“{column.heading}”没有填写")
        elif value and column.choices and value not in column.choices:
            faults.append(f"“{column.heading}”写的是“{value}”，应当是：{'、'.join(column.choices)}")
    if faults:
        raise FaultyRow("；".join(faults) + "。")
    return {column.name: row.values.get(column.name, "") for column in kind.columns}


def _letter(values: Mapping[str, str], organ: Organ, by: User, now: datetime) -> FoiRequest:
    channel = next(each for each in SubmissionChannel if each.label == values["channel"])
    day, entry = _day(values["day"], "签收（提交、确认）日期", now), channels("channel")[channel.value]
    facts = {"submitted_on": day.isoformat(), entry["receipt_day"]: day.isoformat()}
    facts |= {name: values["proof"] for name in entry["proof"] if values["proof"]}
    if not values["proof"]:
        facts.pop(entry["receipt_day"], None)
    form = operations.Registration(channel.value, _who(values), [_wanted(values)], facts)
    return operations.register(organ=organ, by=by, at=_noon(day), now=now, form=form)[0]


def _old(values: Mapping[str, str], organ: Organ, by: User, now: datetime) -> FoiRequest:
    return operations.take_over(
        organ=organ,
        by=by,
        on=timezone.localdate(now),
        old=operations.OldCase(
            number=values["old_number"],
            applicant=_who(values),
            wanted=_wanted(values),
            received_on=_day(values["received_on"], "收到日期", now),
            closed_on=_day(values["closed_on"], "答复日期", now),
            outcome=next(outcome for outcome in Outcome if label(outcome.value) == values["outcome"]),
            letter=values["letter"],
        ),
    )


def _who(values: Mapping[str, str]) -> operations.ApplicantData:
    kinds = {label(kind): ApplicantKind(kind) for kind in APPLICANT_KINDS}
    kind = kinds.get(values["kind"], ApplicantKind.NATURAL_PERSON)
    more = {name: values[name] for name in ("name", "id_number", "phone", "address")}
    return operations.ApplicantData(kind=kind, **more)


def _wanted(values: Mapping[str, str]) -> operations.Wanted:
    return operations.Wanted(**{name: values[name] for name in ("title", "document_number", "description")})


def _day(text: str, heading: str, now: datetime) -> date:
    found = _DAY.fullmatch(text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise FaultyRow(f"“{heading}”写的是“{text}”，不是日期。请写成 2026-03-24。")
    if day > timezone.localdate(now):
        raise FaultyRow(f"“{heading}”{text}晚于今天，请核对。")
    return day


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(4), tzinfo=UTC)
