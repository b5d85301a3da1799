"""The frame of a workbench page: for which organ it works, who sits there, where they can go."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.organs.permissions import grants, organs_for, posts_held
from gongkai.web.access import person, today
from gongkai.web.ui.frames import Desk, NavItem


@dataclass(frozen=True)
class Place:
    """A place of the menu: its page, and the verb without which it is not shown."""

    name: str
    label: str
    verb: str
    route: str


def places() -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Give the main and the secondary places, labelled in the language of the page."""
    main = (
        Place("home", _("待办"), "desk.open", "home"),
        Place("items", _("公开"), "item.read", "items"),
        Place("documents", _("文件库"), "item.read", "documents"),
        Place("foi", _("申请"), "foi.read", "foi"),
        Place("proceedings", _("复议诉讼"), "proceeding.read", "proceedings"),
        Place("counts", _("决定和收费"), "report.read", "counts"),
        Place("plans", _("年度要点"), "plan.read", "plans"),
        Place("reports", _("年报"), "report.read", "reports"),
    )
    secondary = (
        Place("organ", _("机构和人员"), "organ.read", "organ"),
        Place("permissions", _("权限表"), "organ.read", "permissions"),
        Place("audit", _("审计"), "audit.read", "audit"),
    )
    return main, secondary


def verbs_at(user: User, organ: Organ) -> frozenset[str]:
    """Give every verb that the person may do at this organ today."""
    found: set[str] = set()
    for post in posts_held(user, on=today()):
        grant = grants()[Role(post.role)]
        if post.organ_id == organ.pk or (grant.scope == "subtree" and organ.path.startswith(post.organ.path)):
            found |= grant.verbs
    return frozenset(found)


def desk_of(request: HttpRequest, organ: Organ, *, here: str) -> Desk:
    """Build the frame for one organ; only places that the person may open are shown."""
    user = person(request)
    held = verbs_at(user, organ)
    main, secondary = places()

    def items(group: tuple[Place, ...]) -> list[NavItem]:
        return [
            NavItem(
                label=place.label,
                url=reverse(f"workbench:{place.route}", args=[organ.code]),
                current=place.name == here,
            )
            for place in group
            if place.verb in held
        ]

    roles = [post.get_role_display() for post in posts_held(user, on=today()) if organ.path.startswith(post.organ.path)]
    others = organs_for(user, "desk.open", on=today()).exclude(pk=organ.pk)[:40]
    return Desk(
        organ=organ.short_name,
        person=str(user),
        role=roles[0] if roles else "",
        nav=items(main),
        secondary=items(secondary),
        home_url=reverse("workbench:home", args=[organ.code]),
        account_url=reverse("mfa_index"),
        posts=[NavItem(label=other.short_name, url=reverse("workbench:home", args=[other.code])) for other in others],
    )


def page(
    request: HttpRequest, template: str, organ: Organ, *, here: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Answer with a workbench page; `can` tells the template which verbs the person holds at this organ."""
    context |= {
        "organ": organ,
        "desk": desk_of(request, organ, here=here),
        "can": {verb.replace(".", "_"): True for verb in verbs_at(person(request), organ)},
    }
    return render(request, f"workbench/{template}", context, status=status)
