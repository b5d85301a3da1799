"""Forms of the reading desk: files, whose report, what stands in a cell."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting.collecting.intake import MOST_TOTAL_BYTES
from gongkai.apps.reporting.collecting.operations import YEARS

#: Files that a browser offers first; the kind is told by the content all the same.
ACCEPT = ".pdf,.docx,.html,.htm,.txt,.md,.json,.zip"


class ManyFilesInput(forms.ClearableFileInput):
    """A field into which several files can be dropped."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; an empty one is not refused here, because the list says what is wrong with it."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Give the files that were sent."""
        given: Sequence[UploadedFile[Any]] = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not given:
            raise forms.ValidationError(_("请选择文件，或者把文件拖到这里。"))
        total = sum(file.size or 0 for file in given)
        if total > MOST_TOTAL_BYTES:
            words = _("这些文件共%(total)sMB，一次最多%(most)sMB，请分批提交。")
            raise forms.ValidationError(words % {"total": total // 2**20, "most": MOST_TOTAL_BYTES // 2**20})
        return list(given)


class FilesForm(forms.Form):
    """Files to read into a collection."""

    uploads = FilesField(
        label=gettext_lazy("年度报告文件"),
        help_text=gettext_lazy(
            "PDF、Word（DOCX）、网页、文本或 ZIP，可以一次选多个，也可以拖到框里；每个不超过50MB，一次最多100个，更多请打成 ZIP。"
        ),
        widget=ManyFilesInput(attrs={"accept": ACCEPT}),
    )

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Give name and bytes of every file, one after the other."""
        for file in self.cleaned_data["uploads"]:
            yield str(file.name), file.read()


class CollectionForm(FilesForm):
    """A new collection with its first files."""

    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("例如“2025年度各乡镇年报”；不填则用日期。"),
    )
    field_order = ("uploads", "name")


class RenameForm(forms.Form):
    """Another name for a collection."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)


class AssignForm(forms.Form):
    """Whose report it is, and of which year."""

    organ = forms.ModelChoiceField(
        label=gettext_lazy("单位"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label=gettext_lazy("（不在列表中）"),
    )
    organ_name = forms.CharField(
        label=gettext_lazy("单位名称"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("列表中没有的单位在这里写明。"),
    )
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=YEARS.start, max_value=YEARS.stop - 1)
    is_roll_up = forms.BooleanField(
        label=gettext_lazy("这是汇总报告（汇总其他单位的数字，不再加进合计）"), required=False
    )

    def __init__(self, *args: Any, organs: QuerySet[Organ], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organ"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        field.queryset = organs

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways to name the organ."""
        data = super().clean() or {}
        if not data.get("organ") and not data.get("organ_name", "").strip():
            self.add_error("organ_name", _("请选择单位，或者写明单位名称。"))
        return data


REASON: dict[str, Any] = {
    "label": gettext_lazy("理由"),
    "max_length": 400,
    "help_text": gettext_lazy("例如“对照原文第3页”。姓名和时间自动记录。"),
    "error_messages": {"required": gettext_lazy("请写明理由。")},
}


class CellForm(forms.Form):
    """A figure in the place of the one that was read."""

    value = forms.CharField(
        label=gettext_lazy("更正为"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("原文空白的留空不填。"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(**REASON)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(**REASON)


class WayForm(ReasonForm):
    """One of the possible contents of a row."""

    way = forms.TypedChoiceField(
        label=gettext_lazy("可能的读法"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请对照原文选一种读法。")},
    )
    field_order = ("way", "reason")

    def __init__(self, *args: Any, ways: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["way"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - it is declared above
        field.choices = list(enumerate(ways))
