"""
Move applications through the flow of the law (`ogi:27` to `ogi:45`): the only place that writes their events and indexes.

Each verb asks the kernel whether the move is lawful on that day, appends the event to the application and to the organ's chain, and
computes the indexes anew from all events. An unlawful move raises the kernel's `UnlawfulMove`; nothing is written.
"""

from gongkai.apps.foi.operations.applicants import (
    clarify,
    count_offer,
    give_code,
    give_reasons,
    note_opened,
    rate,
    withdraw,
)
from gongkai.apps.foi.operations.approvals import decide, issue_approved, propose
from gongkai.apps.foi.operations.channel import close_online_channel, open_online_channel
from gongkai.apps.foi.operations.delivery import record_delivery, set_letters
from gongkai.apps.foi.operations.fees import note_fee_notice_delivered, notify_fee, refund_fee, take_payment
from gongkai.apps.foi.operations.flow import WITH_OWN_VERB, FoiError, LetterRefused, extend, move, reindex
from gongkai.apps.foi.operations.intake import ApplicantData, Wanted, confirm_receipt, order_new_reply, receive
from gongkai.apps.foi.operations.keeping import erase_identity_copies, note_export
from gongkai.apps.foi.operations.mails import Mail, open_mail, set_mail_aside, take_mail
from gongkai.apps.foi.operations.matters import RESULTS, MatterWords, answer_matter, take_matter
from gongkai.apps.foi.operations.online import (
    NotComplete,
    NotTakenOnline,
    attach,
    detach,
    forget_draft,
    save_answers,
    start_draft,
    submit,
)
from gongkai.apps.foi.operations.orders import (
    Asked,
    Found,
    answer_order,
    chase_orders,
    give_order,
    withdraw_order,
    write_note,
)
from gongkai.apps.foi.operations.papers import Paper, add_file
from gongkai.apps.foi.operations.people import hand_over, link, restrict
from gongkai.apps.foi.operations.registering import OldCase, Registration, register, take_over
from gongkai.apps.foi.operations.replies import reply, reply_part, split
from gongkai.apps.foi.operations.severing import keep_redaction

__all__ = [
    "RESULTS",
    "WITH_OWN_VERB",
    "ApplicantData",
    "Asked",
    "FoiError",
    "Found",
    "LetterRefused",
    "Mail",
    "MatterWords",
    "NotComplete",
    "NotTakenOnline",
    "OldCase",
    "Paper",
    "Registration",
    "Wanted",
    "add_file",
    "answer_matter",
    "answer_order",
    "attach",
    "chase_orders",
    "clarify",
    "close_online_channel",
    "confirm_receipt",
    "count_offer",
    "decide",
    "detach",
    "erase_identity_copies",
    "extend",
    "forget_draft",
    "give_code",
    "give_order",
    "give_reasons",
    "hand_over",
    "issue_approved",
    "keep_redaction",
    "link",
    "move",
    "note_export",
    "note_fee_notice_delivered",
    "note_opened",
    "notify_fee",
    "open_mail",
    "open_online_channel",
    "order_new_reply",
    "propose",
    "rate",
    "receive",
    "record_delivery",
    "refund_fee",
    "register",
    "reindex",
    "reply",
    "reply_part",
    "restrict",
    "save_answers",
    "set_letters",
    "set_mail_aside",
    "split",
    "start_draft",
    "submit",
    "take_mail",
    "take_matter",
    "take_over",
    "take_payment",
    "withdraw",
    "withdraw_order",
    "write_note",
]
