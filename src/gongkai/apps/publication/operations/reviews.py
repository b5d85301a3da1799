"""Proof-reading, secrecy review, approval: each of exactly one version, by somebody who did not write it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.publication import gate
from gongkai.apps.publication.access import day_of, permit_person
from gongkai.apps.publication.content import digest_of
from gongkai.apps.publication.errors import DamagedVersion, PublicationError, SamePerson, StaleVersion, WrongState
from gongkai.apps.publication.models import DisclosureItem, ItemVersion, Review
from gongkai.law.publication import secrecy_questions

if TYPE_CHECKING:
    from gongkai.apps.organs.models import User

SECRECY_CONCLUSIONS = (
    Review.Conclusion.MAY_PUBLISH,
    Review.Conclusion.MUST_NOT,
    Review.Conclusion.PARTLY,
    Review.Conclusion.REFERRED,
)
PLAIN_CONCLUSIONS = (Review.Conclusion.PASSED, Review.Conclusion.RETURNED)


@transaction.atomic
def review(
    *,
    item: DisclosureItem,
    version: ItemVersion,
    review_round: str,
    conclusion: str,
    by: "User",
    at: datetime,
    note: str = "",
    answers: Mapping[str, str] | None = None,
) -> Review:
    """
    Record a proof round or the secrecy review of the version that was looked at (`ogi:17`, `secrecy:35`).

    Rounds go in the order of the organ's scheme, the secrecy review after the last of them. A clean secrecy review moves the item on; a referral leaves it waiting for the answer; every other refusal returns it to its drafter.

    :param answers: of the form of the secrecy review, `yes` or `no` by question; without them only the conclusion is kept.
    :raises StaleVersion: a newer version was saved meanwhile.
    :raises SamePerson: the reviewer wrote part of the item.
    :raises WrongState: the item is not handed in.
    :raises PublicationError: the conclusion does not fit the round, lacks its note, or the round is decided.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    secrecy = review_round == Review.Round.SECRECY_REVIEW
    permit_person(by, "item.review_secrecy" if secrecy else "item.proof", item.organ, on=day_of(at))
    if review_round not in Review.Round.values or review_round == Review.Round.APPROVAL:
        raise PublicationError(f"没有“{review_round}”这个审校环节。", field="round")
    if conclusion not in (SECRECY_CONCLUSIONS if secrecy else PLAIN_CONCLUSIONS):
        raise PublicationError(
            f"“{Review.Round(review_round).label}”没有“{conclusion}”这种结论。请从列表中选择。", field="conclusion"
        )
    if item.state != DisclosureItem.State.SUBMITTED:
        raise WrongState(item, step="审校", needs="提交")
    _refuse_out_of_turn(item, version, Review.Round(review_round))
    if secrecy and answers:
        _refuse_contradiction(answers, conclusion, on=day_of(at))
    made = _record(
        item,
        version,
        review_round=Review.Round(review_round),
        conclusion=Review.Conclusion(conclusion),
        by=by,
        at=at,
        note=note,
        answers=dict(answers or {}),
    )
    if secrecy and _clears(version, made):
        item.state = DisclosureItem.State.REVIEWED
    elif made.conclusion not in (Review.Conclusion.PASSED, Review.Conclusion.REFERRED):
        item.state = DisclosureItem.State.DRAFT
    item.save(update_fields=["state"])
    return made


