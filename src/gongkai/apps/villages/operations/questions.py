"""Villagers ask, the village answers; the township reminds."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.apps.core.operations import append_event
from gongkai.apps.core.sealing import seal, unseal
from gongkai.apps.organs.permissions import require
from gongkai.apps.villages.errors import VillageError
from gongkai.apps.villages.models import VillageDisclosure, VillageQuestion, VillageReminder
from gongkai.documents.personal_data import blocking, scan_text
from gongkai.law import villages as law

if TYPE_CHECKING:
    from gongkai.apps.organs.models import Organ, User

LONGEST = 1_000


@transaction.atomic
def ask(*, disclosure: VillageDisclosure, text: str, by: "User | None", on: date, contact: str = "") -> VillageQuestion:
    """
    Take a villager's question about a public disclosure (`villagers2018:31`); it is sealed until it is answered.

    :raises VillageError: the disclosure is not public, or there is no text.
    """
    if disclosure.state != VillageDisclosure.State.PUBLISHED:
        raise VillageError("这项内容没有公开，不能提问。")
    if not text.strip():
        raise VillageError("请写下您的问题。", field="text")
    if len(text) > LONGEST:
        raise VillageError(f"内容超过{LONGEST}字。请简要说明。", field="text")
    made = VillageQuestion.objects.create(
        disclosure=disclosure, asked_on=on, text=seal(text.strip()), contact=seal(contact.strip())
    )
    append_event(
        organ=disclosure.organ, kind="village.asked", subject=disclosure, by=by, on=on, facts={"question": made.pk}
    )
    return made


@transaction.atomic
def answer(*, question: VillageQuestion, text: str, public: bool, by: "User", on: date) -> VillageQuestion:
    """
    Answer a question; with `public` question and answer stand beside the disclosure, without whoever asked.

    :raises VillageError: answered already, no answer, or personal numbers in what would be public.
    """
    question = VillageQuestion.objects.select_for_update().select_related("disclosure__organ").get(pk=question.pk)
    organ = question.disclosure.organ
    require(by, "village.answer", organ, on=on)
    if question.answered_on is not None:
        raise VillageError("这个问题已经答复。")
    if not text.strip():
        raise VillageError("请写明答复。", field="text")
    if public and blocking(scan_text(f"{unseal(question.text)}\n{text}")):
        raise VillageError("问答里有个人号码，不能公开。请删去，或选择不公开。", field="public", cites=["ogi:15"])
    question.answer, question.answered_by, question.answered_on = text.strip(), by, on
    question.public = public
    question.save(update_fields=["answer", "answered_by", "answered_on", "public"])
    append_event(
        organ=organ, kind="village.answered", subject=question.disclosure, by=by, on=on,
        facts={"question": question.pk, "public": public},
    )  # fmt: skip
    return question


@transaction.atomic
def remind(*, organ: "Organ", matter: str, period_first: date, by: "User", on: date) -> VillageReminder:
    """
    Remind a village of a matter that is late (`villagers2018:31`, `villagers:36`); the reminder is recorded once a day.

    :raises VillageError: no such matter.
    """
    require(by, "village.watch", organ.parent or organ, on=on)
    if matter not in {one.id for one in law.matters(on=on)}:
        raise VillageError("没有这个公开事项。")
    made, created = VillageReminder.objects.get_or_create(
        organ=organ, matter=matter, period_first=period_first, on=on, defaults={"by": by}
    )
    if created:
        facts = {"matter": matter, "period": period_first.isoformat()}
        append_event(organ=organ, kind="village.reminded", subject=organ, by=by, on=on, facts=facts)
    return made
