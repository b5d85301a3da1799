"""
The flow of an application, from submission to archive, as data and pure functions.

`apply` and `admit` say whether a step is lawful, `lawful_moves` lists all of them, `clock` and `day_sheet` reckon the period for the reply,
`receipt_date` and `reply_date` fix the days that count. States, events, moves and channels stand in `data/moves.toml`.
"""

from gongkai.law.foi_flow.admission import Option, admit, lawful_moves, replay
from gongkai.law.foi_flow.clock import Clock, ClockStatus, Flag, Step, clock
from gongkai.law.foi_flow.moves import (
    MOVES,
    Event,
    EventKind,
    Move,
    State,
    UnlawfulMove,
    apply,
    closing_outcome,
    fact_date,
    fact_label,
    moves_from,
    outcome_of,
    state_of,
)
from gongkai.law.foi_flow.pauses import Consultation, Consulted, Pause
from gongkai.law.foi_flow.receipt import (
    Delivery,
    ImpossibleDay,
    ProvenDay,
    SubmissionChannel,
    confirmation_due,
    receipt_date,
    reply_date,
)
from gongkai.law.foi_flow.sheet import DaySheet, SheetRow, day_sheet
from gongkai.law.foi_flow.situation import ReplyGiven, Situation, replies
from gongkai.law.outcomes import Part, combined_outcome

__all__ = [
    "MOVES",
    "Clock",
    "ClockStatus",
    "Consultation",
    "Consulted",
    "DaySheet",
    "Delivery",
    "Event",
    "EventKind",
    "Flag",
    "ImpossibleDay",
    "Move",
    "Option",
    "Part",
    "Pause",
    "ProvenDay",
    "ReplyGiven",
    "SheetRow",
    "Situation",
    "State",
    "Step",
    "SubmissionChannel",
    "UnlawfulMove",
    "admit",
    "apply",
    "clock",
    "closing_outcome",
    "combined_outcome",
    "confirmation_due",
    "day_sheet",
    "fact_date",
    "fact_label",
    "lawful_moves",
    "moves_from",
    "outcome_of",
    "receipt_date",
    "replay",
    "replies",
    "reply_date",
    "state_of",
]
