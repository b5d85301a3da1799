"""Forms of boards and supplies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.apps.outreach.errors import OutreachError
from gongkai.apps.outreach.models import Board, Posting
from gongkai.apps.publication.errors import PublicationError
from gongkai.apps.publication.models import DisclosureItem
from gongkai.web.ui.forms import DayInput
from gongkai.web.workbench.forms.days import PastDay

PICTURES = "image/jpeg,image/png"


class OutreachForm(forms.Form):
    """A form whose refusal by the operation stands beside the field it is about."""

    def refuse(self, error: OutreachError | PublicationError) -> None:
        """Show a refusal beside its field."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class BoardForm(OutreachForm):
    """A board: its name, where it stands, what paper it takes."""

    name = forms.CharField(label=_("公开栏名称"), max_length=80)
    place = forms.CharField(label=_("位置"), max_length=120)
    paper = forms.ChoiceField(label=_("纸张"), choices=Board.Paper.choices, initial=Board.Paper.A3)


class ItemsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only for the type checker
    """Items to choose, each with the day of its publication."""

    def label_from_instance(self, obj: Any) -> str:
        """Give title and day."""
        return f"{obj.title}（{obj.published_at:%Y-%m-%d}）"


class PostingsForm(OutreachForm):
    """Which items go onto which board."""

    board = forms.ModelChoiceField(label=_("公开栏"), queryset=Board.objects.none(), empty_label=None)
    items = ItemsField(
        label=_("张贴哪些信息"), queryset=DisclosureItem.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    take_down_on = forms.DateField(label=_("张贴至"), widget=DayInput, required=False)
    next_on = forms.DateField(label=_("下次更新"), widget=DayInput, required=False)
    public_notice = forms.BooleanField(
        label=_("这是公示（听取异议，期满前不撤下）"), required=False, help_text=_("公示须填写张贴至哪一天。")
    )

    def __init__(self, *args: Any, boards: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["board"].queryset, fields["items"].queryset = boards, items


class SheetForm(OutreachForm):
    """What one sheet says."""

    lines = forms.CharField(
        label=_("纸上写什么"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("一行一句，最多5行，每行不超过60个字；其余内容扫码查看。"),
    )
    take_down_on = forms.DateField(label=_("张贴至"), widget=DayInput, required=False)
    next_on = forms.DateField(label=_("下次更新"), widget=DayInput, required=False)
    public_notice = forms.BooleanField(label=_("这是公示（听取异议，期满前不撤下）"), required=False)

    @classmethod
    def of(cls, posting: Posting, data: Any = None) -> "SheetForm":
        """Make the form of one posting."""
        initial = {
            "lines": "\n".join(posting.lines),
            "take_down_on": posting.take_down_on,
            "next_on": posting.next_on,
            "public_notice": posting.public_notice,
        }
        return cls(data, initial=initial, auto_id="sheet_%s")

    def said(self) -> dict[str, Any]:
        """Give what the operation takes."""
        return {**self.cleaned_data, "lines": self.cleaned_data["lines"].splitlines()}


class ProofForm(OutreachForm):
    """A day and a photograph that somebody has looked at."""

    on = PastDay(label=_("日期"), widget=DayInput)
    photo = forms.FileField(
        label=_("照片"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": PICTURES, "capture": "environment"}),
        help_text=_("拍到整张公开栏。拍摄地点、时间等隐藏信息会自动去除；可以先登记，三个工作日内补照片。"),
    )
    faces_checked = forms.BooleanField(
        label=_("我看过照片：没有能认出的人脸、车牌、身份证号，或者已经遮盖"), required=False
    )


class RemovalForm(ProofForm):
    """The same for taking a sheet down; a public notice that comes down early needs a reason."""

    early_reason = forms.CharField(label=_("提前撤下的理由"), max_length=200, required=False)


class ReadingPlaceForm(OutreachForm):
    """An archive, a library, an openness zone."""

    name = forms.CharField(label=_("查阅场所名称"), max_length=80)


class HandOverForm(OutreachForm):
    """Who took a batch, and when."""

    handed_over_on = PastDay(label=_("移交日期"), widget=DayInput)
    taken_by = forms.CharField(label=_("接收人"), max_length=60)
    receipt = forms.FileField(label=_("签收单照片或扫描件"), required=False)
