"""The columns of the two sheets: what each is called, whether it must be filled, what stands in the example."""

from dataclasses import dataclass

from gongkai.law.foi_flow import SubmissionChannel
from gongkai.law.outcomes import Outcome
from gongkai.law.terms import label

APPLICANT_KINDS = (
    "natural_person", "commercial_enterprise", "research_institution", "public_welfare_organization",
    "legal_service_agency", "other_organization",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its name in the operations, its heading, an example; `choices` are the words that may stand there."""

    name: str
    heading: str
    example: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of sheet."""

    name: str
    label: str
    columns: tuple[Column, ...]


_KIND = Column("kind", "申请人类别", "自然人", choices=tuple(map(label, APPLICANT_KINDS)))
_WHO = (
    _KIND,
    Column("name", "姓名或名称", "演示申请人", required=True),
    Column("id_number", "证件号码"),
    Column("phone", "联系电话"),
    Column("address", "联系地址"),
)
_WHAT = (
    Column("title", "所需信息名称", "2025年演示预算", required=True),
    Column("document_number", "文号"),
    Column("description", "特征描述"),
)
LETTERS = Kind(
    "letters",
    "来信登记",
    (
        Column(
            "channel", "提交渠道", SubmissionChannel.POST_SIGNED.label, required=True,
            choices=tuple(channel.label for channel in SubmissionChannel),
        ),
        Column("day", "签收（提交、确认）日期", "2026-03-24", required=True),
        Column("proof", "收到凭证", "邮件号演示0001"),
        *_WHO,
        *_WHAT,
    ),
)  # fmt: skip
REGISTER = Kind(
    "register",
    "旧台账导入",
    (
        Column("old_number", "原登记号", "2023-1", required=True),
        Column("received_on", "收到日期", "2023-05-08", required=True),
        *_WHO,
        *_WHAT,
        Column("closed_on", "答复日期", "2023-05-22", required=True),
        Column(
            "outcome", "办理结果", label("granted"), required=True,
            choices=tuple(label(outcome.value) for outcome in Outcome),
        ),
        Column("letter", "答复文号", "演示〔2023〕1号", required=True),
    ),
)  # fmt: skip
