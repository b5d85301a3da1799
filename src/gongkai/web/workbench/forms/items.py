"""Forms of items: head fields and text, and the small forms of what people do with one."""

import html
import re
from dataclasses import replace
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.apps.organs.models import Organ
from gongkai.apps.publication import queries
from gongkai.apps.publication.body import pictures_in
from gongkai.apps.publication.content import Attached, Content, Heads, content_of
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.importing import pictures_of
from gongkai.apps.publication.models import CatalogEntry, DisclosureItem, ItemVersion, Review
from gongkai.documents.markup import TooLong, clean
from gongkai.documents.rebuilding import Dropped
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.forms.days import PastDay

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
SECRECY = (
    Review.Conclusion.MAY_PUBLISH,
    Review.Conclusion.MUST_NOT,
    Review.Conclusion.PARTLY,
    Review.Conclusion.REFERRED,
)
PLAIN = (Review.Conclusion.PASSED, Review.Conclusion.RETURNED)


class CatalogField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """A matter of the catalogue by its short name."""

    def label_from_instance(self, obj: Any) -> str:
        """Give the short label where there is one."""
        return str(obj.short_label or obj.label)


class ItemForm(forms.Form):
    """The head fields of an item and its text: lines of plain text, or markup where the browser has the editor."""

    title = forms.CharField(label=_("名称"), max_length=200)
    kind = forms.ChoiceField(label=_("体裁"), choices=DisclosureItem.Kind.choices)
    catalog_entry = CatalogField(label=_("目录事项"), queryset=CatalogEntry.objects.none(), required=False)
    document_number = forms.CharField(label=_("发文字号"), max_length=80, required=False)
    produced_on = PastDay(label=_("成文日期"), widget=DayInput)
    formed_on = PastDay(
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
    withheld_cites = forms.CharField(
        label=_("不主动公开的依据"), max_length=120, required=False, help_text=_("例如《条例》第十六条。")
    )
    withheld_reason = forms.CharField(
        label=_("不主动公开的理由"),
        required=False,
        help_text=_("依申请公开或者不予公开的，必须写明理由，每年重新评估。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mode = forms.CharField(
        label=_("公开方式"),
        max_length=120,
        required=False,
        help_text=_("网站以外还在哪里公开，例如公开栏、公众号。"),
    )
    body = forms.CharField(label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 14}))
    body_form = forms.ChoiceField(choices=[("text", ""), ("html", "")], widget=forms.HiddenInput, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label=_("修改说明"), max_length=200, required=False)

    def __init__(self, *args: Any, organ: Organ, version: ItemVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organ, self.version = organ, version
        self.dropped: tuple[Dropped, ...] = ()
        ids = [entry.pk for entry in queries.catalog(organ)]
        entries: Any = self.fields["catalog_entry"]
        entries.queryset = CatalogEntry.objects.filter(pk__in=ids)
        if version is None:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """Clean the text: as lines it is escaped, as markup everything but plain structure is dropped and kept in `dropped`."""
        data = super().clean() or {}
        body = data.get("body", "")
        if data.get("body_form") != "html":
            data["body"] = _paragraphs(body)
            return data
        try:
            cleaned = clean(body)
        except TooLong as error:
            self.add_error("body", str(error))
            return data
        data["body"], self.dropped = cleaned.html, cleaned.dropped
        return data

    def content(self) -> Content:
        """
        Give what was typed as content. What this form does not show, attachments and the rarer head fields, stays as it was.

        :raises PublicationError: the text shows a picture that was never uploaded here.
        """
        own = ("based_on", "note", "body", "body_form")
        data = {name: value for name, value in self.cleaned_data.items() if name not in own}
        body = self.cleaned_data["body"]
        pictures = pictures_of(self.organ, pictures_in(body))
        before = content_of(self.version) if self.version else None
        if before is None:
            return Content(Heads(**data), body, pictures)
        shown = set(pictures_in(before.body)) | {picture.file.sha256 for picture in pictures}
        beside = tuple(one for one in before.attachments if one.file.sha256 not in shown)
        return replace(
            before, heads=replace(before.heads, **data), body=body, attachments=(*_kept(before, pictures), *beside)
        )

    def on_top_of(self, theirs: ItemVersion) -> Self:
        """Keep what was typed, to be saved on top of the version that somebody else saved meanwhile."""
        typed = dict(self.data.items()) | {"based_on": str(theirs.number)}
        return type(self)(typed, organ=self.organ, version=theirs, initial=self.initial)

    def refuse(self, error: PublicationError) -> None:
        """Show a refusal beside its field."""
        field = {"reason": "note"}.get(error.field, error.field)
        self.add_error(field if field in self.fields else None, str(error))


def _kept(before: Content, pictures: tuple[Attached, ...]) -> tuple[Attached, ...]:
    """Let pictures that the version had already keep their rows, so that nothing seems changed that is not."""
    known = {one.file.sha256: one for one in before.attachments}
    return tuple(known.get(picture.file.sha256, picture) for picture in pictures)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def plain_body(body_html: str) -> str | None:
    """Give the text of a body that is made of plain paragraphs; None where it holds more than this form can keep."""
    paragraphs = _PARAGRAPH.findall(body_html)
    if _PARAGRAPH.sub("", body_html).strip() or any("<" in text for text in paragraphs):
        return None
    return "\n".join(html.unescape(text) for text in paragraphs)


class FileForm(forms.Form):
    """A file to begin from."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("Word、PDF、Excel 或者图片；批注、修订痕迹、隐藏内容自动去除并列出。"),
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.pdf,.xlsx,.xls,.ods,.csv,.txt,.jpg,.jpeg,.png"}),
    )


class ActForm(forms.Form):
    """Something to do with an item; one without fields is a button."""

    def refuse(self, error: PublicationError) -> None:
        """Show a refusal beside its field."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class ReviewForm(ActForm):
    """A conclusion about one version, and its note."""

    conclusion = forms.ChoiceField(label=_("结论"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("意见"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("不通过的必须写明意见。")
    )

    def __init__(self, *args: Any, conclusions: tuple[Review.Conclusion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["conclusion"]
        choices.choices = [(item.value, item.label) for item in conclusions]


class WithdrawForm(ActForm):
    """Why an item goes."""

    ground = forms.ChoiceField(label=_("撤回原因"), choices=DisclosureItem.WithdrawalGround.choices)
    note = forms.CharField(label=_("撤回说明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ReassessForm(ActForm):
    """The yearly look at something withheld."""

    decision = forms.ChoiceField(
        label=_("评估结果"),
        choices=[("keep", _("继续不公开")), ("release", _("可以公开，转为主动公开草稿"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400)


class DropForm(ActForm):
    """Why a correction is given up."""

    reason = forms.CharField(label=_("放弃的原因"), max_length=150)


def act_forms(data: Any = None) -> dict[str, Any]:
    """Give the small forms of an item's page by name, each with ids of its own."""
    return {
        "submit": ActForm(data),
        "approval": ReviewForm(data, conclusions=PLAIN, auto_id="approval_%s"),
        "publish": ActForm(data),
        "withdraw": WithdrawForm(data, auto_id="withdraw_%s"),
        "reassess": ReassessForm(data, auto_id="reassess_%s"),
        "drop": DropForm(data, auto_id="drop_%s"),
    }
