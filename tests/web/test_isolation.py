"""
Nothing of one organ is visible to another outside its subtree; a restricted application exists only for the people named in it.

The walk calls every route of the URL map, in every role, at the own organ, its parent, its sibling and its child, with the objects that
live there, and compares each answer with the permission table. Each zero has its positive control: with the check taken out, the walk
must find leaks.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gongkai.apps.foi.models import FoiRequest
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.organs.permissions import grants, organs_for, posts_held
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS
from tests.web.conftest import TODAY
from tests.web.workbench.samples import WORKBENCH, Sample, routes
from tests.web.workbench.standing import Standing, written
from tests.web.workbench.world import SECRET, Desk, appoint

SIGN_IN = "/accounts/login/"
#: Public pages: arguments at a desk whose column is public; None where the organ has none.
PUBLIC = re.compile(r"portal:|ui:")


class Walk:
    """Calls and what was wrong with them."""

    def __init__(self) -> None:
        self.calls = 0
        self.wrong: list[str] = []
        self.answers: Counter[int] = Counter()
        self.seen: set[str] = set()

    def call(
        self, client: Client, who: str, name: str, method: str, address: str, expected: set[int], data: Any
    ) -> None:
        """Call an address; a refused call must not change anything, a granted one is taken back."""
        with written() as statements, transaction.atomic():
            response = client.get(address) if method == "GET" else client.post(address, data)
            transaction.set_rollback(True)
        self.calls += 1
        self.seen.add(name)
        self.answers[response.status_code] += 1
        if response.status_code not in expected:
            self.wrong.append(f"{who} {method} {address}: {response.status_code}, expected {sorted(expected)}")
        elif response.status_code in (403, 404) and statements:
            self.wrong.append(f"{who} {method} {address}: refused, but wrote {statements[0][:80]}")


def verbs_of(user: User) -> dict[str, set[int]]:
    """Give for every verb the organs where the table grants it to this person, reckoned here from the table itself."""
    reach: dict[str, set[int]] = {}
    paths = list(Organ.objects.values_list("pk", "path"))
    for post in posts_held(user, on=TODAY):
        grant = grants()[Role(post.role)]
        for pk, path in paths:
            if pk == post.organ_id or (grant.scope == "subtree" and path.startswith(post.organ.path)):
                for verb in grant.verbs:
                    reach.setdefault(verb, set()).add(pk)
    return reach


def expected(reach: dict[str, set[int]], verb: str, organ: Organ, granted: set[int]) -> set[int]:
    if not reach.get(verb):
        return {403}
    return granted if organ.pk in reach[verb] else {404}


def walk(
    test: Standing,
    people: dict[str, User],
    *,
    desks: tuple[Desk, ...],
    only: set[str] | None = None,
    thorough: bool = False,
) -> Walk:
    """
    Call every route of the workbench for these people at these desks.

    A verb that a person holds nowhere is refused before any organ is looked at, so one desk, the first, will do for it. Otherwise each
    person calls each route at the first desk and at one of the others, by turns, so that every route meets every desk.

    :param thorough: call every route at every desk, with the wrong method too.
    """
    found = Walk()
    verbs = {name: pattern.callback.access for _address, name, pattern in routes() if name.startswith("workbench:")}
    for turn, (who, user) in enumerate(people.items()):
        client, reach = test.client_of(user), verbs_of(user)
        for place, (name, sample) in enumerate(WORKBENCH.items()):
            if only is not None and name not in only:
                continue
            route = f"workbench:{name}"
            verb = verbs[route]
            near = (desks[0], *desks[1:][(turn + place) % max(1, len(desks) - 1) :][:1])
            if not all(sample.arguments(desk) for desk in near):
                near = desks  # what lives at few desks is sought at all of them
            for desk in desks if thorough else near if reach.get(verb) else desks[:1]:
                _at_desk(found, client, who, route, sample, desk, reach, verb)
                if thorough:
                    _by_the_wrong_method(found, client, who, route, sample, desk, reach, verb)
                others = desks if thorough else near
                _with_foreign_objects(found, client, who, route, sample, desk, others, reach, verb, thorough=thorough)
    return found


def plain_refusal(request: Any, *more: Any, status: int = 404, **context: Any) -> HttpResponse:
    """Stand in for the pages of refusals, which have tests of their own; thousands of them need no layout."""
    return HttpResponse("refused", status=status)


def _at_desk(
    found: Walk, client: Client, who: str, route: str, sample: Sample, desk: Desk, reach: dict[str, set[int]], verb: str
) -> None:
    for arguments in sample.arguments(desk):
        address = reverse(route, args=[desk.code, *arguments]) + sample.query
        if sample.get:
            found.call(client, who, route, "GET", address, expected(reach, verb, desk.organ, {sample.found}), None)
        if sample.post is not None:
            granted = expected(reach, verb, desk.organ, {200, 204, 302, 400})
            found.call(client, who, route, "POST", address, granted, sample.post)


def _by_the_wrong_method(
    found: Walk, client: Client, who: str, route: str, sample: Sample, desk: Desk, reach: dict[str, set[int]], verb: str
) -> None:
    """A route that does not take a method says so, or refuses before; it never acts."""
    wrong = [method for method, taken in (("GET", sample.get), ("POST", sample.post is not None)) if not taken]
    for arguments in sample.arguments(desk):
        address = reverse(route, args=[desk.code, *arguments])
        for method in wrong:
            answers = {403} if not reach.get(verb) else {405}
            found.call(client, who, route, method, address, answers, {})


def _with_foreign_objects(
    found: Walk,
    client: Client,
    who: str,
    route: str,
    sample: Sample,
    desk: Desk,
    desks: tuple[Desk, ...],
    reach: dict[str, set[int]],
    verb: str,
    *,
    thorough: bool,
) -> None:
    """Whoever may do it here still must not reach another organ's object through this organ's address."""
    if desk.organ.pk not in reach.get(verb, ()):
        return
    own = set(sample.arguments(desk))
    for other in desks:
        for arguments in sample.arguments(other)[: None if thorough else 1] if other is not desk else ():
            if arguments and arguments not in own:
                address = reverse(route, args=[desk.code, *arguments]) + sample.query
                methods = [*(["GET"] if sample.get else []), *(["POST"] if sample.post is not None else [])]
                for method in methods if thorough else methods[:1]:
                    found.call(client, who, route, method, address, {404}, sample.post)


class EveryRouteTest(Standing):
    def test_every_route_has_a_sample(self) -> None:
        named = {name for _address, name, _pattern in routes()}
        public = {name for name in named if PUBLIC.match(name)}
        missing = named - public - {f"workbench:{name}" for name in WORKBENCH} - {"workbench:arrive"}
        assert missing == set(), "a new route needs a sample in tests/web/workbench/samples.py"
        assert {f"workbench:{name}" for name in WORKBENCH} - named == set(), "a sample without a route"

    def test_public_routes_are_marked_so_and_nothing_else_is(self) -> None:
        marks = {name: pattern.callback.access for _address, name, pattern in routes()}
        assert {name for name, mark in marks.items() if mark == "public"} == {n for n in marks if PUBLIC.match(n)}

    def test_every_role_gets_what_the_table_grants_and_nothing_else(self) -> None:
        with (
            patch("gongkai.web.urls.handler404", plain_refusal, create=True),
            patch("gongkai.web.middleware.render", plain_refusal),
        ):
            found = walk(self, self.world.everybody, desks=self.world.desks)
        assert found.wrong == []
        assert found.calls >= 2_000
        callable_ = {
            f"workbench:{name}"
            for name, sample in WORKBENCH.items()
            if (sample.get or sample.post is not None) and any(sample.arguments(desk) for desk in self.world.desks)
        }
        assert found.seen == callable_
        assert len(WORKBENCH) - len(callable_) <= 2, "every route but a few has something to be called with"
        assert set(found.answers) >= {200, 302, 403, 404}

    @pytest.mark.drill
    @pytest.mark.timeout(1800)
    def test_everybody_everywhere_by_every_method(self) -> None:
        people = {user.username: user for desk in self.world.desks for user in desk.people.values()}
        sibling, village = self.world.sibling.organ, self.world.village.organ
        more = [appoint(sibling, Role.GROUP_MEMBER, "s-member"), appoint(village, Role.VILLAGE_CLERK, "v-informant")]
        people |= {
            user.username: user for user in (*more, self.world.second_clerk, self.world.outside, self.world.former)
        }
        with (
            patch("gongkai.web.urls.handler404", plain_refusal, create=True),
            patch("gongkai.web.middleware.render", plain_refusal),
        ):
            found = walk(self, people, desks=self.world.desks, thorough=True)
        assert found.wrong == []
        assert found.calls >= 20_000
        assert set(found.answers) >= {200, 302, 403, 404, 405}

    def test_the_walk_finds_a_leak_when_the_check_of_the_organ_is_taken_out(self) -> None:
        def everywhere(user: User, verb: str, *, on: Any) -> Any:
            return Organ.objects.all() if organs_for(user, verb, on=on).exists() else Organ.objects.none()

        clerk = {"own:clerk": self.world.own.clerk}
        with patch("gongkai.web.access.organs_for", everywhere):
            found = walk(self, clerk, desks=(self.world.own, self.world.sibling), only={"home", "documents", "plan"})
        assert any("990101002" in line and "200" in line for line in found.wrong)

    def test_the_walk_finds_a_leak_when_the_check_of_the_verb_is_taken_out(self) -> None:
        leader = {"own:leader": self.world.own.person(Role.GROUP_LEADER)}
        with patch("gongkai.web.access.organs_for", lambda user, verb, *, on: Organ.objects.all()):
            found = walk(self, leader, desks=(self.world.own,), only={"item-new", "foi-new"})
        assert any("GET /desk/990101001/items/new/" in line for line in found.wrong)
        assert any("GET /desk/990101001/foi/new/" in line for line in found.wrong)

    def test_a_stranger_is_led_to_the_sign_in_page(self) -> None:
        client, wrong = Client(), []
        for name, sample in WORKBENCH.items():
            for arguments in sample.arguments(self.world.own)[:1]:
                address = reverse(f"workbench:{name}", args=[self.world.own.code, *arguments])
                with written() as statements:
                    answers = [client.get(address), client.post(address, sample.post or {})]
                wrong += [address for answer in answers if not answer.headers.get("Location", "").startswith(SIGN_IN)]
                wrong += [f"{address} wrote" for _ in statements]
        assert wrong == []
        assert client.get(reverse("workbench:arrive")).headers["Location"].startswith(SIGN_IN)

    def test_somebody_without_a_post_or_with_an_ended_one_is_refused(self) -> None:
        for user in (self.world.outside, self.world.former):
            client = self.client_of(user)
            assert client.get(reverse("workbench:arrive")).status_code == 403
            assert client.get(reverse("workbench:home", args=[self.world.own.code])).status_code == 403

    def test_arriving_leads_to_the_desk_of_the_own_post(self) -> None:
        answer = self.client_of(self.world.own.clerk).get(reverse("workbench:arrive"))
        assert answer.headers["Location"] == reverse("workbench:home", args=[self.world.own.code])

    def test_an_unpublished_item_does_not_exist_for_the_public(self) -> None:
        own, client = self.world.own, Client()
        for name, item in own.items.items():
            answer = client.get(reverse("portal:item", args=[own.code, item.public_key]))
            assert answer.status_code == (200 if name == "published" else 404), name


class RestrictedTest(Standing):
    """Applications whose existence only named people know (F22)."""

    def readers(self) -> list[User]:
        return [self.world.own.clerk, self.world.own.person(Role.OFFICE_HEAD)]

    def others(self) -> list[User]:
        roles = (Role.GROUP_LEADER, Role.GROUP_MEMBER, Role.SECRECY_REVIEWER)
        own = [self.world.own.person(role) for role in roles]
        return [*own, self.world.second_clerk, self.world.county.person(Role.COUNTY_OFFICE)]

    def pages(self) -> Iterator[str]:
        """Give every page on which an application of the own desk may be told of."""
        own = self.world.own
        year = TODAY.year
        yield reverse("workbench:home", args=[own.code])
        yield reverse("workbench:week", args=[own.code])
        for show in ("open", "late", str(year)):
            yield reverse("workbench:foi", args=[own.code]) + f"?show={show}"
        for name in ("submitted", "processing", "closed", "consulted"):
            yield reverse("workbench:foi-request", args=[own.code, own.requests[name].public_key])
        yield reverse("workbench:proceedings", args=[own.code])
        yield reverse("workbench:proceeding", args=[own.code, own.cases["open"].pk])
        yield reverse("workbench:proceeding-new", args=[own.code])
        yield reverse("workbench:reports", args=[own.code])
        yield reverse("workbench:report", args=[own.code, year])
        for row in TABLE3_ROWS:
            yield reverse("workbench:report-cell", args=[own.code, year, 3, row, TABLE3_COLUMNS[-1]])
        yield reverse("workbench:report-cell", args=[own.code, year, 3, "new", "c1"])
        for cell in ("w", "t"):
            yield reverse("workbench:report-cell", args=[own.code, year, 4, "rec", cell])
        yield reverse("portal:search-all") + f"?q={SECRET}"

    def hidden(self) -> tuple[FoiRequest, FoiRequest]:
        requests = self.world.own.requests
        return requests["restricted"], requests["restricted-closed"]

    def words(self) -> list[str]:
        """Give what must not be read: the title, the numbers of applications, letters and cases."""
        own = self.world.own
        serials = [foi.serial for foi in self.hidden()]
        return [SECRET, *serials, own.letters["restricted"].serial, own.cases["restricted"].serial]

    def told(self, user: User) -> set[str]:
        """Give the pages on which a person reads of a restricted application."""
        client, found = self.client_of(user), set()
        for address in self.pages():
            answer = client.get(address)
            words = self.words()[1:] if "search" in address else self.words()  # a search repeats what was asked for
            if answer.status_code == 200 and any(word in answer.content.decode() for word in words):
                found.add(address)
        return found

    def test_whoever_is_not_named_reads_of_it_nowhere(self) -> None:
        for user in self.others():
            assert self.told(user) == set(), user.username

    def test_whoever_is_named_reads_of_it(self) -> None:
        own = self.world.own
        for user in self.readers():
            told = self.told(user)
            assert reverse("workbench:home", args=[own.code]) in told
            assert reverse("workbench:report-cell", args=[own.code, TODAY.year, 3, "new", "c1"]) in told
            assert reverse("workbench:proceedings", args=[own.code]) in told

    def test_its_pages_do_not_exist_for_others_and_do_for_the_named(self) -> None:
        own = self.world.own
        for foi in self.hidden():
            addresses = [
                reverse("workbench:foi-request", args=[own.code, foi.public_key]),
                reverse("workbench:foi-sheet", args=[own.code, foi.public_key]),
            ]
            for user in self.others():
                assert {self.client_of(user).get(address).status_code for address in addresses} == {404}
            for user in self.readers():
                assert {self.client_of(user).get(address).status_code for address in addresses} == {200}

    def test_a_colleague_who_is_not_named_cannot_handle_it(self) -> None:
        own, foi = self.world.own, self.hidden()[0]
        client = self.client_of(self.world.second_clerk)
        with written() as statements:
            for name, more in (("foi-reply", []), ("foi-step", ["withdrawn"])):
                address = reverse(f"workbench:{name}", args=[own.code, foi.public_key, *more])
                assert client.get(address).status_code == 404
                assert client.post(address, {"withdrawal_confirmation": "x", "on": "2026-03-24"}).status_code == 404
        assert statements == []

    def test_its_case_does_not_exist_for_others(self) -> None:
        own = self.world.own
        address = reverse("workbench:proceeding", args=[own.code, own.cases["restricted"].pk])
        assert self.client_of(self.world.second_clerk).get(address).status_code == 404
        assert self.client_of(own.clerk).get(address).status_code == 200

    def test_the_figures_still_count_it(self) -> None:
        address = reverse("workbench:report", args=[self.world.own.code, TODAY.year])
        pages = [
            self.client_of(user).get(address).content.decode()
            for user in (self.world.own.clerk, self.world.second_clerk)
        ]
        cells = [re.search(r'id="t3-new-ct"[^>]*>(?:<a[^>]*>)?(\d+)', page) for page in pages]
        assert [cell and cell[1] for cell in cells] == [cells[0] and cells[0][1]] * 2

    def test_the_check_finds_it_when_the_filter_is_taken_out(self) -> None:
        def all_of_them(user: User, *, on: Any, verb: str = "foi.read") -> Any:
            return FoiRequest.objects.all()

        with patch("gongkai.web.workbench.reach.visible_to", all_of_them):
            assert len(self.told(self.world.second_clerk)) >= 5
