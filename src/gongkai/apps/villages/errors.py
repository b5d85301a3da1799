"""Refusals of village affairs."""

from collections.abc import Sequence


class VillageError(ValueError):
    """Something that cannot be done; nothing was written."""

    code = "village"

    def __init__(self, message: str, *, field: str = "", cites: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.field, self.cites = field, tuple(cites)
