"""The small world on a day that stands still, and an eye on what is written."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import time_machine
from django.db import connection
from django.test import Client, TestCase

from gongkai.apps.organs.models import Role, User
from tests.web.conftest import TODAY
from tests.web.workbench.world import World, build

NOW = "2026-03-24 10:00:00+08:00"
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b(?!.*django_session)", re.I)


@contextmanager
def written() -> Iterator[list[str]]:
    """Collect the statements that change anything but a session."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITES.match(sql):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


class Standing(TestCase):
    """The small world, on a day that stands still; made once for all tests of a class."""

    world: World

    @classmethod
    def setUpTestData(cls) -> None:
        with time_machine.travel(NOW, tick=False):
            cls.world = build(TODAY)

    def setUp(self) -> None:
        clock = time_machine.travel(NOW, tick=False)
        clock.start()
        self.addCleanup(clock.stop)

    def client_of(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def clerk(self) -> Client:
        """Give the browser of the own township's clerk."""
        return self.client_of(self.world.own.clerk)

    def role(self, role: Role) -> Client:
        """Give the browser of somebody at the own township."""
        return self.client_of(self.world.own.person(role))
