"""The permission table as data: a post (role × organ × dates) grants verbs over an organ or its subtree, and nothing else does."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from gongkai.apps.organs.models import Organ, Post, Role, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

OWN, SUBTREE = "own", "subtree"


@dataclass(frozen=True)
class Grant:
    """What a role grants: verbs, at the post's own organ or in its whole subtree."""

    role: Role
    scope: str
    verbs: frozenset[str]


class PermissionTableError(ValueError):
    """The permission table names a role or verb that does not exist, or leaves one out."""


class NotPermitted(PermissionError):
    """A person may not do this at this organ; the message names the verb in Chinese."""

    def __init__(self, *, verb: str, organ: Organ | None = None) -> None:
        self.verb, self.organ = verb, organ
        where = f"在{organ.name}" if organ else ""
        super().__init__(
            f"您的职责不包括{where}“{verbs()[verb]}”。如确需办理，请联系本机关负责人或县政务公开办调整职责。"
        )


@cache
def _table() -> dict[str, dict[str, object]]:
    return tomllib.loads(files("gongkai.apps.organs").joinpath("data/permissions.toml").read_text(encoding="utf-8"))


@cache
def verbs() -> Mapping[str, str]:
    """Give every verb with its Chinese label, in the order of the table."""
    return MappingProxyType({verb: str(label) for verb, label in _table()["verbs"].items()})


@cache
def grants() -> Mapping[Role, Grant]:
    """
    Read the table.

    :raises PermissionTableError: an unknown role, scope or verb, or a role without a row.
    """
    rows: dict[Role, Grant] = {}
    for name, row in _table()["roles"].items():
        if not isinstance(row, dict) or name not in Role.values or row["scope"] not in (OWN, SUBTREE):
            raise PermissionTableError(f"权限表：职责“{name}”或其范围无法识别。")
        unknown = set(row["verbs"]) - set(verbs())
        if unknown:
            raise PermissionTableError(f"权限表：职责“{name}”使用了未登记的权限 {'、'.join(sorted(unknown))}。")
        rows[Role(name)] = Grant(role=Role(name), scope=row["scope"], verbs=frozenset(row["verbs"]))
    missing = set(Role) - set(rows)
    if missing:
        raise PermissionTableError(f"权限表缺少职责 {'、'.join(sorted(missing))}。")
    return MappingProxyType(rows)


def posts_held(user: "User | AnonymousUser", *, on: date) -> QuerySet[Post]:
    """Give the posts that the person holds on the day `on`."""
    if not user.is_authenticated or not user.is_active:
        return Post.objects.none()
    return (
        Post.objects.filter(user_id=user.pk, from_on__lte=on)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .select_related("organ")
    )


def organs_for(user: "User | AnonymousUser", verb: str, *, on: date) -> QuerySet[Organ]:
    """Give the organs at which the person may do `verb` on the day `on`."""
    if verb not in verbs():
        raise PermissionTableError(f"没有名为“{verb}”的权限。")
    reach = Q()
    for post in posts_held(user, on=on):
        grant = grants()[Role(post.role)]
        if verb in grant.verbs:
            reach |= Q(pk=post.organ_id) if grant.scope == OWN else Q(path__startswith=post.organ.path)
    return Organ.objects.filter(reach) if reach else Organ.objects.none()


def may(user: "User | AnonymousUser", verb: str, organ: Organ, *, on: date) -> bool:
    """Tell whether the person may do `verb` at this organ on the day `on`."""
    if verb not in verbs():
        raise PermissionTableError(f"没有名为“{verb}”的权限。")
    held = posts_held(user, on=on).values_list("role", "organ_id", "organ__path")
    return any(_reaches(grants()[Role(role)], verb, organ, at=organ_id, path=path) for role, organ_id, path in held)


def _reaches(grant: Grant, verb: str, organ: Organ, *, at: int, path: str) -> bool:
    if verb not in grant.verbs:
        return False
    return organ.pk == at or (grant.scope == SUBTREE and organ.path.startswith(path))


def require(user: "User | AnonymousUser | None", verb: str, organ: Organ, *, on: date) -> None:
    """
    Pass, or refuse. None is the system itself, which acts only where an operation allows it.

    :raises NotPermitted: the person's posts do not grant the verb at this organ.
    """
    if user is not None and not may(user, verb, organ, on=on):
        raise NotPermitted(verb=verb, organ=organ)
