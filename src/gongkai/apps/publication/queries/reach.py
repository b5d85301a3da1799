"""One organ, or an organ with everything below it."""

from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ


def within(organ: "Organ | None", path: str) -> Q:
    """
    Write the condition for one organ, or for the subtree below a path; without either it holds everywhere.

    :param path: the `path` of an organ; it and everything below it.
    """
    if organ is not None:
        return Q(organ=organ)
    return Q(organ__path__startswith=path) if path else Q()
