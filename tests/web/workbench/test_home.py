"""What is due, as one list; and how many questions a page asks the database, however long its list is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.apps.organs.models import Role
from gongkai.apps.proceedings import operations as proceedings
from gongkai.apps.proceedings.models import Proceeding
from gongkai.apps.publication import operations as publication
from gongkai.law.calendar import Calendar
from gongkai.web.workbench.due import Due, chosen, count, days_left, marks
from tests.web.workbench.standing import Standing
from tests.web.workbench.world import draft, received

TUESDAY = date(2026, 3, 24)


# ---- the list by itself


def row(left: int | None, title: str = "x") -> Due:
    due_on = TUESDAY + timedelta(days=left) if left is not None else None
    return Due(title=title, url="/", note="", stage="", due_on=due_on, left=left)


def test_days_left_are_working_days_and_never_nothing_once_late() -> None:
    calendar = Calendar.national()
    assert days_left(date(2026, 3, 24), on=TUESDAY, calendar=calendar) == 0
    assert days_left(date(2026, 3, 30), on=TUESDAY, calendar=calendar) == 4
    assert days_left(date(2026, 3, 23), on=TUESDAY, calendar=calendar) == -1
    assert days_left(date(2026, 3, 21), on=date(2026, 3, 22), calendar=calendar) == -1, "late on a weekend is late"


def test_the_filters_count_what_they_show() -> None:
    rows = [row(-2), row(0), row(2), row(9), row(None)]
    counts = count(rows)
    assert (counts.late, counts.today, counts.soon) == (1, 1, 2)
    assert len(chosen(rows, "late")) == counts.late
    assert len(chosen(rows, "today")) == counts.today
    assert len(chosen(rows, "soon")) == counts.soon
    assert len(chosen(rows, "week")) == 3
    assert len(chosen(rows, "nonsense")) == 5


def test_the_dots_are_ordered_by_urgency() -> None:
    same_day = TUESDAY + timedelta(days=2)
    rows = [Due("a", "", "", "", due_on=same_day, left=9), Due("b", "", "", "", due_on=same_day, left=2)]
    assert marks(rows) == {same_day: ["warn", "info"]}
    assert marks([row(0)])[TUESDAY] == ["danger"]


# ---- the page


class HomeTest(Standing):
    def url(self, name: str = "home", *more: object) -> str:
        return reverse(f"workbench:{name}", args=[self.world.own.code, *more])

    def home(self, browser: Client, query: str = "") -> str:
        return browser.get(self.url() + query).content.decode()

    def rows(self, page: str) -> list[str]:
        body = re.search(r"<tbody data-list>(.*?)</tbody>", page, re.S)
        return re.findall(r"<tr>(.*?)</tr>", body[1], re.S) if body else []

    def test_everything_due_stands_in_one_list(self) -> None:
        own, page = self.world.own, self.home(self.clerk())
        for words in (
            own.requests["processing"].serial, own.requests["submitted"].serial, "演示信息draft", "演示任务", "年度报告",
        ):  # fmt: skip
            assert words in page, words
        assert own.requests["closed"].serial not in page
        assert "演示信息published" not in page

    def test_the_most_urgent_stands_first_and_what_does_not_run_last(self) -> None:
        rows = self.rows(self.home(self.clerk()))
        numbers = [
            re.search(r'class="badge[^"]*"[^>]*>(?:<[^>]*>)*\s*(?:约\s*)?(超期 )?(\d+|今天)', row) for row in rows
        ]
        left = [None if n is None else 0 if n[2] == "今天" else -int(n[2]) if n[1] else int(n[2]) for n in numbers]
        known = [days for days in left if days is not None]
        assert known == sorted(known)
        assert left[: len(known)] == known
        assert len(known) >= 5

    def test_the_ground_stands_beside_what_is_due(self) -> None:
        rows = self.rows(self.home(self.clerk()))
        replies = [row for row in rows if "答复申请" in row and "不计时" not in row]
        assert replies
        assert all("/law/ogi/33/" in row for row in replies)

    def test_a_late_reply_is_red_and_counted(self) -> None:
        with time_machine.travel("2026-04-28 10:00:00+08:00", tick=False):
            page = self.home(self.clerk(), "?show=late")
        assert self.world.own.requests["processing"].serial in page
        assert re.search(r"超期 \d+ 日", page)

    def test_each_sees_only_what_the_post_covers(self) -> None:
        page = self.home(self.role(Role.AUDIT_ADMIN))
        assert self.world.own.requests["processing"].serial not in page
        assert "演示信息" not in page

    def test_actions_are_offered_to_those_who_may_take_them(self) -> None:
        own = self.world.own
        reply = reverse("workbench:foi-reply", args=[own.code, own.requests["processing"].public_key])
        assert reply in self.home(self.clerk())
        assert reply not in self.home(self.role(Role.GROUP_LEADER))

    def test_the_menu_counts_what_waits(self) -> None:
        page = self.home(self.role(Role.SECRECY_REVIEWER))
        items = re.search(r'href="/desk/990101001/items/"[^>]*>.*?</a>', page, re.S)
        assert items
        assert '<span class="count">1<' in items[0]

    def test_the_sheet_for_the_wall_shows_the_week(self) -> None:
        page = self.clerk().get(self.url("week")).content.decode()
        assert "演示任务" in page
        assert "data-print" in page

    def test_a_case_shows_until_when_to_answer(self) -> None:
        own = self.world.own
        proceedings.open_proceeding(
            organ=own.organ, kind=Proceeding.Kind.DIRECT, by=own.clerk, on=TUESDAY, forum="演示法院", subject="演示",
            answer_due_on=TUESDAY + timedelta(days=3),
        )  # fmt: skip
        assert "答复（举证）" in self.home(self.clerk())


class QueriesTest(Standing):
    """A list of a hundred asks as many questions as a list of ten."""

    @contextmanager
    def counted(self) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as queries:
            yield queries

    def asked(self, address: str, browser: Client) -> int:
        browser.get(address)
        with self.counted() as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    def more(self, *places: int) -> None:
        """Let the own desk grow by one of everything for each place."""
        own = self.world.own
        for place in places:
            received(own, f"演示更多{place}", TUESDAY - timedelta(days=15))
            draft(own, f"演示更多{place}")
            publication.issue_document(
                organ=own.organ, kind="normative_document", number=f"多〔2026〕{place}号", title="演示",
                issued_on=TUESDAY, by=own.clerk, on=TUESDAY,
            )  # fmt: skip
            proceedings.open_proceeding(
                organ=own.organ, kind=Proceeding.Kind.DIRECT, by=own.clerk, on=TUESDAY, forum="演示法院",
                subject="演示", answer_due_on=TUESDAY + timedelta(days=9),
            )  # fmt: skip

    def addresses(self) -> dict[str, str]:
        names = ("home", "week", "items", "foi", "proceedings", "documents", "counts", "plans", "reports", "organ")
        found = {name: reverse(f"workbench:{name}", args=[self.world.own.code]) for name in names}
        found["foi of a year"] = found["foi"] + "?show=2026"
        year, plan = self.world.today.year, self.world.own.plan
        found["cell"] = reverse("workbench:report-cell", args=[self.world.own.code, year, 3, "new", "ct"])
        found["plan"] = reverse("workbench:plan", args=[self.world.own.code, plan.year if plan else 0])
        return found

    def test_lists_ask_the_same_number_of_questions_however_long_they_are(self) -> None:
        browser = self.clerk()
        self.more(*range(3))
        before = {name: self.asked(address, browser) for name, address in self.addresses().items()}
        self.more(*range(3, 9))
        after = {name: self.asked(address, browser) for name, address in self.addresses().items()}
        assert after == before

    def test_home_asks_at_most_forty_questions(self) -> None:
        self.more(*range(4))
        for browser in (self.clerk(), self.client_of(self.world.county.person(Role.COUNTY_OFFICE))):
            assert self.asked(self.addresses()["home"], browser) <= 40

    def test_no_list_asks_more_than_thirty(self) -> None:
        browser = self.clerk()
        asked: dict[str, Any] = {name: self.asked(address, browser) for name, address in self.addresses().items()}
        assert {name: number for name, number in asked.items() if number > 30 and name not in ("home", "week")} == {}
