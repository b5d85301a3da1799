"""
Applications and what belongs to them.

The truth about an application is its list of events; `state`, `received_on`, `due_on`, `closed_on` and `outcome` are indexes over
that list, written by operations and rebuilt by `operations.reindex`.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from gongkai.law import foi_flow
from gongkai.law.letters import letter_kind
from gongkai.law.outcomes import Outcome
from gongkai.law.terms import label


class ApplicantKind(models.TextChoices):
    """The six columns of table 三, in the order of the form; fixed at receipt."""

    NATURAL_PERSON = "natural_person", label("natural_person")
    COMMERCIAL_ENTERPRISE = "commercial_enterprise", label("commercial_enterprise")
    RESEARCH_INSTITUTION = "research_institution", label("research_institution")
    PUBLIC_WELFARE_ORGANIZATION = "public_welfare_organization", label("public_welfare_organization")
    LEGAL_SERVICE_AGENCY = "legal_service_agency", label("legal_service_agency")
    OTHER = "other_organization", label("other_organization")


class Applicant(models.Model):
    """Who applied (`ogi:29.2(1)`); everything that names a person is sealed, equal values meet in the blind indexes."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="applicants")
    kind = models.CharField("申请人类别", max_length=32, choices=ApplicantKind)
    name_sealed = models.TextField()
    name_index = models.CharField(max_length=32)
    id_type = models.CharField("证件类型", max_length=40, blank=True, default="")
    id_number_sealed = models.TextField(blank=True, default="")
    id_number_index = models.CharField(max_length=32, blank=True, default="")
    representative_sealed = models.TextField(blank=True, default="")
    phone_sealed = models.TextField(blank=True, default="")
    address_sealed = models.TextField(blank=True, default="")
    email_sealed = models.TextField(blank=True, default="")
    agent_sealed = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["organ", "name_index"], name="foi_applicant_name"),
            models.Index(fields=["organ", "id_number_index"], name="foi_applicant_id"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(name_sealed=""), name="foi_applicant_has_name")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"


class FoiRequest(models.Model):
    """One application, one 件. A reply ordered by a ruling is a request of its own, tied to the old letter and not counted anew."""

    class Kind(models.TextChoices):
        APPLICATION = "application", "政府信息公开申请"
        ORDERED_REPLY = "ordered_reply", "依裁判重新答复"

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="foi_requests", verbose_name="机关")
    kind = models.CharField("类别", max_length=16, choices=Kind, default=Kind.APPLICATION)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("序号")
    serial = models.CharField("编号", max_length=60)
    public_key = models.CharField(max_length=32, unique=True)
    code_hash = models.CharField(max_length=120, blank=True, default="")
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="foi_requests", verbose_name="申请人")
    applicant_kind = models.CharField("申请人类别", max_length=32, choices=ApplicantKind)
    channel = models.CharField("提交渠道", max_length=20)
    submitted_at = models.DateTimeField("提交时间")
    title = models.CharField("所需信息名称", max_length=200)
    document_number = models.CharField("文号", max_length=120, blank=True, default="")
    description = models.TextField("特征描述", blank=True, default="")
    delivery_form = models.CharField("提供形式", max_length=40, blank=True, default="")
    delivery_channel = models.CharField("获取方式", max_length=40, blank=True, default="")
    help_needed = models.CharField("需要的协助", max_length=200, blank=True, default="")
    written_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="foi_held")
    restricted = models.BooleanField("限制知悉", default=False)
    reopens = models.ForeignKey("foi.Letter", models.PROTECT, null=True, blank=True, related_name="reopened_by")
    ruling = models.CharField("裁判文书", max_length=200, blank=True, default="")
    counted = models.BooleanField(default=True)

    state = models.CharField("状态", max_length=30, choices=[(state.value, state.label) for state in foi_flow.State])
    received_on = models.DateField("收到之日", null=True, blank=True)
    due_on = models.DateField("答复期限", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    outcome = models.CharField(
        "办理结果", max_length=40, choices=[(item.value, label(item.value)) for item in Outcome], blank=True, default=""
    )

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "year", "number"], name="foi_request_number_once"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_on__isnull=True) | (~Q(outcome="") & Q(closed_on__isnull=False)),
                name="foi_request_outcome_exactly_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="foi_request_closed_not_before_receipt",
            ),
            models.CheckConstraint(
                condition=Q(kind="application", reopens__isnull=True, counted=True)
                | Q(kind="ordered_reply", reopens__isnull=False, counted=False),
                name="foi_request_ordered_reply_tied_and_not_counted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organ", "counted", "received_on", "closed_on", "applicant_kind", "outcome"],
                name="foi_request_figures",
            ),
            models.Index(fields=["organ", "state", "due_on"], name="foi_request_open"),
        ]

    def __str__(self) -> str:
        return self.serial


class RestrictedReader(models.Model):
    """A person who may know that a restricted request exists."""

    foi = models.ForeignKey(FoiRequest, models.CASCADE, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["foi", "user"], name="foi_reader_once")]

    def __str__(self) -> str:
        return f"{self.foi_id}: {self.user_id}"


