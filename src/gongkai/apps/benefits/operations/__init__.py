"""Everything that changes programmes, lists and notices."""

from gongkai.apps.benefits.operations.batches import explain, finish_reading, open_batch, submit, take_block
from gongkai.apps.benefits.operations.notices import close_notice, correct, open_notice, record_scan
from gongkai.apps.benefits.operations.objections import answer_objection, object_to
from gongkai.apps.benefits.operations.programs import approve_assessment, assess, close_program, found_program
from gongkai.apps.benefits.operations.registers import (
    ask_own_record,
    import_complaints,
    note_taken,
    record_return,
    register_entries,
    settle_return,
)
from gongkai.apps.benefits.operations.reviews import approve, review

__all__ = [
    "answer_objection",
    "approve",
    "approve_assessment",
    "ask_own_record",
    "assess",
    "close_notice",
    "close_program",
    "correct",
    "explain",
    "finish_reading",
    "found_program",
    "import_complaints",
    "note_taken",
    "object_to",
    "open_batch",
    "open_notice",
    "record_return",
    "record_scan",
    "register_entries",
    "review",
    "settle_return",
    "submit",
    "take_block",
]
