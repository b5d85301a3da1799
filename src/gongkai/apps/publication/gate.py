"""Hand the facts of an item to the gate of the law."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from gongkai.apps.publication.checks import text_facts
from gongkai.apps.publication.content import heads_of
from gongkai.apps.publication.models import Attachment, DisclosureItem, ItemVersion, Review, ReviewScheme
from gongkai.law import publication as law

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ

#: Faults that are mended by people looking at the item, not by its drafter.
BY_REVIEW = frozenset({"proof_1", "proof_2", "proof_3", "secrecy_review", "approval"})


def authors(item: DisclosureItem) -> set[int]:
    """Give everybody who wrote any part of the item."""
    return {item.drafted_by_id, *item.versions.values_list("saved_by_id", flat=True)}


def newest_version(item: DisclosureItem) -> ItemVersion:
    """Give the newest version of the item."""
    return item.versions.select_related("item", "saved_by").order_by("-number")[0]


def blockers(item: DisclosureItem, *, on: date, version: ItemVersion | None = None) -> list[law.Blocker]:
    """
    Give every reason why the newest version must not be published on the day `on`, each with its field and citation.

    Whoever wrote any part counts as a drafter, so the gate is asked for each of them.

    :param version: the newest version, where the caller has it at hand.
    """
    facts = _facts(version or newest_version(item), on=on)
    found = {
        blocker.code: blocker
        for author in sorted(authors(item))
        for blocker in law.blockers(replace(facts, drafted_by=str(author)))
    }
    return list(found.values())


def faults_of_drafting(item: DisclosureItem, version: ItemVersion, *, on: date) -> list[law.Blocker]:
    """Give those reasons that the drafter has to mend before anybody looks at the version."""
    proactive = version.heads["disclosure_attribute"] == law.DisclosureAttribute.PROACTIVE
    return [
        blocker
        for blocker in blockers(item, on=on, version=version)
        if blocker.field not in BY_REVIEW and (proactive or blocker.code != "not_proactive")
    ]


def _facts(version: ItemVersion, *, on: date) -> law.PublicationFacts:
    heads = heads_of(version)
    return law.PublicationFacts(
        on=on,
        version_hash=version.hash,
        drafted_by="",
        title=heads.title,
        attribute=law.DisclosureAttribute(heads.disclosure_attribute),
        catalog_entry=heads.catalog_entry.code if heads.catalog_entry else "",
        withheld_reason=heads.withheld_reason,
        source=heads.source,
        produced_on=heads.produced_on,
        is_document=heads.kind == DisclosureItem.Kind.POLICY,
        document_number=heads.document_number,
        reviews=_reviews(Review.objects.filter(item=version.item_id)),
        files=tuple(map(_file, version.attachments.select_related("file__upload"))),
        text=text_facts(version.item, version, on=on),
        rounds=rounds_of(version.item.organ),
    )


def rounds_of(organ: "Organ") -> tuple[law.ReviewRound, ...]:
    """Give the proof rounds that the organ demands, in their order; an organ without a scheme of its own has none."""
    scheme = ReviewScheme.objects.filter(organ=organ).first()
    return tuple(map(law.ReviewRound, scheme.rounds)) if scheme else ()


def next_round(item: DisclosureItem, version: ItemVersion) -> law.ReviewRound | None:
    """Give the proof round that the version waits for; None once all are passed, or where the organ demands none."""
    passed = set(version.reviews.filter(conclusion=Review.Conclusion.PASSED).values_list("round", flat=True))
    return next((wanted for wanted in rounds_of(item.organ) if wanted.value not in passed), None)


def _file(attachment: Attachment) -> law.FileFacts:
    """Say what is in the way of a file; one without an upload was never made anew."""
    upload = getattr(attachment.file, "upload", None)
    if upload is None:
        return law.FileFacts(attachment.title, rebuilt=False)
    waits = upload.confirmed_at is None
    return law.FileFacts(
        attachment.title,
        personal_data=upload.blocking,
        hidden=upload.hidden if waits else 0,
        unread=len(upload.unread) if waits else 0,
    )


def _reviews(reviews: Iterable[Review]) -> tuple[law.ReviewFacts, ...]:
    return tuple(
        law.ReviewFacts(
            round=law.ReviewRound(review.round),
            conclusion=law.Conclusion(review.conclusion),
            version_hash=review.version_hash,
            by=str(review.by_id),
        )
        for review in sorted(reviews, key=lambda review: review.pk)
    )
