"""What the tests of the faces share."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

#: The day on which the small world stands still: a Tuesday, no holiday near.
TODAY = date(2026, 3, 24)


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """Rate limits of one test must not reach into the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def standing_clock() -> Iterator[Any]:
    """Let the day be TODAY."""
    import time_machine

    with time_machine.travel("2026-03-24 10:00:00+08:00", tick=False) as traveller:
        yield traveller
