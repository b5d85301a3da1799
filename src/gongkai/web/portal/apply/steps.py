"""The pages of a draft in their order, and what the check page tells of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.foi.answers import Answers
from gongkai.apps.foi.models import Draft
from gongkai.web.portal.apply import forms
from gongkai.web.portal.apply.words import choice, kinds

FormType = type[forms.StepForm]


@dataclass(frozen=True)
class Step:
    """One page: its address, its question, the law, and its form; `form` is None for pages that are more than a form."""

    name: str
    title: str | Promise
    short: str | Promise
    cites: str = ""
    form: FormType | None = None


STEPS = (
    Step("who", gettext_lazy("您以什么身份申请？"), gettext_lazy("身份"), "ogi:27", forms.WhoForm),
    Step("identity", gettext_lazy("您是谁？"), gettext_lazy("姓名和证件"), "ogi:29.2(1)", forms.PersonForm),
    Step("contact", gettext_lazy("怎么联系您？"), gettext_lazy("联系方式"), "ogi:29.2(1)", forms.ContactForm),
    Step("what", gettext_lazy("您要什么信息？"), gettext_lazy("要什么"), "ogi:29.2(2)", forms.WhatForm),
    Step(
        "delivery",
        gettext_lazy("要哪种形式，怎么给您？"),
        gettext_lazy("怎么给"),
        "ogi:29.2(3) ogi:40",
        forms.DeliveryForm,
    ),
    Step("help", gettext_lazy("需要我们帮助吗？"), gettext_lazy("帮助"), "ogi:43", forms.HelpForm),
    Step("agent", gettext_lazy("是本人办理吗？"), gettext_lazy("办理人"), "", forms.AgentForm),
    Step("files", gettext_lazy("附上身份证明和材料"), gettext_lazy("材料"), "ogi:29.2(1)"),
    Step("check", gettext_lazy("请核对，然后提交"), gettext_lazy("核对"), "ogi:31"),
)
NAMES = tuple(step.name for step in STEPS)


def step_of(name: str) -> Step | None:
    """Find a page by its address."""
    return next((step for step in STEPS if step.name == name), None)


def form_type(step: Step, answers: Answers) -> FormType | None:
    """Give the form of a page; organisations are asked for other things than people."""
    return forms.OrganizationForm if step.name == "identity" and answers.kind and not answers.person else step.form


def after(name: str) -> str:
    """Name the page that follows."""
    return NAMES[min(NAMES.index(name) + 1, len(NAMES) - 1)]


def before(name: str) -> str:
    """Name the page before; empty for the first."""
    place = NAMES.index(name)
    return NAMES[place - 1] if place else ""


def step_with(field: str, answers: Answers) -> str:
    """Name the page that asks for a field."""
    for step in STEPS:
        form = form_type(step, answers)
        if form is not None and field in form.base_fields:
            return step.name
    return "check"


@dataclass(frozen=True)
class Line:
    """One line of the check page."""

    step: str
    label: str
    value: str


def lines(answers: Answers, draft: Draft | None = None) -> Iterator[Line]:
    """Tell what was answered, page by page; what was left empty is left out unless it had to be answered."""
    told: dict[str, Callable[[str], str]] = {
        "kind": lambda value: dict(kinds()).get(value, ""),
        "id_type": choice,
        "delivery_form": choice,
        "delivery_channel": choice,
        "help_needed": choice,
        "agent": lambda value: _("受委托办理") if value == "yes" else _("本人办理"),
    }
    for step in STEPS:
        form = form_type(step, answers)
        for name, field in form.base_fields.items() if form else ():
            value = getattr(answers, name)
            if value or field.required:
                yield Line(step.name, str(field.label), told.get(name, str)(value) if value else "")
    if draft is not None:
        yield Line("files", _("材料"), _("、").join(each.name for each in draft.files.all()) or _("没有附材料"))
