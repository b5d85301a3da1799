"""Applications and what belongs to them. Rows only; for lawful histories call the operations, or `tests.apps.foi.histories`."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.core.sealing import blind_index, seal
from gongkai.apps.foi.models import (
    Applicant,
    ApplicantKind,
    CaseNote,
    Draft,
    DraftFile,
    FeeNotice,
    FoiEvent,
    FoiFile,
    FoiLink,
    FoiPart,
    FoiRequest,
    Letter,
    LetterSettings,
    MailAttachment,
    MailDraft,
    MatterFile,
    OnlineChannel,
    Proposal,
    Redaction,
    RestrictedReader,
    Satisfaction,
    SearchOrder,
    SideMatter,
    SuggestionTally,
)
from gongkai.law.foi_flow import State
from gongkai.law.outcomes import Outcome
from tests.factories.core import NOON, EventFactory, StoredFileFactory
from tests.factories.organs import OrganFactory, UserFactory


class ApplicantFactory(DjangoModelFactory[Applicant]):
    class Meta:
        model = Applicant

    organ = factory.SubFactory(OrganFactory)
    kind = ApplicantKind.NATURAL_PERSON
    name_sealed = factory.Sequence(lambda n: seal(f"演示申请人{n}"))
    name_index = factory.Sequence(lambda n: blind_index(f"演示申请人{n}"))


class FoiRequestFactory(DjangoModelFactory[FoiRequest]):
    """An application in the middle of its handling; `closed` ends it with 予以公开."""

    class Meta:
        model = FoiRequest

    organ = factory.SubFactory(OrganFactory)
    year = 2023
    number = factory.Sequence(lambda n: n + 1)
    serial = factory.LazyAttribute(lambda foi: f"演示申〔{foi.year}〕{foi.number}号")
    public_key = factory.Sequence(lambda n: f"key{n:08}")
    applicant = factory.SubFactory(ApplicantFactory, organ=factory.SelfAttribute("..organ"))
    applicant_kind = factory.SelfAttribute("applicant.kind")
    channel = "in_person"
    submitted_at = datetime(2023, 5, 8, 1, 0, tzinfo=UTC)
    title = "演示征地补偿安置方案"
    state = State.PROCESSING.value
    received_on = date(2023, 5, 8)
    due_on = date(2023, 6, 5)

    class Params:
        closed = factory.Trait(state=State.CLOSED.value, outcome=Outcome.GRANTED.value, closed_on=date(2023, 5, 19))


class RestrictedReaderFactory(DjangoModelFactory[RestrictedReader]):
    class Meta:
        model = RestrictedReader

    foi = factory.SubFactory(FoiRequestFactory, restricted=True)
    user = factory.SubFactory(UserFactory)


class FoiEventFactory(DjangoModelFactory[FoiEvent]):
    class Meta:
        model = FoiEvent

    foi = factory.SubFactory(FoiRequestFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = "submitted"
    on = date(2023, 5, 8)
    chained = factory.SubFactory(EventFactory)


class LetterFactory(DjangoModelFactory[Letter]):
    class Meta:
        model = Letter

    foi = factory.SubFactory(FoiRequestFactory, closed=True)
    kind = "L20"
    year = 2023
    number = factory.Sequence(lambda n: n + 1)
    serial = factory.LazyAttribute(lambda letter: f"演示公开复〔{letter.year}〕{letter.number}号")
    issued_on = date(2023, 5, 19)
    digest = "0" * 64


class LetterSettingsFactory(DjangoModelFactory[LetterSettings]):
    class Meta:
        model = LetterSettings

    organ = factory.SubFactory(OrganFactory)
    mark = "示乡政"
    court = "示例县人民法院"


class FoiPartFactory(DjangoModelFactory[FoiPart]):
    class Meta:
        model = FoiPart

    foi = factory.SubFactory(FoiRequestFactory)
    position = factory.Sequence(lambda n: n + 1)
    description = "演示事项"


class FoiLinkFactory(DjangoModelFactory[FoiLink]):
    class Meta:
        model = FoiLink

    source = factory.SubFactory(FoiRequestFactory)
    target = factory.SubFactory(FoiRequestFactory)
    relation = FoiLink.Relation.SAME_MATTER


class FeeNoticeFactory(DjangoModelFactory[FeeNotice]):
    class Meta:
        model = FeeNotice

    foi = factory.SubFactory(FoiRequestFactory)
    mode = FeeNotice.Mode.PER_VOLUME
    quantity = 44
    amount = 140
    noticed_on = date(2023, 5, 15)


class FoiFileFactory(DjangoModelFactory[FoiFile]):
    """A row about a row; for bytes call the operations."""

    class Meta:
        model = FoiFile

    foi = factory.SubFactory(FoiRequestFactory)
    kind = FoiFile.Kind.ATTACHMENT
    file = factory.SubFactory(StoredFileFactory, organ=factory.SelfAttribute("..foi.organ"))
    name = factory.SelfAttribute("file.name")
    added_at = NOON

    class Params:
        erased = factory.Trait(file=None, name="演示身份证明.pdf", erased_on=date(2024, 5, 9))


class MailDraftFactory(DjangoModelFactory[MailDraft]):
    class Meta:
        model = MailDraft

    organ = factory.SubFactory(OrganFactory)
    message_id = factory.Sequence(lambda n: f"<demo{n}@example.invalid>")
    sender_sealed = factory.LazyFunction(lambda: seal("演示寄件人"))
    address_sealed = factory.LazyFunction(lambda: seal("demo@example.invalid"))
    subject_sealed = factory.LazyFunction(lambda: seal("申请公开演示信息"))
    text_sealed = factory.LazyFunction(lambda: seal("请公开演示信息。"))
    arrived_at = NOON
    fetched_at = NOON


class MailAttachmentFactory(DjangoModelFactory[MailAttachment]):
    class Meta:
        model = MailAttachment

    mail = factory.SubFactory(MailDraftFactory)
    file = factory.SubFactory(StoredFileFactory, organ=factory.SelfAttribute("..mail.organ"))
    name = "演示附件.pdf"

    class Params:
        refused = factory.Trait(file=None, refusal="文件设置了打开密码（演示）")


class RedactionFactory(DjangoModelFactory[Redaction]):
    class Meta:
        model = Redaction

    source = factory.SubFactory(FoiFileFactory)
    released = factory.SubFactory(FoiFileFactory, foi=factory.SelfAttribute("..source.foi"), kind=FoiFile.Kind.RELEASED)
    source_sha256 = factory.SelfAttribute("source.file.sha256")
    marks = factory.LazyFunction(lambda: [{"name": "p0", "words": "", "clause": "third_party_rights"}])
    map = factory.LazyFunction(lambda: [["第1段", "保护第三方合法权益"]])
    made_at = NOON


class OnlineChannelFactory(DjangoModelFactory[OnlineChannel]):
    class Meta:
        model = OnlineChannel

    organ = factory.SubFactory(OrganFactory, office="综合办公室", phone="0000-1234567", address="演示路1号")
    opened_on = date(2023, 1, 9)


class DraftFactory(DjangoModelFactory[Draft]):
    class Meta:
        model = Draft

    organ = factory.SubFactory(OrganFactory)
    key = factory.Sequence(lambda n: f"draft{n:07}")
    code_index = factory.Sequence(lambda n: f"{n:032x}")
    code_hash = "scrypt$00$00"
    started_at = datetime(2023, 5, 8, 1, 0, tzinfo=UTC)
    saved_at = datetime(2023, 5, 8, 1, 0, tzinfo=UTC)


class DraftFileFactory(DjangoModelFactory[DraftFile]):
    class Meta:
        model = DraftFile

    draft = factory.SubFactory(DraftFactory)
    kind = FoiFile.Kind.ATTACHMENT
    file = factory.SubFactory(StoredFileFactory)
    name = "附件.pdf"
    added_at = datetime(2023, 5, 8, 1, 0, tzinfo=UTC)


class SatisfactionFactory(DjangoModelFactory[Satisfaction]):
    class Meta:
        model = Satisfaction

    foi = factory.SubFactory(FoiRequestFactory, closed=True)
    score = Satisfaction.Score.CONTENT
    given_on = date(2023, 5, 22)


class SuggestionTallyFactory(DjangoModelFactory[SuggestionTally]):
    class Meta:
        model = SuggestionTally

    organ = factory.SubFactory(OrganFactory)
    month = date(2023, 5, 1)


class SearchOrderFactory(DjangoModelFactory[SearchOrder]):
    """An open order; for one with a link call the operations."""

    class Meta:
        model = SearchOrder

    foi = factory.SubFactory(FoiRequestFactory)
    addressee = "民政办（演示）"
    question = "请检索演示名单"
    asked_on = date(2023, 5, 8)
    due_on = date(2023, 5, 15)
    token_sealed = factory.Sequence(lambda n: seal(f"demo{n}"))
    token_index = factory.Sequence(lambda n: blind_index(f"demo{n}"))

    class Params:
        answered = factory.Trait(
            state="answered",
            found=False,
            searched="档案柜（演示）",
            answered_by="演示检索人",
            answered_on=date(2023, 5, 12),
        )


class CaseNoteFactory(DjangoModelFactory[CaseNote]):
    class Meta:
        model = CaseNote

    foi = factory.SubFactory(FoiRequestFactory)
    text_sealed = factory.LazyFunction(lambda: seal("演示备注"))
    written_at = NOON


class ProposalFactory(DjangoModelFactory[Proposal]):
    """A row; for one with a real letter call the operations."""

    class Meta:
        model = Proposal

    foi = factory.SubFactory(FoiRequestFactory)
    event = "replied"
    outcome = Outcome.GRANTED.value
    facts_sealed = factory.LazyFunction(lambda: seal("{}"))
    content_sealed = factory.LazyFunction(lambda: seal("{}"))
    digest = "0" * 64
    proposed_at = NOON
    approver = factory.SubFactory(UserFactory)

    class Params:
        returned = factory.Trait(state="returned", decided_at=NOON, reason="理由不充分（演示）")


class SideMatterFactory(DjangoModelFactory[SideMatter]):
    class Meta:
        model = SideMatter

    organ = factory.SubFactory(OrganFactory)
    kind = SideMatter.Kind.PROMOTION
    key = factory.Sequence(lambda n: f"sent{n:08}")
    public_key = factory.Sequence(lambda n: f"matter{n:08}")
    year = 2023
    number = factory.Sequence(lambda n: n + 1)
    serial = factory.LazyAttribute(lambda matter: f"演示公开建议〔{matter.year}〕{matter.number}号")
    applicant = factory.SubFactory(ApplicantFactory, organ=factory.SelfAttribute("..organ"))
    title_sealed = factory.LazyFunction(lambda: seal("演示水渠工程结算"))
    submitted_at = datetime(2023, 5, 8, 1, 0, tzinfo=UTC)
    received_on = date(2023, 5, 8)


class MatterFileFactory(DjangoModelFactory[MatterFile]):
    class Meta:
        model = MatterFile

    matter = factory.SubFactory(SideMatterFactory)
    file = factory.SubFactory(StoredFileFactory)
    name = "证据.pdf"
