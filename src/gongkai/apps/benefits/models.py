"""
Programmes, batches of rows, notices, objections.

Whatever names a person is sealed: rows, their masked forms, objections. What stays in the clear are counts and sums.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class BenefitProgram(models.Model):
    """A programme (补贴项目) of an organ: its ground, its standard, by which rule amounts are reckoned (`onecard2020:1`)."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="benefit_programs", verbose_name=_("机构"))
    kind = models.CharField(_("类别"), max_length=60)
    name = models.CharField(_("项目名称"), max_length=120)
    basis = models.CharField(_("依据"), max_length=300)
    standard_text = models.CharField(_("标准说明"), max_length=300, blank=True, default="")
    standard = models.DecimalField(_("标准（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    ceiling = models.DecimalField(_("每户（人）上限（元）"), max_digits=12, decimal_places=2, null=True, blank=True)
    excludes = models.ManyToManyField("self", verbose_name=_("不可兼领的项目"), blank=True)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        ordering = ["organ_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "name"], name="benefits_program_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(kind=""), name="benefits_program_has_name_and_kind"),
            models.CheckConstraint(
                condition=Q(standard__isnull=True) | Q(standard__gte=0), name="benefits_program_standard_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(ceiling__gt=0), name="benefits_program_ceiling_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImpactAssessment(models.Model):
    """The impact assessment (个人信息保护影响评估) of a programme; kept at least until `keep_until` (`pipl:55`, `pipl:56`)."""

    program = models.ForeignKey(BenefitProgram, models.PROTECT, related_name="assessments")
    purpose = models.TextField(_("处理目的和方式是否合法、正当、必要"))
    impact = models.TextField(_("对个人权益的影响和安全风险"))
    measures = models.TextField(_("保护措施是否合法、有效并与风险相适应"))
    made_on = models.DateField(_("评估日期"))
    valid_until = models.DateField(_("有效至"))
    keep_until = models.DateField(_("保存至"))
    made_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("评估人"))
    approved_by = models.ForeignKey(USER, models.PROTECT, related_name="+", null=True, verbose_name=_("签批人"))
    approved_on = models.DateField(_("签批日期"), null=True)

    class Meta:
        ordering = ["program_id", "-made_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | (Q(approved_by__isnull=False, approved_on__gte=F("made_on")) & ~Q(approved_by=F("made_by"))),
                name="benefits_assessment_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(keep_until__gt=F("made_on"), valid_until__gt=F("made_on")),
                name="benefits_assessment_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program_id} {self.made_on}"


class BenefitBatch(models.Model):
    """One list of a programme for a period: what was read from one upload, bound by `hash` once it is complete."""

    class Purpose(models.TextChoices):
        NOTICE = "notice", _("审核公示名单")
        RESULT = "result", _("审批结果名单")
        PAID = "paid", _("发放结果名单")

    class State(models.TextChoices):
        READING = "reading", _("正在读取")
        DRAFT = "draft", _("待改正或提交")
        SUBMITTED = "submitted", _("已提交审查")
        REVIEWED = "reviewed", _("已审查")
        APPROVED = "approved", _("已审批")
        REPLACED = "replaced", _("已被新名单替换")

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="benefit_batches", verbose_name=_("机构"))
    program = models.ForeignKey(BenefitProgram, models.PROTECT, related_name="batches", verbose_name=_("补贴项目"))
    public_key = models.CharField(max_length=12, unique=True, editable=False)
    purpose = models.CharField(_("名单性质"), max_length=8, choices=Purpose, default=Purpose.NOTICE)
    period_from = models.DateField(_("补贴期间起"))
    period_to = models.DateField(_("补贴期间止"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.READING)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("更正的名单")
    )
    compares = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="compared_by", verbose_name=_("对应的公示名单")
    )
    reason = models.CharField(_("更正原因"), max_length=200, blank=True, default="")

    source = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    source_kind = models.CharField(max_length=8, blank=True, default="")
    columns = models.JSONField(default=list)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(_("人（户）数"), default=0)
    amount = models.DecimalField(_("金额（元）"), max_digits=16, decimal_places=2, default=0)
    places = models.JSONField(default=list)
    minors = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    problem_counts = models.JSONField(default=dict)
    explanation = models.TextField(_("处理意见"), blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")

    uploaded_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="benefits_batch_period_in_order"),
            models.CheckConstraint(condition=Q(state="reading") | ~Q(hash=""), name="benefits_batch_read_has_hash"),
            models.CheckConstraint(
                condition=Q(state__in=["reading", "draft", "replaced"]) | Q(submitted_at__isnull=False),
                name="benefits_batch_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="benefits_batch_correction_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["organ", "state", "-id"], name="benefits_batch_desk")]

    def __str__(self) -> str:
        return f"{self.program} {self.period_from:%Y-%m}"


