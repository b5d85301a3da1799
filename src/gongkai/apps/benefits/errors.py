"""Refusals of lists: each says what is wrong, where, and what to do."""

from collections.abc import Sequence

from gongkai.law.benefits import Gate, written


class BenefitError(ValueError):
    """Something that cannot be done with programmes or lists; nothing was written."""

    code = "benefit"

    def __init__(self, message: str, *, field: str = "", cites: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.field, self.cites = field, tuple(cites)


class ListRefused(BenefitError):
    """An upload that is not taken as a list: hidden contents, a scan, no headings."""

    code = "list_refused"


class ListBlocked(BenefitError):
    """The gate of the law is shut."""

    code = "list_blocked"

    def __init__(self, gates: Sequence[Gate]) -> None:
        self.gates = tuple(gates)
        super().__init__(written(list(gates)), cites=[str(cite) for gate in gates for cite in gate.cites])
