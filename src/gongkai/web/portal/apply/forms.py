"""The pages of a draft as forms: one question each. What is right or wrong with an answer is said by `apps.foi.answers` alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.apps.foi.answers import (
    DELIVERY_CHANNELS,
    DELIVERY_FORMS,
    HELP,
    ID_TYPES,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Answers,
    problems,
    unprintable,
)
from gongkai.apps.foi.models import FoiFile
from gongkai.web.portal.apply.words import choices, kinds


def _text(label: Any, *, length: int = 120, hint: Any = "", optional: bool = False, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=length, help_text=hint, required=not optional, widget=widget)


class StepForm(forms.Form):
    """
    A page of the draft; a required field is marked so, but what is missing is said by the rules of the application.

    `typed` is everything as it was typed, for keeping, right or wrong.
    """

    use_required_attribute = False

    def __init__(self, data: Any = None, *, answers: Answers) -> None:
        super().__init__(data, initial={name: getattr(answers, name) for name in self.base_fields})
        self.answers = answers

    @property
    def typed(self) -> dict[str, str]:
        """Give what was typed, cut where it is longer than any answer can be."""
        return {name: str(self.data.get(name, ""))[:TEXT_LENGTH].replace("\0", "") for name in self.fields}

    def full_clean(self) -> None:
        """Judge the answers by the rules of the application instead of field by field."""
        marked = {name: field.required for name, field in self.fields.items()}
        for field in self.fields.values():
            field.required = False
        super().full_clean()
        for name, required in marked.items():
            self.fields[name].required = required

    def clean(self) -> dict[str, Any]:
        """Say what the rules find in the answers of this page."""
        data = super().clean() or {}
        now = Answers(**{**vars(self.answers), **self.typed})
        for problem in problems(now):
            if problem.field in self.fields and problem.field not in self.errors:
                self.add_error(problem.field, problem.message)
        return data


class WhoForm(StepForm):
    """Who applies; it decides the column of table 三."""

    kind = forms.ChoiceField(label=gettext_lazy("您以什么身份申请"), choices=kinds, widget=forms.RadioSelect)


class PersonForm(StepForm):
    """A natural person: name and proof of identity (`ogi:29.2(1)`)."""

    name = _text(gettext_lazy("姓名"), hint=gettext_lazy("和证件上一样。"), autocomplete="name")
    id_type = forms.ChoiceField(label=gettext_lazy("证件名称"), choices=lambda: choices(ID_TYPES))
    id_number = _text(gettext_lazy("证件号码"), length=40, autocomplete="off", spellcheck="false")


class OrganizationForm(StepForm):
    """A legal person or other organisation: name, code, who represents it."""

    name = _text(gettext_lazy("单位名称"), hint=gettext_lazy("和证书上一样。"), autocomplete="organization")
    credit_code = _text(
        gettext_lazy("统一社会信用代码"),
        length=40,
        hint=gettext_lazy("在营业执照或者登记证书上，18位。"),
        autocomplete="off",
        spellcheck="false",
    )
    representative = _text(gettext_lazy("法定代表人或者负责人"), length=60, autocomplete="off")
    contact = _text(gettext_lazy("联系人"), length=60, optional=True, autocomplete="name")


class ContactForm(StepForm):
    """How to reach the applicant."""

    phone = _text(gettext_lazy("电话"), length=40, optional=True, type="tel", autocomplete="tel", inputmode="tel")
    address = _text(
        gettext_lazy("通信地址"),
        length=200,
        hint=gettext_lazy("需要邮寄的要写详细。"),
        optional=True,
        autocomplete="street-address",
    )
    email = _text(
        gettext_lazy("电子邮箱"),
        optional=True,
        type="email",
        autocomplete="email",
        inputmode="email",
        spellcheck="false",
    )


class WhatForm(StepForm):
    """Which information is wanted: name, number, features (`ogi:29.2(2)`)."""

    title = _text(
        gettext_lazy("信息的名称"),
        length=TITLE_LENGTH,
        hint=gettext_lazy("例如：青河乡2025年耕地地力保护补贴发放表。"),
        optional=True,
    )
    document_number = _text(gettext_lazy("文号"), optional=True, hint=gettext_lazy("不知道就不填。"))
    description = forms.CharField(
        label=gettext_lazy("便于查找的特征"),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("什么时候、什么地方、关于什么事。一件申请写一件事，查得快。"),
    )


class DeliveryForm(StepForm):
    """In which form and by which way the information is wanted (`ogi:29.2(3)`, `ogi:40`)."""

    delivery_form = forms.ChoiceField(
        label=gettext_lazy("要哪种形式"), choices=lambda: choices(DELIVERY_FORMS), widget=forms.RadioSelect
    )
    delivery_channel = forms.ChoiceField(
        label=gettext_lazy("怎么给您"), choices=lambda: choices(DELIVERY_CHANNELS), widget=forms.RadioSelect
    )


def _help() -> list[tuple[str, str]]:
    return [("", _("不需要")), *choices(HELP)]


class HelpForm(StepForm):
    """Whether the applicant needs help (`ogi:43`)."""

    help_needed = forms.ChoiceField(
        label=gettext_lazy("阅读、视听或者行动有困难，需要我们做什么"),
        choices=_help,
        widget=forms.RadioSelect,
        required=False,
    )
    help_other = _text(gettext_lazy("其他需要"), length=120, optional=True)


def _acting() -> list[tuple[str, str]]:
    return [("no", _("我自己办理")), ("yes", _("我受委托，替申请人办理"))]


class AgentForm(StepForm):
    """Whether somebody acts for the applicant."""

    agent = forms.ChoiceField(label=gettext_lazy("是本人办理吗"), choices=_acting, widget=forms.RadioSelect)
    agent_name = _text(
        gettext_lazy("受托人姓名"), length=60, optional=True, hint=gettext_lazy("本人办理的，下面三项不填。")
    )
    agent_id_number = _text(gettext_lazy("受托人身份证号码"), length=40, optional=True, autocomplete="off")
    agent_phone = _text(gettext_lazy("受托人电话"), length=40, optional=True, type="tel", inputmode="tel")


def _papers() -> list[tuple[str, str]]:
    return [
        (FoiFile.Kind.IDENTITY.value, _("身份证明（证件的照片或者扫描件）")),
        (FoiFile.Kind.ATTACHMENT.value, _("其他材料（委托书、线索等）")),
    ]


class FileForm(forms.Form):
    """One file that goes with the application."""

    use_required_attribute = False
    file_kind = forms.ChoiceField(label=gettext_lazy("是什么材料"), choices=_papers, widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("选择文件"),
        help_text=gettext_lazy("照片、PDF、Word、Excel 都可以，每个不超过 20 MB。"),
        error_messages={
            "required": gettext_lazy("还没有选择文件。不需要附材料的，直接点“下一步”。"),
            "empty": gettext_lazy("这个文件是空的，没有内容。请重新选择。"),
        },
        max_length=255,
    )


class CodeForm(forms.Form):
    """The code alone: to go on with a draft."""

    use_required_attribute = False
    code = forms.CharField(
        label=gettext_lazy("查询码"),
        help_text=gettext_lazy("16位数字，开始填写时给您的。"),
        max_length=60,
        error_messages={"required": gettext_lazy("请填写查询码。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )


class StatusForm(CodeForm):
    """Number and code: to follow a case."""

    number = forms.CharField(
        label=gettext_lazy("申请编号"),
        help_text=gettext_lazy("在回执上。只填年份和序号也可以，例如 2026-12。"),
        max_length=80,
        error_messages={"required": gettext_lazy("请填写申请编号。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("number", "code")


class WordsForm(forms.Form):
    """What an applicant writes, with a file if there is one."""

    use_required_attribute = False
    words = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("请写明内容，再提交。")},
    )
    file = forms.FileField(label=gettext_lazy("附件"), required=False)

    def __init__(self, *args: Any, label: str, with_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label
        if not with_file:
            del self.fields["file"]


class RateForm(forms.Form):
    """How content the applicant was."""

    use_required_attribute = False
    score = forms.TypedChoiceField(
        label=gettext_lazy("您对这次办理满意吗"),
        coerce=int,
        choices=lambda: [
            (5, _("非常满意")),
            (4, _("满意")),
            (3, _("基本满意")),
            (2, _("不满意")),
            (1, _("非常不满意")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一个评价。")},
    )
    words = forms.CharField(
        label=gettext_lazy("有什么想说的"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class MatterForm(forms.Form):
    """To have one's own record put right (`ogi:41`), or to suggest that something be published (`ogi:44.2`)."""

    use_required_attribute = False
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, min_length=16)
    name = forms.CharField(
        label=gettext_lazy("您的姓名或者单位名称"),
        max_length=120,
        error_messages={"required": gettext_lazy("请填写您的姓名。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        max_length=40,
        error_messages={"required": gettext_lazy("请留电话，需要核实时与您联系。")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    title = forms.CharField(
        label="", max_length=TITLE_LENGTH, error_messages={"required": gettext_lazy("请写明是哪项信息。")}
    )
    words = forms.CharField(
        label="",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("请写明您的要求和理由。")},
    )
    file = forms.FileField(label=gettext_lazy("证据材料"), required=False)

    def __init__(self, *args: Any, titles: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label, self.fields["words"].label = titles

    def clean(self) -> dict[str, Any]:
        """Refuse what no letter can print."""
        data = super().clean() or {}
        for name in ("name", "title", "words"):
            if sign := unprintable(data.get(name, "")):
                self.add_error(name, _("“%(sign)s”这样的图形符号不能印在文书上，请改成文字。") % {"sign": sign})
        return data