class BatchPart(models.Model):
    """
    Some rows of one village in a batch: the full rows and both masked forms, sealed; fingerprints of the identity numbers in order.

    The masked forms are gone when the list is taken down; the full rows stay as the organ's own record.
    """

    batch = models.ForeignKey(BenefitBatch, models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=60, blank=True, default="")
    count = models.PositiveIntegerField()
    rows = models.TextField()
    online = models.TextField(blank=True, default="")
    board = models.TextField(blank=True, default="")
    prints = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["batch_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="benefits_part_number_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="benefits_part_not_empty"),
        ]
        indexes = [models.Index(fields=["batch", "place", "number"], name="benefits_part_place")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class BatchReview(models.Model):
    """One look at exactly one hash: secrecy and personal data (`ogi:17`, `pipl:28.1`), then the approval; never by one person."""

    class Round(models.TextChoices):
        REVIEW = "review", _("保密和个人信息审查")
        APPROVAL = "approval", _("审批")

    batch = models.ForeignKey(BenefitBatch, models.PROTECT, related_name="reviews")
    round = models.CharField(_("环节"), max_length=8, choices=Round)
    batch_hash = models.CharField(max_length=64)
    passed = models.BooleanField(_("通过"))
    note = models.TextField(_("意见"), blank=True, default="")
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["batch_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(passed=True) | ~Q(note=""), name="benefits_review_refusal_has_note"),
            models.UniqueConstraint(
                fields=["batch", "by"], condition=Q(passed=True), name="benefits_review_two_different_people"
            ),
            models.UniqueConstraint(
                fields=["batch", "round"], condition=Q(passed=True), name="benefits_review_round_passed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_round_display()} {'通过' if self.passed else '退回'}"


class PublicNotice(models.Model):
    """A public notice (公示) or the publication of a result: which list, from when to when, who takes objections (`convention:53`)."""

    class Ending(models.TextChoices):
        EXPIRED = "expired", _("期满")
        CORRECTED = "corrected", _("更正")
        PRIVACY = "privacy", _("个人信息保护")
        OTHER = "other", _("其他")

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="public_notices")
    batch = models.OneToOneField(BenefitBatch, models.PROTECT, related_name="notice")
    starts_on = models.DateField(_("公示开始"))
    ends_on = models.DateField(_("公示截止"))
    office = models.CharField(_("受理单位"), max_length=120)
    phone = models.CharField(_("受理电话"), max_length=40)
    address = models.CharField(_("受理地点"), max_length=200, blank=True, default="")
    opened_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", null=True)
    ending = models.CharField(_("撤下原因"), max_length=10, choices=Ending, blank=True, default="")
    ending_note = models.CharField(_("撤下说明"), max_length=200, blank=True, default="")
    outcome = models.TextField(_("公示结果"), blank=True, default="")

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="benefits_notice_days_in_order"),
            models.CheckConstraint(condition=~Q(office="") & ~Q(phone=""), name="benefits_notice_has_contact"),
            models.CheckConstraint(
                condition=(Q(closed_at__isnull=True) & Q(ending="")) | (Q(closed_at__isnull=False) & ~Q(ending="")),
                name="benefits_notice_closed_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organ", "-starts_on"], condition=Q(closed_at__isnull=True), name="benefits_notice_open"
            ),
            models.Index(fields=["ends_on"], condition=Q(closed_at__isnull=True), name="benefits_notice_due"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.starts_on}"


