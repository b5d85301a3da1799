"""
The letters of an application: built from the case, kept as text with its hash, set as PDF and DOCX only when somebody asks.

`of_step` composes what a step of the flow will issue and writes nothing; `issue` takes the number and keeps the text;
`letter_document` gives a kept letter to the typesetter exactly as it was issued.
"""

from gongkai.apps.foi.letters.delivered import mark_by_step, mark_delivered
from gongkai.apps.foi.letters.issuing import issue, write
from gongkai.apps.foi.letters.kept import (
    LetterNotKept,
    Stored,
    decisions,
    draft_document,
    draft_kept,
    letter_document,
    letter_text,
    read_back,
    read_kept,
    stored,
)
from gongkai.apps.foi.letters.steps import PENDING, REFUSALS, Draft, StepTaken, closes_with_letter, of_step

__all__ = [
    "PENDING",
    "REFUSALS",
    "Draft",
    "LetterNotKept",
    "StepTaken",
    "Stored",
    "closes_with_letter",
    "decisions",
    "draft_document",
    "draft_kept",
    "issue",
    "letter_document",
    "letter_text",
    "mark_by_step",
    "mark_delivered",
    "of_step",
    "read_back",
    "read_kept",
    "stored",
    "write",
]
