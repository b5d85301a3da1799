"""Everything that reads the registers of outreach."""

from gongkai.apps.outreach.queries.boards import (
    PostingState,
    boards,
    come_down,
    postings,
    sheet_of,
    state_of,
    suggested_lines,
    without_proof,
)
from gongkai.apps.outreach.queries.channels import ChannelState, reach_of
from gongkai.apps.outreach.queries.supplies import not_yet_supplied, supply_sheet

__all__ = [
    "ChannelState",
    "PostingState",
    "boards",
    "come_down",
    "not_yet_supplied",
    "postings",
    "reach_of",
    "sheet_of",
    "state_of",
    "suggested_lines",
    "supply_sheet",
    "without_proof",
]
