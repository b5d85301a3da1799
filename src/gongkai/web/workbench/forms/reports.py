"""Forms of the yearly report."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.reporting.models import AnnualReport, Improvement, SupervisionResult
from gongkai.web.workbench.words import say

PARAGRAPH_BREAK = "\n"


def kept_choices() -> list[tuple[str, str]]:
    """Give how a measure may stand, in the language of the page."""
    return [(value, say(label)) for value, label in Improvement.Kept.choices]


class YearForm(forms.Form):
    """Which year to begin."""

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2008, max_value=2200)


class TextForm(forms.Form):
    """The text of a report: title, preface, six sections; a line is a paragraph."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("标题"), max_length=200)
    preface = forms.CharField(label=gettext_lazy("引言"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, report: AnnualReport, **kwargs: Any) -> None:
        draft = report.draft
        initial = {"based_on": report.draft_number, "title": draft["title"], "preface": draft["preface"]}
        super().__init__(*args, **kwargs | {"initial": initial})
        self._headings = [section["heading"] for section in draft["sections"]]
        for section in draft["sections"]:
            lines = section["paragraphs"]
            self.fields[f"section_{section['number']}"] = forms.CharField(
                label=section["heading"],
                required=False,
                initial=PARAGRAPH_BREAK.join(lines),
                widget=forms.Textarea(attrs={"rows": min(24, max(3, sum(1 + len(line) // 40 for line in lines)))}),
            )

    def on_top_of(self, report: AnnualReport) -> Self:
        """Keep what was typed, to be saved on top of the draft that somebody else saved meanwhile."""
        typed = dict(self.data.items()) | {"based_on": str(report.draft_number)}
        return type(self)(typed, report=report)

    def text(self) -> dict[str, Any]:
        """Give what was typed in the stored shape."""
        sections = [
            {"number": number, "heading": heading, "paragraphs": _paragraphs(self.cleaned_data[f"section_{number}"])}
            for number, heading in enumerate(self._headings, start=1)
        ]
        return {"title": self.cleaned_data["title"], "preface": self.cleaned_data["preface"], "sections": sections}


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


class PairForm(forms.Form):
    """A problem and its measure."""

    problem = forms.CharField(
        label=gettext_lazy("存在的问题"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    measure = forms.CharField(label=gettext_lazy("改进措施"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """Refuse half a pair."""
        data = super().clean() or {}
        if bool(data.get("problem", "").strip()) != bool(data.get("measure", "").strip()):
            self.add_error("measure" if data.get("problem") else "problem", _("问题和措施要成对填写。"))
        return data


ImprovementFormSet = forms.formset_factory(PairForm, extra=2)


class SupervisionForm(forms.Form):
    """The three facts; each has a text, and whether it took place."""

    def __init__(self, *args: Any, stored: dict[str, SupervisionResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in SupervisionResult.Kind:
            known = stored.get(kind.value)
            self.fields[f"{kind.value}_text"] = forms.CharField(
                label=say(kind.label),
                max_length=400,
                initial=known.text if known else "",
                help_text=_("写明结果；没有开展或没有发生的，写“未开展”或“未发生”。"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"{kind.value}_held"] = forms.BooleanField(
                label=_("已开展（或已发生）"), required=False, initial=known.held if known else False
            )

    def results(self) -> list[tuple[SupervisionResult.Kind, str, bool]]:
        """Give kind, text and whether it took place, for each of the three."""
        data = self.cleaned_data
        return [(kind, data[f"{kind.value}_text"], data[f"{kind.value}_held"]) for kind in SupervisionResult.Kind]


class FollowUpForm(forms.Form):
    """Whether a measure of last year was kept."""

    kept = forms.ChoiceField(label=gettext_lazy("落实情况"), choices=kept_choices)
    note = forms.CharField(label=gettext_lazy("说明"), max_length=400, required=False)

    @classmethod
    def of(cls, improvement: Improvement) -> Self:
        """Give the form filled with what is recorded."""
        initial = {"kept": improvement.kept, "note": improvement.kept_note}
        return cls(initial=initial, auto_id=f"kept{improvement.pk}_%s")


class ActForm(forms.Form):
    """A button; it has no fields, only a place for its refusal."""


class DecisionForm(forms.Form):
    """What the county says to a draft."""

    state = forms.ChoiceField(label=gettext_lazy("审核"))
    note = forms.CharField(
        label=gettext_lazy("意见"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("退回时必填。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it is declared above
        field.choices = [("accepted", _("同意")), ("returned", _("退回修改"))]


class CommentForm(forms.Form):
    """A remark of the county on a section."""

    section = forms.ChoiceField(label=gettext_lazy("部分"))
    text = forms.CharField(label=gettext_lazy("意见"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it is declared above
        field.choices = [(str(number), name) for number, name in section_names()]


def section_names() -> list[tuple[int, str]]:
    """Give what a remark may be about."""
    numerals = "一二三四五六"
    named = [(number, _("第%(n)s部分") % {"n": numeral}) for number, numeral in enumerate(numerals, start=1)]
    return [(0, _("前言")), *named]


class AnswerForm(forms.Form):
    """What was done about a remark."""

    text = forms.CharField(label=gettext_lazy("如何处理"), max_length=400)


class ExplanationForm(forms.Form):
    """The answer to a warning."""

    finding = forms.CharField(widget=forms.HiddenInput, max_length=10)
    where = forms.CharField(widget=forms.HiddenInput, max_length=200)
    text = forms.CharField(label=gettext_lazy("说明"), max_length=400)


class CorrectionForm(forms.Form):
    """Why a published report is corrected."""

    reason = forms.CharField(label=gettext_lazy("更正原因"), max_length=400)


class SignForm(forms.Form):
    """The signature; a correction must say why."""

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"] = forms.CharField(label=_("更正原因"), max_length=400)
