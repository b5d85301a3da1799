"""Numbers: unique and gapless per organ, kind and year, because the counter row is locked in the transaction that uses the number."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from gongkai.apps.core.models import Counter

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ


class NotInTransaction(RuntimeError):
    """A number was asked for outside a transaction; it could be lost and leave a gap."""

    def __init__(self) -> None:
        super().__init__("取号必须与使用编号的写入在同一事务中，否则会跳号。")


def next_number(*, organ: "Organ", kind: str, year: int) -> int:
    """
    Take the next number; it exists only if the caller's transaction commits.

    :raises NotInTransaction: there is no transaction around the call.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction
    counters = Counter.objects.filter(organ=organ, kind=kind, year=year)
    if not counters.update(value=F("value") + 1):
        Counter.objects.get_or_create(organ=organ, kind=kind, year=year)
        counters.update(value=F("value") + 1)
    return Counter.objects.values_list("value", flat=True).get(organ=organ, kind=kind, year=year)
