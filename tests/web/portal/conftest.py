"""The small county and a reader of its pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from lxml import html

from tests.web.portal import world as county
from tests.web.portal.world import World


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any, standing_clock: Any) -> Iterator[World]:
    """The county as it stands on 24 March 2026."""
    settings.FILES_DIR = tmp_path / "files"
    return county.build()


@pytest.fixture
def reader() -> Client:
    """Somebody without an account who reads Chinese."""
    return Client(headers={"accept-language": "zh-hans"})


@pytest.fixture
def english_reader() -> Client:
    """Somebody without an account who reads English."""
    client = Client()
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def page(reader: Client) -> Any:
    """Open a page that must answer 200 and give it parsed."""

    def open_page(path: str, status: int = 200) -> html.HtmlElement:
        response = reader.get(path)
        assert response.status_code == status, path
        return html.fromstring(response.content)

    return open_page
