"""Fields and constraints of applications; what is done with them stands in `operations`."""

from gongkai.apps.foi.models.approvals import Proposal
from gongkai.apps.foi.models.mail import MailAttachment, MailDraft
from gongkai.apps.foi.models.matters import MatterFile, SideMatter
from gongkai.apps.foi.models.online import Draft, DraftFile, OnlineChannel, Satisfaction, SuggestionTally
from gongkai.apps.foi.models.orders import CaseNote, SearchOrder
from gongkai.apps.foi.models.papers import FoiFile, Redaction
from gongkai.apps.foi.models.requests import (
    Applicant,
    ApplicantKind,
    FeeNotice,
    FoiEvent,
    FoiLink,
    FoiPart,
    FoiRequest,
    Letter,
    LetterSettings,
    RestrictedReader,
)

__all__ = [
    "Applicant",
    "ApplicantKind",
    "CaseNote",
    "Draft",
    "DraftFile",
    "FeeNotice",
    "FoiEvent",
    "FoiFile",
    "FoiLink",
    "FoiPart",
    "FoiRequest",
    "Letter",
    "LetterSettings",
    "MailAttachment",
    "MailDraft",
    "MatterFile",
    "OnlineChannel",
    "Proposal",
    "Redaction",
    "RestrictedReader",
    "Satisfaction",
    "SearchOrder",
    "SideMatter",
    "SuggestionTally",
]
