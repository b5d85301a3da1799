"""The reply to an application: which of the outcomes, and what it demands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.foi.letters import decisions
from gongkai.apps.foi.models import FoiLink, FoiRequest
from gongkai.apps.foi.queries import search_record
from gongkai.apps.foi.severance import page_map
from gongkai.law.foi_flow import Delivery, Situation, fact_label
from gongkai.law.foi_flow.moves import rows
from gongkai.law.outcomes import Demand, Ground, Group, Outcome, OutcomeRule, missing_demands, rule
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.forms.choices import term
from gongkai.web.workbench.forms.days import PastDay
from gongkai.web.workbench.forms.foi import ApproverField
from gongkai.web.workbench.words import say

_SHORT = re.compile(r"（\w）[^（]+")
#: Outcomes and grounds with a step of their own.
BY_OTHER_STEPS = frozenset({Outcome.LAPSED_UNCLARIFIED, Outcome.LAPSED_UNPAID})
GROUNDS_BY_OTHER_STEPS = frozenset({"withdrawn"})


@dataclass(frozen=True)
class Answer:
    """An outcome with one of its grounds: what a reply may be. `needs` are the demands that are not on file yet."""

    rule: OutcomeRule
    ground: Ground | None
    needs: Sequence[Demand]

    @property
    def value(self) -> str:
        """Give the value under which the choice is sent: `granted/disclosable`."""
        return f"{self.rule.outcome.value}/{self.ground.id if self.ground else ''}"

    @property
    def label(self) -> str:
        """Give the words of the row, with the ground where there are several."""
        words = term(self.rule.outcome.value)
        return f"{words}：{say(self.ground.label)}" if self.ground else words

    @property
    def cites(self) -> tuple[str, ...]:
        """Give the legal grounds."""
        return tuple(str(cite) for cite in (self.ground.cites if self.ground else self.rule.cites))

    @property
    def needs_words(self) -> str:
        """Name what must be on file."""
        return _("、").join(say(demand.label) for demand in self.needs)


@dataclass(frozen=True)
class AnswerGroup:
    """One of the six groups of table 三."""

    group: Group
    words: str

    @property
    def label(self) -> str:
        """Give the words of the form."""
        return say(self.words)

    @property
    def short(self) -> str:
        """Give the words without what the form adds in brackets."""
        found = _SHORT.match(self.words)
        return say(found[0] if found else self.words)

    @property
    def anchor(self) -> str:
        """Give the id of the group on the page of outcomes."""
        return f"group-{self.group.value}"


def answers(evidence: Mapping[str, Any], *, on: date) -> list[tuple[AnswerGroup, list[Answer]]]:
    """Give every answer that a reply may be, by the groups of table 三 and in its order."""
    groups: dict[Group, list[Answer]] = {}
    for outcome in Outcome:
        if outcome not in BY_OTHER_STEPS:
            found = rule(outcome, on)
            groups.setdefault(found.group, []).extend(_answers(found, evidence, on))
    return [(AnswerGroup(group, listed[0].rule.group_label), listed) for group, listed in groups.items()]


def _answers(found: OutcomeRule, evidence: Mapping[str, Any], on: date) -> list[Answer]:
    if not found.grounds:
        return [Answer(found, None, missing_demands(found.outcome, evidence, on=on))]
    return [
        Answer(found, ground, missing_demands(found.outcome, {**evidence, "ground": ground.id}, on=on))
        for ground in found.grounds
        if ground.id not in GROUNDS_BY_OTHER_STEPS
    ]


def answer_named(value: str, evidence: Mapping[str, Any], *, on: date) -> Answer | None:
    """Find the answer that was chosen; None where there is no such one."""
    listed = (answer for _label, group in answers(evidence, on=on) for answer in group)
    return next((answer for answer in listed if answer.value == value), None)


class ReplyForm(forms.Form):
    """What the answer demands, who approved it, how it was delivered."""

    on = PastDay(label=gettext_lazy("答复日期"), widget=DayInput)

    def __init__(
        self,
        *args: Any,
        foi: FoiRequest,
        answer: Answer,
        situation: Situation,
        way: str,
        proposing: bool = False,
        **kwargs: Any,
    ) -> None:
        """
        Build the form.

        :param way: `letter` for the whole application, `part` for one part, `combined` for the end of a split one, `spot`.
        """
        known = {**known_facts(foi), "on": situation.on}
        super().__init__(*args, **kwargs | {"initial": known})
        self.answer, self.way = answer, way
        for demand in answer.needs if way != "combined" else ():
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[demand.id] = forms.CharField(
                label=say(demand.label), help_text=say(demand.ask), max_length=4000, widget=area
            )
        if way == "spot":
            self.fields["on_the_spot_record"] = forms.CharField(
                label=say(fact_label("on_the_spot_record")), max_length=400
            )
        elif way != "part":
            choices = [(item.value, say(item.label)) for item in Delivery]
            self.fields["delivery"] = forms.ChoiceField(label=say(fact_label("delivery")), choices=choices)
            hint = _("签收人、邮件号或者网上发送记录。")
            self.fields["proof"] = forms.CharField(
                label=_("送达凭证"), max_length=200, help_text=hint, required=not proposing
            )
        self.fields["approved_by"] = ApproverField(foi.organ, situation.on)
        self.order_fields([*(name for name in self.fields if name not in ("on", "approved_by")), "on", "approved_by"])

    @property
    def demanded(self) -> list[forms.BoundField]:
        """Give the fields of what the outcome demands."""
        return [self[demand.id] for demand in self.answer.needs if demand.id in self.fields]

    @property
    def about_the_letter(self) -> list[forms.BoundField]:
        """Give the other fields: delivery, day, approval."""
        known = {demand.id for demand in self.answer.needs}
        return [field for field in self if field.name not in known]

    def facts(self) -> dict[str, Any]:
        """Give the facts of the reply; the proof goes under the name that the way of delivery asks for."""
        aside = ("on", "approved_by", "proof")
        data = {key: value for key, value in self.cleaned_data.items() if key not in aside and value}
        if self.answer.ground:
            data["ground"] = self.answer.ground.id
        for name in rows("delivery")[data["delivery"]]["proof"] if "delivery" in data else ():
            if self.cleaned_data["proof"]:
                data[name] = self.cleaned_data["proof"]
        return data


def known_facts(foi: FoiRequest) -> dict[str, str]:
    """Give what the case already tells of what an outcome may demand; the clerk checks it."""
    repeated = foi.links_out.filter(relation=FoiLink.Relation.REPEATED).select_related("target").first()
    replies = decisions(repeated.target.letters.exclude(serial="")) if repeated else None
    earlier = replies.order_by("-pk").first() if replies is not None else None
    withheld = page_map(foi)
    known = {"page_map": withheld} if withheld else {}
    if searched := search_record(foi):
        known["search_record"] = searched
    if earlier is not None:
        known["earlier_reply"] = _("%(serial)s（%(day)s）") % {"serial": earlier.serial, "day": earlier.issued_on}
    return known
