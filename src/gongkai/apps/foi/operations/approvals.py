"""Approval of letters: proposed with their text, decided on exactly that text by somebody else, issued only as approved."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import seal, unseal
from gongkai.apps.foi import previews
from gongkai.apps.foi.letters import Stored, draft_kept
from gongkai.apps.foi.models import FoiPart, FoiRequest, Letter, Proposal
from gongkai.apps.foi.operations.flow import FoiError, locked
from gongkai.apps.foi.operations.replies import reply, reply_part
from gongkai.apps.organs.models import User
from gongkai.apps.organs.permissions import require
from gongkai.law.foi_flow import EventKind
from gongkai.law.foi_flow.moves import rows
from gongkai.law.outcomes import Outcome

#: Stands for the proof of the delivery, which comes after the approval.
LATER = "（送达后登记）"
OPEN = (Proposal.State.WAITING, Proposal.State.APPROVED)


@transaction.atomic
def propose(
    *,
    foi: FoiRequest,
    event: EventKind,
    by: User,
    at: datetime,
    outcome: Outcome,
    facts: Mapping[str, Any],
    approver: User,
    part: FoiPart | None = None,
) -> Proposal:
    """
    Hand a reply to the approver with the letter as it would be issued; an earlier proposal for the same is replaced.

    :raises NotPermitted: the approver's post does not allow the consent.
    :raises foi_flow.UnlawfulMove: the reply is not lawful now, or a demand is not on file.
    """
    on = timezone.localdate(at)
    foi = locked(foi, "foi.handle", by=by, on=on)
    require(approver, "foi.approve", foi.organ, on=on)
    if approver == by:
        raise FoiError("不能审批自己起草的文书，请送另一位有审批职责的人。")
    drafted = _drafted(foi, event, by, at, outcome, facts, part)
    Proposal.objects.filter(foi=foi, part=part, state__in=OPEN).update(state=Proposal.State.REPLACED)
    made = Proposal.objects.create(
        foi=foi,
        part=part,
        event=event.value,
        outcome=outcome.value,
        facts_sealed=seal(json.dumps(dict(facts), ensure_ascii=False)),
        content_sealed=seal(drafted.json()),
        digest=text_digest(drafted),
        notes=list(_notes(foi, event, by, at, outcome, facts, part)),
        proposed_by=by,
        proposed_at=at,
        approver=approver,
    )
    facts_told = {"proposal": made.pk, "outcome": outcome.value, "digest": made.digest, "approver": approver.pk}
    append_event(organ=foi.organ, kind="foi.reply_proposed", subject=foi, by=by, on=on, facts=facts_told)
    return made


@transaction.atomic
def decide(*, proposal: Proposal, by: User, at: datetime, approve: bool, digest: str, reason: str = "") -> Proposal:
    """
    Approve or return a proposed letter.

    :param digest: that of the text which the approver has seen; a newer text is not approved by it.
    :raises FoiError: it is decided already, is another text, one's own, or is returned without a reason.
    """
    on = timezone.localdate(at)
    foi = locked(proposal.foi, "foi.approve", by=by, on=on)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != Proposal.State.WAITING:
        raise FoiError(f"这份文书{proposal.get_state_display()}，不用再审批。")
    if proposal.proposed_by_id == by.pk:
        raise FoiError("不能审批自己起草的文书，请由另一位有审批职责的人审批。")
    if proposal.digest != digest:
        raise FoiError("文书在您打开以后有改动，请看过新的内容再决定。")
    if not approve and not reason.strip():
        raise FoiError("退回请写明理由，起草人才知道怎样修改。")
    proposal.state = Proposal.State.APPROVED if approve else Proposal.State.RETURNED
    proposal.decided_at, proposal.reason, proposal.approver = at, reason.strip()[:200], by
    proposal.save(update_fields=["state", "decided_at", "reason", "approver"])
    kind = "foi.reply_approved" if approve else "foi.reply_returned"
    facts = {"proposal": proposal.pk, "digest": proposal.digest, **({"reason": reason.strip()} if reason else {})}
    append_event(organ=foi.organ, kind=kind, subject=foi, by=by, on=on, facts=facts)
    return proposal


@transaction.atomic
def issue_approved(*, proposal: Proposal, by: User, at: datetime, proof: str) -> Letter:
    """
    Issue an approved reply with the proof of its delivery; its text is the approved one, or nothing is issued.

    :raises FoiError: it is not approved, or the case now makes another text of it.
    """
    on = timezone.localdate(at)
    foi = locked(proposal.foi, "foi.handle", by=by, on=on)
    proposal = Proposal.objects.select_for_update().select_related("part", "approver").get(pk=proposal.pk)
    if proposal.state != Proposal.State.APPROVED:
        raise FoiError(f"这份文书{proposal.get_state_display()}，不能出具。")
    facts: dict[str, Any] = with_proof(json.loads(unseal(proposal.facts_sealed)), proof)
    outcome, event = Outcome(proposal.outcome), EventKind(proposal.event)
    now = _drafted(foi, event, by, at, outcome, facts, proposal.part)
    if text_digest(now) != proposal.digest:
        raise FoiError("案件有变化，文书内容与批准的不同，请重新送审。")
    common: dict[str, Any] = {"by": by, "on": on, "outcome": outcome, "facts": facts, "approved_by": proposal.approver}
    letter = (
        reply_part(part=proposal.part, **common)
        if proposal.part
        else reply(foi=foi, on_the_spot=event is EventKind.REPLIED_ON_THE_SPOT, **common)
    )
    proposal.state, proposal.letter = Proposal.State.ISSUED, letter
    proposal.save(update_fields=["state", "letter"])
    return letter


def with_proof(facts: Mapping[str, Any], proof: str) -> dict[str, Any]:
    """Put the proof of the delivery under the names that its way asks for."""
    names = rows("delivery")[facts["delivery"]]["proof"] if facts.get("delivery") else ("on_the_spot_record",)
    return {**facts, **dict.fromkeys(names, proof.strip())}


def text_digest(text: Stored) -> str:
    """Give the SHA-256 of a letter without its day and number, which come with the issue."""
    body = {name: value for name, value in asdict(text).items() if name not in ("dated_on", "number")}
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _composed(
    foi: FoiRequest,
    event: EventKind,
    by: User,
    at: datetime,
    outcome: Outcome,
    facts: Mapping[str, Any],
    part: FoiPart | None,
) -> Any:
    told = {"outcome": outcome.value, **with_proof(facts, LATER), **({"part": str(part.position)} if part else {})}
    drafts = previews.preview(foi=foi, event=event, by=by, on=timezone.localdate(at), facts=told, part=part)
    return drafts[0]


def _drafted(*asked: Any) -> Stored:
    return draft_kept(_composed(*asked))


def _notes(*asked: Any) -> tuple[str, ...]:
    notes: tuple[str, ...] = _composed(*asked).text.notes
    return notes
