"""Take files into a collection, keep what was read in them, and record what people put right (`ogi:49`, `ogi:50`)."""

from gongkai.apps.reporting.collecting.operations.ground import VERB, CollectingError
from gongkai.apps.reporting.collecting.operations.righting import (
    YEARS,
    assign,
    correct,
    set_aside,
    take_back,
    withdraw_correction,
)
from gongkai.apps.reporting.collecting.operations.taking import (
    Received,
    open_collection,
    receive,
    record_findings,
    record_reading,
    rename_collection,
)

__all__ = [
    "VERB",
    "YEARS",
    "CollectingError",
    "Received",
    "assign",
    "correct",
    "open_collection",
    "receive",
    "record_findings",
    "record_reading",
    "rename_collection",
    "set_aside",
    "take_back",
    "withdraw_correction",
]
