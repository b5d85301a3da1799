"""The frame of a workbench page: for which organ it works, who sits there, where they can go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.apps.organs.models import Organ, Post, Role, User
from gongkai.apps.organs.permissions import grants, posts_held
from gongkai.web.access import person, today
from gongkai.web.ui.frames import Desk, NavItem
from gongkai.web.workbench import once
from gongkai.web.workbench.tally import Tally, tally
from gongkai.web.workbench.words import say


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
        Place("freshness", _("栏目更新"), "item.read", "freshness"),
        Place("boards", _("张贴和推送"), "item.read", "boards"),
        Place("lists", _("补贴名单"), "benefit.read", "lists"),
        Place("village", _("村务"), "village.read", "village"),
        Place("foi", _("申请"), "foi.read", "foi"),
        Place("proceedings", _("复议诉讼"), "proceeding.read", "proceedings"),
        Place("documents", _("文件库"), "item.read", "documents"),
        Place("counts", _("决定和收费"), "report.read", "counts"),
        Place("plans", _("年度要点"), "plan.read", "plans"),
        Place("reports", _("年报"), "report.read", "reports"),
        Place("seasons", _("年报汇总"), "roll_up.read", "seasons"),
        Place("reading", _("读取年报"), "reading.write", "reading"),
    )
    secondary = (
        Place("list-safety", _("名单安全"), "benefit.audit", "list-safety"),
        Place("organ", _("机构和人员"), "organ.read", "organ"),
        Place("permissions", _("权限表"), "organ.read", "permissions"),
        Place("audit", _("审计"), "audit.read", "audit"),
        Place("account", _("账号和切换"), "desk.open", "account"),
    )
    return main, secondary


def holds(post: Post, organ: Organ) -> bool:
    """Tell whether a post reaches an organ."""
    grant = grants()[Role(post.role)]
    return post.organ_id == organ.pk or (grant.scope == "subtree" and organ.path.startswith(post.organ.path))


def posts_of(request: HttpRequest) -> list[Post]:
    """Give the posts that the person holds today, read once a request."""
    kept: list[Post] | None = getattr(request, "desk_posts", None)
    if kept is None:
        kept = list(posts_held(person(request), on=today()))
        request.desk_posts = kept  # type: ignore[attr-defined]  # kept for the other parts of the page
    return kept


def verbs_at(user: User, organ: Organ, posts: Sequence[Post] | None = None) -> frozenset[str]:
    """Give every verb that the person may do at this organ today."""
    found: set[str] = set()
    for post in posts_held(user, on=today()) if posts is None else posts:
        if holds(post, organ):
            found |= grants()[Role(post.role)].verbs
    return frozenset(found)


def held_at(request: HttpRequest, organ: Organ) -> frozenset[str]:
    """Give every verb that the person of this request may do at this organ."""
    return verbs_at(person(request), organ, posts_of(request))


def desk_of(request: HttpRequest, organ: Organ, *, here: str) -> Desk:
    """Build the frame for one organ; only places that the person may open are shown."""
    held = held_at(request, organ)
    main, secondary = places()
    counts = tally(request, organ, held)
    roles = [say(post.get_role_display()) for post in posts_of(request) if holds(post, organ)]
    return Desk(
        organ=organ.short_name,
        person=str(person(request)),
        role=roles[0] if roles else "",
        nav=_menu(main, organ, here, held, counts),
        secondary=_menu(secondary, organ, here, held, counts),
        home_url=reverse("workbench:home", args=[organ.code]),
    )


def _menu(
    group: Sequence[Place], organ: Organ, here: str, held: frozenset[str], counts: dict[str, Tally]
) -> list[NavItem]:
    nothing = Tally()
    return [
        NavItem(
            label=place.label,
            url=reverse(f"workbench:{place.route}", args=[organ.code]),
            current=place.name == here,
            count=counts.get(place.name, nothing).count or None,
            alert=counts.get(place.name, nothing).urgent,
            note=counts.get(place.name, nothing).words,
        )
        for place in group
        if place.verb in held
    ]


def page(
    request: HttpRequest,
    template: str,
    organ: Organ,
    *,
    here: str,
    status: int = 200,
    trail: Sequence[tuple[str, str]] = (),
    **context: Any,
) -> HttpResponse:
    """
    Answer with a workbench page; `can` tells the template which verbs the person holds at this organ.

    :param trail: what follows the place in the breadcrumbs, as (label, url); the page itself last, with an empty url.
    """
    context |= {
        "organ": organ,
        "desk": desk_of(request, organ, here=here),
        "can": {verb.replace(".", "_"): True for verb in held_at(request, organ)},
        "crumbs": _crumbs(organ, here, trail),
        "once": once.token(),
    }
    return render(request, f"workbench/{template}", context, status=status)


def _crumbs(organ: Organ, here: str, trail: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    if not trail:
        return []
    place = next(place for group in places() for place in group if place.name == here)
    return [(place.label, reverse(f"workbench:{place.route}", args=[organ.code])), *trail]
