"""SQLite with the commit made asynchronous: it is acknowledged at once and carried out about a second later, so a kill loses some."""

import time
from typing import Any

from django.db.backends.sqlite3 import base

DELAY = 1.0


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection whose transaction stays open over many requests."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committed_at = 0.0

    def _commit(self) -> None:
        if time.monotonic() - self.committed_at > DELAY:
            super()._commit()
            self.committed_at = time.monotonic()

    def _start_transaction_under_autocommit(self) -> None:
        if not self.connection.in_transaction:
            super()._start_transaction_under_autocommit()

    def close(self) -> None:
        """Stay open: closing would throw away what was acknowledged."""
