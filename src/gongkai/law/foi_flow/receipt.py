"""
The day of receipt by channel (`ogi:31`) and the day of the reply by way of delivery (`delivery2016:2`), each with its proof.

Without the proof there is no day: an application on line counts from the day both sides have confirmed it, not from the click.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gongkai.law.calendar import Calendar, DueDate
from gongkai.law.citations import Citation, chinese
from gongkai.law.deadlines import deadline
from gongkai.law.entries import Entry
from gongkai.law.foi_flow.moves import fact_date, fact_label, limit_id, rows


class SubmissionChannel(StrEnum):
    """How an application reaches the organ (`ogi:29.1`, `ogi:31`)."""

    IN_PERSON = "in_person"  # 当面
    ORAL = "oral"  # 口头，代为填写
    POST_SIGNED = "post_signed"  # 邮寄，需签收
    POST_ORDINARY = "post_ordinary"  # 平常信函
    INTERNET = "internet"  # 互联网
    FAX = "fax"  # 传真

    @property
    def label(self) -> str:
        """Give the words a clerk reads."""
        return rows("channel")[self.value].label


class Delivery(StrEnum):
    """How a letter reaches the applicant (`delivery2016:1`)."""

    DIRECT = "direct"  # 直接送达
    ENTRUSTED = "entrusted"  # 委托送达
    POST = "post"  # 邮政企业邮寄
    ONLINE = "online"  # 网上送达

    @property
    def label(self) -> str:
        """Give the words a clerk reads."""
        return rows("delivery")[self.value].label

    @property
    def online(self) -> bool:
        """Tell whether the letter must name an on-line channel for reconsideration (`arl:22`)."""
        return bool(rows("delivery")[self.value]["online"])


@dataclass(frozen=True)
class ProvenDay:
    """A day of legal weight; None while the facts named in `missing` are not on file. `explanation` says how it was found."""

    day: date | None
    missing: tuple[str, ...]
    explanation: str
    cites: tuple[Citation, ...]


class ImpossibleDay(ValueError):
    """A day that contradicts the others: before the postmark, or in the future."""

    def __init__(self, text: str, *, cites: tuple[Citation, ...]) -> None:
        self.cites = cites
        super().__init__(f"{text}（依据：{'、'.join(map(chinese, cites))}）")


def receipt_date(channel: SubmissionChannel, facts: Mapping[str, Any], *, on: date | None = None) -> ProvenDay:
    """
    Give the day of receipt of an application (`ogi:31`), or what is missing to prove it.

    :param facts: the dates and records of the channel, by the names of `[facts]` in moves.toml. For the internet,
        `automatic_receipt` with `told_automatic` (the applicant was told beforehand that the automatic receipt is the confirmation)
        stands for a confirmation on the day of submission.
    :param on: today, if days in the future are to be refused.
    :raises ImpossibleDay: the day lies before the application was posted, submitted or arrived, or after `on`.
    """
    entry = rows("channel")[SubmissionChannel(channel).value]
    known = {**facts, **_automatic(entry, facts)}
    proven = _proven(entry, known, entry["receipt_day"])
    if proven.day is not None:
        _refuse_impossible(proven.day, entry, known, on=on)
    return proven


def confirmation_due(channel: SubmissionChannel, arrived_on: date, *, calendar: Calendar) -> DueDate | None:
    """Give the day by which the organ should have confirmed an application with the applicant; None where no confirmation is needed."""
    if not rows("channel")[SubmissionChannel(channel).value]["confirm"]:
        return None
    return deadline(limit_id("confirmation"), on=arrived_on).due(arrived_on, calendar)


def reply_date(delivery: Delivery, facts: Mapping[str, Any], *, on: date | None = None) -> ProvenDay:
    """
    Give the day that counts as the day of the reply: signature, handing to the post, sending on line.

    :raises ImpossibleDay: the day lies after `on`.
    """
    entry = rows("delivery")[Delivery(delivery).value]
    proven = _proven(entry, facts, entry["reply_day"])
    if proven.day is not None and on is not None and proven.day > on:
        raise ImpossibleDay(
            f"“{fact_label(entry['reply_day'])}”{proven.day:%Y-%m-%d}晚于今天，请核对。", cites=entry.cites
        )
    return proven


def _automatic(entry: Entry, facts: Mapping[str, Any]) -> dict[str, Any]:
    names = entry.get("automatic", ())
    if not names or not all(facts.get(name) for name in names):
        return {}
    return {"confirmed_on": facts.get("submitted_on"), "confirmation_record": facts[names[0]]}


def _proven(entry: Entry, facts: Mapping[str, Any], day_name: str) -> ProvenDay:
    missing = tuple(name for name in (day_name, *entry["proof"]) if facts.get(name) in (None, "", False))
    day = None if missing else fact_date(facts, day_name)
    if day is None:
        lacking = "、".join(map(fact_label, missing))
        text = f"{entry.label}：还缺{lacking}，不能确定日期。"
    else:
        text = f"{entry.label}：以{fact_label(day_name)}{day:%Y-%m-%d}为准。"
    return ProvenDay(day=day, missing=missing, explanation=text, cites=entry.cites)


def _refuse_impossible(day: date, entry: Entry, facts: Mapping[str, Any], *, on: date | None) -> None:
    for name in entry["not_before"]:
        earlier = fact_date(facts, name)
        if earlier is not None and day < earlier:
            raise ImpossibleDay(
                f"“{fact_label(entry['receipt_day'])}”{day:%Y-%m-%d}早于“{fact_label(name)}”{earlier:%Y-%m-%d}，请核对。",
                cites=entry.cites,
            )
    if on is not None and day > on:
        raise ImpossibleDay(f"“{fact_label(entry['receipt_day'])}”{day:%Y-%m-%d}晚于今天，请核对。", cites=entry.cites)
