"""Everything that outreach does; each verb is one function, told who (`by`) and when (`on` or `at`)."""

from gongkai.apps.outreach.operations.boards import (
    cancel_posting,
    prepare_posting,
    record_posted,
    record_removed,
    reword_posting,
    set_up_board,
)
from gongkai.apps.outreach.operations.supplies import hand_over_supply, make_supply

__all__ = [
    "cancel_posting",
    "hand_over_supply",
    "make_supply",
    "prepare_posting",
    "record_posted",
    "record_removed",
    "reword_posting",
    "set_up_board",
]
