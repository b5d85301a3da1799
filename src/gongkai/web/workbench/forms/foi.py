"""Forms of applications. Which facts a step needs comes from the kernel's moves, so the forms are made from the law's data."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.foi.letters import decisions
from gongkai.apps.foi.models import FeeNotice, FoiRequest
from gongkai.apps.organs.models import Organ, User
from gongkai.apps.organs.permissions import may
from gongkai.apps.organs.queries import staff
from gongkai.law.foi_flow import EventKind, Move, Situation, UnlawfulMove, fact_label
from gongkai.law.foi_flow.guards import GUARDS
from gongkai.law.foi_flow.moves import rows
from gongkai.law.foi_flow.pauses import Consulted
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.forms.days import PastDay
from gongkai.web.workbench.words import say

DATE_FACTS = frozenset(
    {
        "clarify_by", "reasons_by", "until", "submitted_on", "signed_on", "confirmed_on", "posted_on", "sent_on", "reply_by",
        "arrived_on",
    }
)  # fmt: skip
#: Days that lie ahead of the step itself.
FUTURE_FACTS = frozenset({"clarify_by", "reasons_by", "until", "reply_by"})
LONG_FACTS = frozenset(
    {
        "reason", "points_to_clarify", "clarification", "volume_finding", "applicant_reasons", "disclosure_reasons",
        "reasons", "ruling",
    }
)  # fmt: skip
#: Steps that belong to one of several consultations, with whom was asked; None for both.
ABOUT_CONSULTATION: dict[EventKind, Consulted | None] = {
    EventKind.THIRD_PARTY_ANSWERED: Consulted.THIRD_PARTY,
    EventKind.THIRD_PARTY_LAPSED: Consulted.THIRD_PARTY,
    EventKind.ORGAN_ANSWERED: Consulted.ORGAN,
    EventKind.ORGAN_LAPSED: Consulted.ORGAN,
    EventKind.CONSULTATION_DELIVERED: None,
}
#: The kernel's conditions that are about one fact, and the field in which it is typed.
FIELD_OF_GUARD = {
    "extension_within_limit": "days",
    "clarify_by_is_later": "clarify_by",
    "reasons_by_is_later": "reasons_by",
    "reply_by_is_later": "reply_by",
    "deferral_is_later_working_day": "until",
}
ASKING = frozenset(whom.asked for whom in Consulted)


def fact_field(name: str, *, required: bool = True, hint: str = "") -> forms.Field:
    """Give the field in which a fact is typed: a day, yes or no, or a text."""
    words = say(fact_label(name))
    if name in DATE_FACTS:
        kind = forms.DateField if name in FUTURE_FACTS else PastDay
        return kind(label=words, required=required, widget=DayInput, help_text=hint)
    if name == "consents":
        return forms.TypedChoiceField(
            label=words,
            choices=[("yes", _("同意公开")), ("no", _("不同意公开"))],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )
    widget = forms.Textarea(attrs={"rows": 3}) if name in LONG_FACTS else forms.TextInput()
    return forms.CharField(label=words, required=required, max_length=2000, widget=widget, help_text=hint)


class StepForm(forms.Form):
    """One step of the flow: its day, and the facts that it needs."""

    on = PastDay(label=gettext_lazy("办理日期"), widget=DayInput)

    def __init__(self, *args: Any, move: Move, foi: FoiRequest, situation: Situation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"on": situation.on}})
        self.move, self.foi, self.situation = move, foi, situation
        self._known: dict[str, str] = {}
        for name, field in self._wanted():
            self.fields[name] = field
        self.order_fields([name for name in self.fields if name != "on"])

    def _wanted(self) -> Iterator[tuple[str, forms.Field]]:
        if self.move.event in ASKING:
            self._known["ref"] = str(len(self.situation.clock.consultations) + 1)
        if self.move.event in ABOUT_CONSULTATION:
            yield from self._which_consultation(ABOUT_CONSULTATION[self.move.event])
        for name in self.move.needs:
            yield from self._fact(name)

    def _fact(self, name: str) -> Iterator[tuple[str, forms.Field]]:
        match name:
            case "days":
                yield name, forms.IntegerField(label=say(fact_label(name)), min_value=1, max_value=99)
            case "head_approval":
                yield "approved_by", ApproverField(self.foi.organ, self.situation.on)
            case "mode":
                choices = [(value, say(words)) for value, words in FeeNotice.Mode.choices]
                yield name, forms.ChoiceField(label=say(fact_label(name)), choices=choices)
                yield "quantity", forms.IntegerField(label=_("当月累计件数，或者页数"), min_value=1, max_value=999_999)
            case "amount" | "letter":
                return
            case "basis":
                reasons = [(key, say(entry.label)) for key, entry in rows("reopening").items()]
                yield name, forms.ChoiceField(label=say(fact_label(name)), choices=reasons)
                yield "reply_by", fact_field("reply_by", required=False)
            case "old_reply":
                letters = [(letter.serial, letter.serial) for letter in decisions(self.foi.letters.order_by("-id"))]
                yield name, forms.ChoiceField(label=say(fact_label(name)), choices=letters)
            case "parts":
                area = forms.Textarea(attrs={"rows": 4})
                hint = _("一行写一个部分，至少两行。")
                yield name, forms.CharField(label=say(fact_label(name)), widget=area, help_text=hint)
            case _:
                yield name, fact_field(name)

    def _which_consultation(self, whom: Consulted | None) -> Iterator[tuple[str, forms.Field]]:
        """Ask which consultation is meant where several are open; a single one is taken without asking."""
        found = self.situation.open_consultations(whom)
        if self.move.event is EventKind.CONSULTATION_DELIVERED:
            found = [each for each in found if each.delivered_on is None]
        if len(found) == 1:
            self._known["ref"] = found[0].ref
        elif found:
            choices = [(each.ref, f"{each.sent_on:%Y-%m-%d} {self._asked(each.ref)}") for each in found]
            yield "ref", forms.ChoiceField(label=_("哪一次征求意见"), choices=choices)

    def _asked(self, ref: str) -> str:
        asked = (event for event in self.situation.events if event.kind in ASKING)
        return next(
            (str(each.facts.get("recipient", "")) for each in asked if str(each.facts.get("ref", "")) == ref), ref
        )

    def clean_parts(self) -> str:
        """Ask for two parts or more."""
        typed = str(self.cleaned_data["parts"])
        if len([line for line in typed.splitlines() if line.strip()]) < 2:
            raise ValidationError(_("一行写一个部分，至少两行。"))
        return typed

    def refuse(self, error: Exception) -> None:
        """Show a refusal beside the field that it is about, as far as the kernel's own conditions tell."""
        reasons = error.reasons if isinstance(error, UnlawfulMove) else ()
        placed = self._fields_of_refusals() if reasons else {}
        for reason in reasons:
            if reason in placed:
                self.add_error(placed[reason], reason)
        if not any(reason in placed for reason in reasons):
            self.add_error(None, str(error))

    def _fields_of_refusals(self) -> dict[str, str]:
        """Ask each condition that is about one fact what it has to say, so that its sentence finds its field."""
        now = Situation(self.situation.events, self.cleaned_data["on"], self.situation.calendar)
        asked = {
            name: field for name, field in FIELD_OF_GUARD.items() if name in self.move.guards and field in self.fields
        }
        answers = {GUARDS[name](now, self.facts()): field for name, field in asked.items()}
        return {refusal: field for refusal, field in answers.items() if refusal}

    def facts(self) -> dict[str, Any]:
        """Give the facts as the operation stores them: days as ISO text."""
        data = {key: value for key, value in self.cleaned_data.items() if key != "on" and value not in (None, "")}
        typed = {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}
        return {**self._known, **typed}


class ReceiptForm(StepForm):
    """The day of receipt, with the proof that the channel asks for (`ogi:31`)."""

    def _wanted(self) -> Iterator[tuple[str, forms.Field]]:
        channel = rows("channel")[self.foi.channel]
        for name in (channel["receipt_day"], *channel["proof"]):
            yield name, fact_field(name)
        for name in channel["not_before"]:
            if name != "submitted_on":
                yield name, fact_field(name, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("登记日期")
        if "submitted_on" in self.fields:
            self.fields["submitted_on"].initial = kwargs["foi"].submitted_at.date()


class ApproverField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """Somebody whose post allows the consent."""

    def __init__(self, organ: Organ, on: date) -> None:
        people = [post.user_id for post in staff(organ, on=on) if may(post.user, "foi.approve", organ, on=on)]
        super().__init__(queryset=User.objects.filter(pk__in=people), label=_("批准人"), empty_label=None)