@transaction.atomic
def approve(
    *, item: DisclosureItem, version: ItemVersion, by: "User", at: datetime, passed: bool = True, note: str = ""
) -> Review:
    """
    Approve the version that was looked at, or return it with a note (`ogi:17.1`).

    :raises StaleVersion: a newer version was saved meanwhile.
    :raises SamePerson: the approver wrote part of the item or made its secrecy review.
    :raises WrongState: the secrecy review is missing.
    """
    item = DisclosureItem.objects.select_for_update().get(pk=item.pk)
    permit_person(by, "item.approve", item.organ, on=day_of(at))
    if item.state != DisclosureItem.State.REVIEWED:
        raise WrongState(item, step="审批", needs="保密审查通过")
    if version.reviews.filter(round=Review.Round.SECRECY_REVIEW, by=by).exists():
        raise SamePerson("您作过这一版本的保密审查，不能再审批。请由其他负责人审批。")
    conclusion = Review.Conclusion.PASSED if passed else Review.Conclusion.RETURNED
    made = _record(item, version, review_round=Review.Round.APPROVAL, conclusion=conclusion, by=by, at=at, note=note)
    item.state = DisclosureItem.State.APPROVED if passed else DisclosureItem.State.DRAFT
    item.save(update_fields=["state"])
    return made


def _refuse_out_of_turn(item: DisclosureItem, version: ItemVersion, wanted: Review.Round) -> None:
    """Proofs go one after the other, the secrecy review comes after the last that the organ demands."""
    for earlier in gate.rounds_of(item.organ):
        if earlier.value == wanted.value:
            return
        passed = version.reviews.filter(round=earlier.value, conclusion=Review.Conclusion.PASSED).exists()
        if not passed:
            label = Review.Round(earlier.value).label
            raise PublicationError(
                f"还没有经过{label}，不能作{wanted.label}。请先办理{label}。", field="round", cites=["convention:39"]
            )


def _refuse_contradiction(answers: Mapping[str, str], conclusion: str, *, on: date) -> None:
    """A form that says there is something in the way cannot conclude that there is nothing."""
    if conclusion != Review.Conclusion.MAY_PUBLISH:
        return
    for question in secrecy_questions(on=on):
        if answers.get(question.id) != question.clean:
            raise PublicationError(
                f"审查事项“{question.label}”的回答与“可以公开”不符，或者没有回答。请核对后再作结论。",
                field="conclusion",
                cites=[str(cite) for cite in question.cites],
            )


def _clears(version: ItemVersion, made: Review) -> bool:
    """A withheld item goes on to approval whatever the reviewer concluded, for it is not to be published."""
    if version.heads["disclosure_attribute"] != DisclosureItem.Attribute.PROACTIVE:
        return made.conclusion != Review.Conclusion.REFERRED
    return made.conclusion == Review.Conclusion.MAY_PUBLISH


def _record(
    item: DisclosureItem,
    version: ItemVersion,
    *,
    review_round: Review.Round,
    conclusion: Review.Conclusion,
    by: "User",
    at: datetime,
    note: str,
    answers: dict[str, str] | None = None,
) -> Review:
    newest = gate.newest_version(item)
    if version.pk != newest.pk:
        raise StaleVersion(seen=version, newest=newest)
    if digest_of(newest) != newest.hash:
        raise DamagedVersion(newest)
    if by.pk in gate.authors(item):
        raise SamePerson(f"您参与了“{item.title}”的起草，不能作{review_round.label}。请由其他人办理。")
    if not note.strip() and conclusion not in (Review.Conclusion.PASSED, Review.Conclusion.MAY_PUBLISH):
        raise PublicationError(f"结论为“{conclusion.label}”时须写明意见，便于起草人修改。", field="note")
    if newest.reviews.filter(round=review_round).exclude(conclusion=Review.Conclusion.REFERRED).exists():
        raise PublicationError(f"这一版本已作过{review_round.label}，不重复办理。")
    made = Review.objects.create(
        item=item,
        version=newest,
        version_hash=newest.hash,
        round=review_round,
        conclusion=conclusion,
        note=note.strip(),
        answers=answers or {},
        by=by,
        at=at,
    )
    append_event(
        organ=item.organ,
        kind=f"item.{review_round.value}",
        subject=item,
        by=by,
        on=day_of(at),
        at=at,
        facts={"version": newest.number, "hash": newest.hash, "conclusion": conclusion.value, "note": made.note}
        | ({"answers": made.answers} if made.answers else {}),
    )
    return made
