"""Everything that changes the registers of publication; each verb is one function, told who (`by`) and when (`on` or `at`)."""

from gongkai.apps.publication.content import Attached, Content, Heads
from gongkai.apps.publication.errors import (
    DamagedVersion,
    EditConflict,
    IncompleteHeads,
    PublicationBlocked,
    PublicationError,
    SamePerson,
    StaleVersion,
    WrongState,
)
from gongkai.apps.publication.operations.attachments import attach, detach, rename_attachment, replace_attachment
from gongkai.apps.publication.operations.catalog import (
    enter_catalog_entry,
    enter_legal_topics,
    retire_catalog_entry,
    set_index_numbering,
)
from gongkai.apps.publication.operations.channels import (
    PostEntry,
    PostsRecorded,
    close_channel,
    open_channel,
    record_delivery,
    record_posts,
    void_delivery,
)
from gongkai.apps.publication.operations.counts import record_charge, record_decisions, void_charge
from gongkai.apps.publication.operations.coverage import declare_not_involved, enter_standard_catalog, involve_again
from gongkai.apps.publication.operations.documents import issue_document, link_document, repeal_document
from gongkai.apps.publication.operations.importing import add_picture, draft_from_file
from gongkai.apps.publication.operations.items import (
    correct,
    draft_item,
    drop_correction,
    mask_text,
    reassess_withheld,
    save_version,
    submit,
)
from gongkai.apps.publication.operations.lanes import (
    approve_and_publish,
    carry_out_schedule,
    link_explainer,
    mark_urgent,
    record_revocation,
    schedule_release,
    schedule_takedown,
)
from gongkai.apps.publication.operations.plans import (
    plan_add_evidence,
    plan_add_point,
    plan_add_task,
    plan_close_task,
    plan_open,
    plan_start_task,
    plan_void_evidence,
)
from gongkai.apps.publication.operations.publishing import publish, withdraw
from gongkai.apps.publication.operations.reviews import approve, review
from gongkai.apps.publication.operations.rules import add_watch_word, retire_watch_word, set_review_scheme
from gongkai.apps.publication.operations.scratches import drop_scratch, keep_scratch

__all__ = [
    "Attached",
    "Content",
    "DamagedVersion",
    "EditConflict",
    "Heads",
    "IncompleteHeads",
    "PostEntry",
    "PostsRecorded",
    "PublicationBlocked",
    "PublicationError",
    "SamePerson",
    "StaleVersion",
    "WrongState",
    "add_picture",
    "add_watch_word",
    "approve",
    "approve_and_publish",
    "attach",
    "carry_out_schedule",
    "close_channel",
    "correct",
    "declare_not_involved",
    "detach",
    "draft_from_file",
    "draft_item",
    "drop_correction",
    "drop_scratch",
    "enter_catalog_entry",
    "enter_legal_topics",
    "enter_standard_catalog",
    "involve_again",
    "issue_document",
    "keep_scratch",
    "link_document",
    "link_explainer",
    "mark_urgent",
    "mask_text",
    "open_channel",
    "plan_add_evidence",
    "plan_add_point",
    "plan_add_task",
    "plan_close_task",
    "plan_open",
    "plan_start_task",
    "plan_void_evidence",
    "publish",
    "reassess_withheld",
    "record_charge",
    "record_decisions",
    "record_delivery",
    "record_posts",
    "record_revocation",
    "rename_attachment",
    "repeal_document",
    "replace_attachment",
    "retire_catalog_entry",
    "retire_watch_word",
    "review",
    "save_version",
    "schedule_release",
    "schedule_takedown",
    "set_index_numbering",
    "set_review_scheme",
    "submit",
    "void_charge",
    "void_delivery",
    "withdraw",
]
