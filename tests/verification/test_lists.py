"""No value of a list of people lies in the clear anywhere, during its notice and after it; the search itself can find what does."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gongkai.apps.benefits import nightly
from gongkai.apps.benefits.models import BatchPart, PublicNotice
from gongkai.apps.core import files, search
from gongkai.documents.rebuilding import lists
from gongkai.web.portal.list_places import scan
from tests.documents.rebuilding.local import run_here
from tests.factories.benefits import DAY, NOON, Village, people
from tests.verification import leaks

pytestmark = pytest.mark.django_db
ROWS = people(60, village="柳树湾村")
#: Everything that identifies: numbers, telephones, cards.
NUMBERS = [str(row[at]) for row in ROWS for at in (4, 5, 6)]
NAMES = sorted({row[3] for row in ROWS})


@pytest.fixture
def notice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PublicNotice:
    monkeypatch.setattr(lists.sandbox, "run", run_here)
    monkeypatch.setattr(settings, "FILES_DIR", tmp_path / "files")
    monkeypatch.setattr(settings, "STATIC_SITE_DIR", tmp_path / "site")
    place = Village.build()
    return place.public(place.list_of(60))


def shown(notice: PublicNotice) -> list[str]:
    address = reverse("portal:benefit-list", args=[notice.organ.code, notice.batch.public_key])
    return [address, f"{address}?q=马", reverse("portal:benefits", args=[notice.organ.parent.code])]


def test_nothing_of_a_list_lies_in_the_clear(notice: PublicNotice) -> None:
    assert leaks.search([*NUMBERS, *NAMES], leaks.everything_kept()) == []


def test_no_page_shows_a_number_or_a_whole_name(notice: PublicNotice) -> None:
    with time_machine.travel(NOON, tick=False):
        words = [NAMES[0], NUMBERS[0]]
        public = [*leaks.public_addresses(notice.organ, words), *shown(notice)]
        found = leaks.search([*NUMBERS, *NAMES], leaks.pages(public), but=frozenset(words))
        assert found == []
        assert leaks.search(["马**"], leaks.pages(shown(notice))) != [], "the list itself must be there"
        assert leaks.search(["马**"], leaks.pages(leaks.public_addresses(notice.organ, ["马"]))) == []


def test_after_its_end_no_name_is_found_anywhere(notice: PublicNotice) -> None:
    late = NOON + timedelta(days=30)
    with time_machine.travel(late, tick=False):
        assert leaks.search(["马**"], leaks.pages(shown(notice))) == [], "gone before the night's work"
        nightly.take_down_expired(at=late)
        assert leaks.search([*NUMBERS, *NAMES, "马**"], leaks.pages(shown(notice))) == []
        assert leaks.search([*NUMBERS, *NAMES, "马**"], leaks.everything_kept()) == []


@pytest.mark.parametrize("where", ["column", "file", "site", "index"])
def test_the_search_finds_what_is_planted_in_each_place(notice: PublicNotice, where: str) -> None:
    number = NUMBERS[0]
    if where == "column":
        BatchPart.objects.filter(batch=notice.batch).update(place=number[:18])
    elif where == "file":
        files.store(organ=notice.organ, name="a", data=number.encode(), media_type="text/plain", at=NOON)
    elif where == "site":
        target = Path(settings.STATIC_SITE_DIR) / notice.organ.code / "a.html"
        target.parent.mkdir(parents=True)
        target.write_text(number, encoding="utf-8")
    else:
        search.index(
            organ=notice.organ, kind="x", object_id=1, title="a", number="", text=number, url="/", published_on=DAY
        )
    assert leaks.search(NUMBERS, leaks.everything_kept()) != []


def test_the_nightly_look_reads_every_public_place_and_finds_a_planted_number(notice: PublicNotice) -> None:
    with time_machine.travel(NOON, tick=False):
        (clean,) = scan(PublicNotice.objects.all(), at=NOON)
        assert (clean.findings, clean.places >= 5) == ([], True)
        target = Path(settings.STATIC_SITE_DIR) / "xxgk" / notice.organ.code / "old.html"
        target.parent.mkdir(parents=True)
        target.write_text(f"<p>{NUMBERS[0]}</p>", encoding="utf-8")
        (dirty,) = scan(PublicNotice.objects.all(), at=NOON)
    assert [one["kind"] for one in dirty.findings][:1] == ["id_number"]
    assert NUMBERS[0] not in str(dirty.findings)


def test_machines_are_told_to_keep_nothing(notice: PublicNotice) -> None:
    with time_machine.travel(NOON, tick=False):
        answer: Any = Client().get(shown(notice)[0])
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in answer.headers["Cache-Control"]
    assert b'<meta name="robots" content="noindex' in answer.content
    assert len(answer.content) < 100_000
    assert b"<script>" not in answer.content
