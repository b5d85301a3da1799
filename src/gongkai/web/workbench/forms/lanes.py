"""Small forms of the lanes: urgent, timed, revoked, explained; proofs and the form of the secrecy review; what an organ lays down."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication.models import DisclosureItem, Review, WatchWord
from gongkai.law.publication import secrecy_questions
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.forms.days import PastDay
from gongkai.web.workbench.forms.items import SECRECY, ActForm
from gongkai.web.workbench.words import say


class MomentInput(forms.DateTimeInput):
    """A moment as browsers want it in `type="datetime-local"`."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class UrgentForm(ActForm):
    """Since when something is urgent, and why."""

    urgent_since = forms.DateTimeField(label=gettext_lazy("事件发生或者获知时间"), widget=MomentInput)
    urgent_reason = forms.CharField(label=gettext_lazy("紧急事由"), max_length=200)


class ReleaseForm(ActForm):
    """When an approved item goes out by itself; empty takes the time back."""

    release_at = forms.DateTimeField(label=gettext_lazy("定时发布时间"), widget=MomentInput, required=False)


class TakedownForm(ActForm):
    """When a public item comes down by itself; empty takes the time back."""

    takedown_at = forms.DateTimeField(label=gettext_lazy("定时撤下时间"), widget=MomentInput, required=False)


class RevokedForm(ActForm):
    """From when a penalty decision no longer holds."""

    revoked_on = PastDay(label=gettext_lazy("处罚决定被变更、撤销之日"), widget=DayInput)


class ExplainsForm(ActForm):
    """Which policy an explainer explains."""

    explains = forms.ModelChoiceField(label=gettext_lazy("解读的文件"), queryset=DisclosureItem.objects.none())

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policies: Any = self.fields["explains"]
        policies.queryset = DisclosureItem.objects.filter(
            organ=organ, kind=DisclosureItem.Kind.POLICY, withdrawn_at__isnull=True
        ).order_by("-pk")


class ProofForm(ActForm):
    """The conclusion of a proof round."""

    conclusion = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=[(one.value, one.label) for one in (Review.Conclusion.PASSED, Review.Conclusion.RETURNED)],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("意见"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("退回的必须写明意见。"),
    )


class SecrecyForm(ActForm):
    """The form of the secrecy review, one for each item (一事一审): its questions, the conclusion, the note."""

    conclusion = forms.ChoiceField(label=gettext_lazy("结论"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("意见"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("不能公开的必须写明意见。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conclusion: Any = self.fields["conclusion"]
        conclusion.choices = [(one.value, one.label) for one in SECRECY]
        answers = [("no", _("否")), ("yes", _("是"))]
        self.questions = secrecy_questions(on=timezone.localdate())
        for question in self.questions:
            self.fields[f"answer_{question.id}"] = forms.ChoiceField(
                label=say(question.label), choices=answers, widget=forms.RadioSelect, required=False
            )
        self.order_fields([f"answer_{question.id}" for question in self.questions])

    def clean(self) -> dict[str, Any]:
        """Ask for every answer where the item is to go out."""
        data = super().clean() or {}
        if data.get("conclusion") == Review.Conclusion.MAY_PUBLISH:
            for question in self.questions:
                if not data.get(f"answer_{question.id}"):
                    self.add_error(f"answer_{question.id}", _("请回答这一项。"))
        return data

    def answers(self) -> dict[str, str]:
        """Give the answers by question; unanswered ones are left out."""
        given = {question.id: self.cleaned_data.get(f"answer_{question.id}", "") for question in self.questions}
        return {name: answer for name, answer in given.items() if answer}


class RoundsForm(ActForm):
    """How many proof rounds the organ demands."""

    rounds = forms.ChoiceField(label=gettext_lazy("审校环节"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds: Any = self.fields["rounds"]
        rounds.choices = [
            ("0", _("不另设校对，只有保密审查和审批")),
            ("1", _("一校（初审）")),
            ("2", _("一校（初审）、二校（复审）")),
            ("3", _("一校（初审）、二校（复审）、三校（终审）")),
        ]


class WordForm(ActForm):
    """A word of the organ's list."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=WatchWord.Kind.choices)
    word = forms.CharField(label=gettext_lazy("词"), max_length=60)
    instead = forms.CharField(label=gettext_lazy("应当写作"), max_length=60, required=False)
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)


def lane_forms(organ: Organ, data: Any = None) -> dict[str, ActForm]:
    """Give the forms of the lanes by name, each with ids of its own."""
    return {
        "urgent": UrgentForm(data, auto_id="urgent_%s"),
        "release": ReleaseForm(data, auto_id="release_%s"),
        "takedown": TakedownForm(data, auto_id="takedown_%s"),
        "revoked": RevokedForm(data, auto_id="revoked_%s"),
        "explains": ExplainsForm(data, organ=organ, auto_id="explains_%s"),
        "proof": ProofForm(data, auto_id="proof_%s"),
    }
