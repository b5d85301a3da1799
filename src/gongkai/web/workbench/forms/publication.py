"""Forms of items, the document library, yearly counts and the plan."""

import html
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import queries
from gongkai.apps.publication.content import Content, Heads
from gongkai.apps.publication.models import (
    CatalogEntry,
    DecisionCount,
    DisclosureItem,
    NormativeDocument,
    PlanTask,
    Review,
)
from gongkai.web.ui.forms import DayInput

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)


class ItemForm(forms.Form):
    """The head fields of an item and its text, a paragraph a line."""

    title = forms.CharField(label=_("名称"), max_length=200)
    kind = forms.ChoiceField(label=_("体裁"), choices=DisclosureItem.Kind.choices)
    catalog_entry = forms.ModelChoiceField(label=_("目录事项"), queryset=CatalogEntry.objects.none(), required=False)
    document_number = forms.CharField(label=_("发文字号"), max_length=80, required=False)
    produced_on = forms.DateField(label=_("成文日期"), widget=DayInput)
    formed_on = forms.DateField(
        label=_("形成或变更日期"),
        widget=DayInput,
        required=False,
        help_text=_("二十个工作日从这一天起算；不填即为成文日期。"),
    )
    source = forms.CharField(label=_("信息来源"), max_length=120, required=False)
    abstract = forms.CharField(label=_("内容概述"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    disclosure_attribute = forms.ChoiceField(
        label=_("公开属性"), choices=DisclosureItem.Attribute.choices, widget=forms.RadioSelect
    )
    withheld_reason = forms.CharField(
        label=_("不主动公开的理由"),
        required=False,
        help_text=_("依申请公开或者不予公开的，必须写明理由，每年重新评估。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(
        label=_("正文"), required=False, help_text=_("一行一段。"), widget=forms.Textarea(attrs={"rows": 12})
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("修改说明"), max_length=200, required=False)

    def __init__(self, *args: Any, organ: Organ, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [entry.pk for entry in queries.catalog(organ)]
        entries: Any = self.fields["catalog_entry"]
        entries.queryset = CatalogEntry.objects.filter(pk__in=ids)

    def content(self) -> Content:
        """Give what was typed as content; text is escaped, so that no markup can be smuggled in."""
        data = dict(self.cleaned_data)
        body = "".join(f"<p>{html.escape(line.strip())}</p>" for line in data.pop("body").splitlines() if line.strip())
        for name in ("based_on", "note"):
            data.pop(name)
        return Content(Heads(**data), body)


def plain_body(body_html: str) -> str | None:
    """Give the text of a body that is made of plain paragraphs; None where it holds more than this form can keep."""
    paragraphs = _PARAGRAPH.findall(body_html)
    if _PARAGRAPH.sub("", body_html).strip() or any("<" in text for text in paragraphs):
        return None
    return "\n".join(html.unescape(text) for text in paragraphs)


class ReviewForm(forms.Form):
    """A conclusion about one version, and its note."""

    conclusion = forms.ChoiceField(label=_("结论"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("意见"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("不通过的必须写明意见。")
    )

    def __init__(self, *args: Any, conclusions: tuple[Review.Conclusion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["conclusion"]
        choices.choices = [(item.value, item.label) for item in conclusions]


class WithdrawForm(forms.Form):
    """Why an item goes."""

    ground = forms.ChoiceField(label=_("撤回原因"), choices=DisclosureItem.WithdrawalGround.choices)
    note = forms.CharField(label=_("撤回说明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class DocumentForm(forms.Form):
    """A government rule or normative document."""

    kind = forms.ChoiceField(
        label=_("类别"), choices=NormativeDocument.Kind.choices, initial=NormativeDocument.Kind.NORMATIVE_DOCUMENT
    )
    number = forms.CharField(label=_("发文字号"), max_length=80)
    title = forms.CharField(label=_("标题"), max_length=200)
    issued_on = forms.DateField(label=_("制发日期"), widget=DayInput)
    effective_on = forms.DateField(label=_("施行日期"), widget=DayInput, required=False)
    expires_on = forms.DateField(label=_("有效期至"), widget=DayInput, required=False)


class RepealForm(forms.Form):
    """From when a document no longer holds, and why."""

    repealed_on = forms.DateField(label=_("废止日期"), widget=DayInput)
    reason = forms.CharField(label=_("废止理由"), max_length=200)
    replaced_by = forms.ModelChoiceField(label=_("替代文件"), queryset=NormativeDocument.objects.none(), required=False)

    def __init__(self, *args: Any, document: NormativeDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["replaced_by"]
        others.queryset = NormativeDocument.objects.filter(organ=document.organ).exclude(pk=document.pk)


class DecisionsForm(forms.Form):
    """How many decisions of a kind in a year."""

    year = forms.IntegerField(label=_("年度"), min_value=2008)
    kind = forms.ChoiceField(label=_("类别"), choices=DecisionCount.Kind.choices)
    count = forms.IntegerField(label=_("处理决定数量"), min_value=0)
    source = forms.CharField(label=_("数据来源"), max_length=200)


class ChargeForm(forms.Form):
    """A charge received, in 元."""

    charge_item = forms.CharField(label=_("收费项目"), max_length=120)
    amount_yuan = forms.DecimalField(label=_("金额（元）"), max_digits=16, decimal_places=2)
    received_on = forms.DateField(label=_("收取日期"), widget=DayInput)
    source = forms.CharField(label=_("数据来源"), max_length=200, required=False)


class PlanForm(forms.Form):
    """The year's plan."""

    year = forms.IntegerField(label=_("年度"), min_value=2008)
    title = forms.CharField(label=_("标题"), max_length=200)
    document_number = forms.CharField(label=_("依据文号"), max_length=80, required=False)


class PointForm(forms.Form):
    """A point of the plan, with its first task."""

    heading = forms.CharField(label=_("要点"), max_length=200)
    text = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class TaskForm(forms.Form):
    """A task of a point."""

    text = forms.CharField(label=_("任务"), widget=forms.Textarea(attrs={"rows": 2}))
    due_on = forms.DateField(label=_("完成时限"), widget=DayInput)


class TaskStateForm(forms.Form):
    """Where a task stands, and what shows it."""

    state = forms.ChoiceField(
        label=_("状态"), choices=[choice for choice in PlanTask.State.choices if choice[0] != PlanTask.State.OPEN]
    )
    note = forms.CharField(label=_("情况说明"), required=False)
    evidence = forms.CharField(label=_("佐证"), required=False, max_length=300)
