"""
Effects: what an event owes to the outside (a letter, a mail, the search index, a static page).

They are rows written with the event, enqueued after the commit and carried out by idempotent handlers. A handler that fails leaves
its row FAILED with the reason; `gongkai effects retry` runs it again in every build.
"""

import logging
from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from gongkai.apps.core.models import Event, Outbox

log = logging.getLogger(__name__)

Handler = Callable[[Event], None]
_handlers: dict[str, Handler] = {}
_followers: dict[str, list[str]] = {}
_prompt: set[str] = set()


class UnknownEffect(LookupError):
    """An event names an effect that nobody registered."""

    def __init__(self, name: str) -> None:
        super().__init__(f"没有登记名为“{name}”的效果。请在所属应用的 effects.py 中用 outbox.effect 登记。")


def effect(name: str) -> Callable[[Handler], Handler]:
    """
    Register the one handler of an effect; it gets the event and must be idempotent.

    :raises ValueError: the name is taken.
    """

    def register(handler: Handler) -> Handler:
        if _handlers.get(name, handler) is not handler:
            raise ValueError(f"效果“{name}”已由 {_handlers[name].__module__} 登记。")
        _handlers[name] = handler
        return handler

    return register


def follow(name: str, *kinds: str, prompt: bool = False) -> None:
    """
    Owe an effect to every event of these kinds, so that a higher layer hears of them without being named below.

    :param prompt: carry it out in the process that committed, not as a job: for what must not wait for a worker.
    """
    for kind in kinds:
        followers = _followers.setdefault(kind, [])
        if name not in followers:
            followers.append(name)
    if prompt:
        _prompt.add(name)


def unfollow(name: str) -> None:
    """Owe an effect to no event any more."""
    for followers in _followers.values():
        if name in followers:
            followers.remove(name)
    _prompt.discard(name)


def registered() -> frozenset[str]:
    """Name every registered effect."""
    return frozenset(_handlers)


def owe(event: Event, effects: Iterable[str]) -> None:
    """Write the effects of an event and enqueue them for after the commit."""
    for name in dict.fromkeys([*effects, *_followers.get(event.kind, ())]):
        if name not in _handlers:
            raise UnknownEffect(name)
        row = Outbox.objects.create(event=event, effect=name)
        transaction.on_commit(partial(carry_out if name in _prompt else _enqueue, row.pk))


def _enqueue(row_id: int) -> None:
    carry_out_task.enqueue(row_id)


@task()
def carry_out_task(row_id: int) -> None:
    """Carry out one effect as a job."""
    carry_out(row_id)


def carry_out(row_id: int) -> bool:
    """Run the handler of one effect row; return whether it is done. A failure is recorded, logged and left for a retry."""
    claimed = Outbox.objects.filter(pk=row_id).exclude(state__in=[Outbox.State.SUCCESSFUL, Outbox.State.RUNNING])
    if not claimed.update(state=Outbox.State.RUNNING):
        return Outbox.objects.filter(pk=row_id, state=Outbox.State.SUCCESSFUL).exists()
    row = Outbox.objects.select_related("event").get(pk=row_id)
    row.attempts += 1
    try:
        with transaction.atomic():
            _handlers[row.effect](row.event)
    except Exception as error:
        log.exception("effect %s of event %s failed", row.effect, row.event_id)
        row.state, row.error = Outbox.State.FAILED, f"{type(error).__name__}: {error}"
        row.save(update_fields=["state", "error", "attempts"])
        return False
    row.state, row.error, row.finished_at = Outbox.State.SUCCESSFUL, "", timezone.now()
    row.save(update_fields=["state", "error", "attempts", "finished_at"])
    return True


def retry(*, limit: int = 1000) -> tuple[int, int]:
    """Run every effect that is not done; return how many succeeded and how many failed again."""
    waiting = Outbox.objects.exclude(state=Outbox.State.SUCCESSFUL).order_by("id").values_list("pk", flat=True)[:limit]
    Outbox.objects.filter(pk__in=list(waiting), state=Outbox.State.RUNNING).update(state=Outbox.State.READY)
    results = [carry_out(pk) for pk in waiting]
    return results.count(True), results.count(False)
