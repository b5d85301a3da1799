"""What an organ lays down for itself: proof rounds, and its own list of words."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.organs.permissions import require
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import Review, ReviewScheme, WatchWord

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

PROOFS = (Review.Round.PROOF_1, Review.Round.PROOF_2, Review.Round.PROOF_3)


@transaction.atomic
def set_review_scheme(*, organ: "Organ", rounds: Sequence[str], by: "User | None", on: date) -> ReviewScheme:
    """
    Lay down which proof rounds the organ's items need besides secrecy review and approval, from the first to the last without a gap.

    :raises PublicationError: the rounds are not the first so many of 一校、二校、三校.
    """
    require(by, "item.rules", organ, on=on)
    if list(rounds) != [proof.value for proof in PROOFS[: len(rounds)]]:
        raise PublicationError("审校环节应从一校（初审）起依次选择，不能跳过。", field="rounds")
    scheme, _created = ReviewScheme.objects.update_or_create(organ=organ, defaults={"rounds": list(rounds)})
    append_event(organ=organ, kind="rules.rounds_set", subject=organ, by=by, on=on, facts={"rounds": list(rounds)})
    return scheme


@transaction.atomic
def add_watch_word(
    *, organ: "Organ", kind: str, word: str, by: "User | None", on: date, instead: str = "", note: str = ""
) -> WatchWord:
    """
    Put a word on the organ's list; it holds for the organs below as well.

    :raises PublicationError: there is no word, it stands there already, or its kind is unknown.
    """
    require(by, "item.rules", organ, on=on)
    word, instead = word.strip(), instead.strip()
    if kind not in WatchWord.Kind.values:
        raise PublicationError("请选择词的类别。", field="kind")
    if len(word) < 2:
        raise PublicationError("词至少两个字；一个字的词到处都会出现。", field="word")
    if word == instead:
        raise PublicationError("“应当写作”与该词相同。请填写正确的写法，或者留空。", field="instead")
    if WatchWord.objects.filter(organ=organ, word=word, retired_on__isnull=True).exists():
        raise PublicationError(f"“{word}”已在词表中。", field="word")
    entry = WatchWord.objects.create(
        organ=organ, kind=kind, word=word[:60], instead=instead[:60], note=note.strip()[:200], added_by=by, added_on=on
    )
    facts = {"word": entry.word, "instead": entry.instead, "kind": kind}
    append_event(organ=organ, kind="rules.word_added", subject=entry, by=by, on=on, facts=facts)
    return entry


@transaction.atomic
def retire_watch_word(*, word: WatchWord, by: "User | None", on: date) -> WatchWord:
    """
    Take a word off the list; the entry stays on record.

    :raises PublicationError: it is off already.
    """
    word = WatchWord.objects.select_for_update().select_related("organ").get(pk=word.pk)
    require(by, "item.rules", word.organ, on=on)
    if word.retired_on is not None:
        raise PublicationError(f"“{word.word}”已于{word.retired_on:%Y-%m-%d}停用。")
    word.retired_on = on
    word.save(update_fields=["retired_on"])
    append_event(organ=word.organ, kind="rules.word_retired", subject=word, by=by, on=on, facts={"word": word.word})
    return word