class FoiEvent(models.Model):
    """One thing that happened to an application, in the words of the kernel's flow; the list decides state and dates."""

    foi = models.ForeignKey(FoiRequest, models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    on = models.DateField()
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    chained = models.OneToOneField("core.Event", models.PROTECT, related_name="foi_event")

    class Meta:
        ordering = ["foi_id", "position"]
        constraints = [models.UniqueConstraint(fields=["foi", "position"], name="foi_event_one_place")]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


class FoiPart(models.Model):
    """One matter of an application with several: its own holder, outcome and letter; the application stays one 件."""

    foi = models.ForeignKey(FoiRequest, models.PROTECT, related_name="parts")
    position = models.PositiveSmallIntegerField()
    description = models.TextField("内容")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=40, blank=True, default="")
    reasons = models.TextField("理由", blank=True, default="")
    letter = models.ForeignKey("foi.Letter", models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        ordering = ["foi_id", "position"]
        constraints = [models.UniqueConstraint(fields=["foi", "position"], name="foi_part_one_place")]

    def __str__(self) -> str:
        return f"{self.foi_id}.{self.position}"


class FoiLink(models.Model):
    """Two applications that belong together."""

    class Relation(models.TextChoices):
        SAME_MATTER = "same_matter", "同一事项"
        REPEATED = "repeated", "重复申请"
        SPLIT_FROM = "split_from", "由其拆分"
        MISFILED = "misfiled", "误入此件"

    source = models.ForeignKey(FoiRequest, models.PROTECT, related_name="links_out")
    target = models.ForeignKey(FoiRequest, models.PROTECT, related_name="links_in")
    relation = models.CharField(max_length=12, choices=Relation)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="foi_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="foi_link_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"


class Letter(models.Model):
    """
    A letter of the set L02–L32: its number is taken when it is issued, its text is kept with its hash and never composed anew.

    `content` is the sealed JSON text of the letter, `digest` the SHA-256 of the open text; `gongkai.apps.foi.letters` reads them.
    """

    class Recipient(models.TextChoices):
        APPLICANT = "applicant", "申请人"
        THIRD_PARTY = "third_party", "第三方"
        ORGAN = "organ", "其他机关"

    foi = models.ForeignKey(FoiRequest, models.PROTECT, related_name="letters")
    event = models.ForeignKey(FoiEvent, models.PROTECT, null=True, blank=True, related_name="letters")
    kind = models.CharField("文书", max_length=8)
    recipient = models.CharField("收件人类别", max_length=12, choices=Recipient, default=Recipient.APPLICANT)
    addressee_sealed = models.TextField(blank=True, default="")
    series = models.CharField("文号系列", max_length=12, blank=True, default="")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True, blank=True)
    serial = models.CharField("文号", max_length=80, blank=True, default="")
    issued_on = models.DateField("成文日期")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    content = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64)
    delivered_on = models.DateField("送达日期", null=True, blank=True)
    delivery = models.CharField("送达方式", max_length=40, blank=True, default="")
    delivery_proof = models.CharField("送达凭证", max_length=200, blank=True, default="")

    class Meta:
        ordering = ["foi_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, delivery="") | (Q(delivered_on__isnull=False) & ~Q(delivery="")),
                name="foi_letter_delivery_paired",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, serial="") | (Q(number__isnull=False) & ~Q(serial="")),
                name="foi_letter_number_and_serial_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.serial or self.label

    @property
    def label(self) -> str:
        """Give the name of the kind of letter."""
        return letter_kind(self.kind).label


class LetterSettings(models.Model):
    """What an organ has decided for its letters: its mark in numbers, where remedies lie, and what the law leaves open."""

    organ = models.OneToOneField("organs.Organ", models.PROTECT, primary_key=True, related_name="letter_settings")
    mark = models.CharField("机关代字", max_length=20, blank=True, default="")
    reconsideration_organ = models.CharField("行政复议机关", max_length=120, blank=True, default="")
    court = models.CharField("管辖法院", max_length=120, blank=True, default="")
    online_link = models.CharField("网上申请行政复议的渠道", max_length=200, blank=True, default="")
    partly_granted = models.CharField("部分公开的复议前置", max_length=20, blank=True, default="")
    not_held_prior = models.BooleanField("“不存在”适用复议前置", null=True, blank=True)
    payment_method = models.CharField("信息处理费缴纳方式", max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.organ_id}: {self.mark}"


class FeeNotice(models.Model):
    """A fee notice (收费通知书): one mode per application, amount in 元, paid within the period or lapsed."""

    class Mode(models.TextChoices):
        PER_ITEM = "per_item", "按件计收"
        PER_VOLUME = "per_volume", "按量计收"

    foi = models.OneToOneField(FoiRequest, models.PROTECT, related_name="fee_notice")
    mode = models.CharField(max_length=10, choices=Mode)
    quantity = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    noticed_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    refunded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="foi_fee_not_negative"),
            models.CheckConstraint(
                condition=Q(refunded_on__isnull=True) | Q(paid_on__isnull=False), name="foi_fee_refund_after_payment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.foi_id}: {self.amount} 元"