class Objection(models.Model):
    """Somebody objects to a list: who and what about is sealed; how it ended is not."""

    class Channel(models.TextChoices):
        ONLINE = "online", _("网上")
        PHONE = "phone", _("电话")
        IN_PERSON = "in_person", _("当面")
        LETTER = "letter", _("书面")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("成立，予以更正")
        REJECTED = "rejected", _("不成立")
        WITHDRAWN = "withdrawn", _("本人撤回")

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    number = models.PositiveIntegerField(_("编号"))
    code = models.CharField(max_length=20, unique=True, editable=False)
    channel = models.CharField(_("方式"), max_length=10, choices=Channel)
    received_on = models.DateField(_("收到日期"))
    text = models.TextField(_("异议内容"))
    name = models.TextField(_("姓名"), blank=True, default="")
    contact = models.TextField(_("联系方式"), blank=True, default="")
    outcome = models.CharField(_("处理结果"), max_length=10, choices=Outcome, blank=True, default="")
    answer = models.TextField(_("答复"), blank=True, default="")
    handled_by = models.ForeignKey(USER, models.PROTECT, related_name="+", null=True)
    handled_on = models.DateField(null=True)

    class Meta:
        ordering = ["notice_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="benefits_objection_number_once"),
            models.CheckConstraint(
                condition=(Q(outcome="") & Q(handled_on__isnull=True))
                | (~Q(outcome="") & ~Q(answer="") & Q(handled_on__isnull=False, handled_by__isnull=False)),
                name="benefits_objection_handled_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}#{self.number}"


class RegisterEntry(models.Model):
    """Somebody who must not be paid any more: only the fingerprint of the identity number, why, since when."""

    class Kind(models.TextChoices):
        DECEASED = "deceased", _("死亡")
        REMOVED = "removed", _("退出、核销")

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="benefit_register")
    print = models.CharField(max_length=32)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind)
    since_on = models.DateField(_("自"))
    source = models.CharField(_("来源"), max_length=120)

    class Meta:
        ordering = ["organ_id", "since_on"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "print", "kind"], name="benefits_register_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since_on}"


class BankReturn(models.Model):
    """A payment that the bank sent back (F28): which row, how much, why, and how it was settled."""

    batch = models.ForeignKey(BenefitBatch, models.PROTECT, related_name="returns")
    row = models.PositiveIntegerField(_("名单中的行号"))
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2)
    reason = models.CharField(_("退回原因"), max_length=120)
    returned_on = models.DateField(_("退回日期"))
    settled_on = models.DateField(_("处理日期"), null=True)
    settlement = models.CharField(_("处理情况"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["batch_id", "row"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "row"], name="benefits_return_row_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="benefits_return_amount_positive"),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, settlement="")
                | (Q(settled_on__gte=F("returned_on")) & ~Q(settlement="")),
                name="benefits_return_settled_has_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.row}"


class ListScan(models.Model):
    """What a look at everything public about a list found: how many places were read, what must not have been there."""

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="scans")
    at = models.DateTimeField()
    places = models.PositiveIntegerField()
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["notice_id", "-at"]
        indexes = [models.Index(fields=["notice", "-at"], name="benefits_scan_newest")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.at:%Y-%m-%d}"


class ComplaintStatus(models.Model):
    """How a complaint to the supervision platform stands, as its file says; no person is named (`convention:53`)."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="complaint_statuses")
    platform = models.CharField(max_length=30)
    reference = models.CharField(_("平台编号"), max_length=60)
    matter = models.CharField(_("事项"), max_length=200, blank=True, default="")
    state = models.CharField(_("状态"), max_length=60)
    changed_on = models.DateField(_("更新日期"))
    satisfied = models.CharField(_("满意度"), max_length=20, blank=True, default="")

    class Meta:
        ordering = ["organ_id", "-changed_on"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "platform", "reference"], name="benefits_complaint_once"),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.reference}"
