"""
Limits on how often something may be tried, kept in the database so that all processes share them.

What is limited (an account, a network, a device) is stored as a keyed fingerprint only: the table tells nobody who tried what.
An attempt is written before the costly thing is done and counted after it was written, so that any number of simultaneous attempts
never passes more than the allowance; one too many may be refused.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gongkai.apps.core.models import Attempt
from gongkai.apps.core.sealing import blind_index


@dataclass(frozen=True)
class Allowance:
    """So many attempts within a period; `name` keeps the buckets of different allowances apart."""

    name: str
    attempts: int
    period: timedelta


class Exhausted(Exception):
    """The allowance is used up; `until` is the moment from which one more attempt is allowed."""

    def __init__(self, allowance: Allowance, until: datetime) -> None:
        super().__init__(f"{allowance.name}：尝试次数过多，请于{until:%Y-%m-%d %H:%M}之后再试。")
        self.allowance = allowance
        self.until = until


def spend(allowance: Allowance, key: str, *, at: datetime) -> Attempt:
    """
    Use one attempt of the allowance for `key`; give it back with `refund` when it should not count.

    Call it outside a transaction: the attempt must be visible to other processes before it is counted.

    :raises Exhausted: the allowance is used up; nothing was spent.
    """
    bucket = blind_index(f"{allowance.name}\n{key}")
    Attempt.objects.filter(expires_at__lte=at).delete()
    attempt = Attempt.objects.create(bucket=bucket, expires_at=at + allowance.period)
    spent = Attempt.objects.filter(bucket=bucket, expires_at__gt=at)
    if spent.count() > allowance.attempts:
        attempt.delete()
        until = spent.order_by("-expires_at").values_list("expires_at", flat=True)[allowance.attempts - 1 :].first()
        raise Exhausted(allowance, until or at + allowance.period)
    return attempt


def refund(*attempts: Attempt) -> None:
    """Let attempts count no longer, as after a success."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).delete()
