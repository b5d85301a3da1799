"""Publishers of a village, what they disclose, questions to it, the yearly appraisal."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class VillagePublisher(models.Model):
    """Who discloses village affairs: village committee, collective economic organization, party organization (`collective:45`)."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("村民委员会")
        COLLECTIVE = "collective", _("农村集体经济组织")
        PARTY = "party", _("村党组织")

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="village_publishers", verbose_name=_("村"))
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    name = models.CharField(_("名称"), max_length=120)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, default="")
    phone = models.CharField(_("联系电话"), max_length=40, blank=True, default="")
    since_on = models.DateField(_("自"))

    class Meta:
        ordering = ["organ_id", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind"], name="villages_publisher_one_per_kind"),
            models.CheckConstraint(condition=~Q(name=""), name="villages_publisher_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class VillageDisclosure(models.Model):
    """What is disclosed on one matter for one period; public once the supervisors have signed exactly this text."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待审签")
        PUBLISHED = "published", _("已公开")
        WITHDRAWN = "withdrawn", _("已撤回")

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="village_disclosures", verbose_name=_("村"))
    publisher = models.ForeignKey(
        VillagePublisher, models.PROTECT, related_name="disclosures", verbose_name=_("公开主体")
    )
    public_key = models.CharField(max_length=12, unique=True, editable=False)
    matter = models.CharField(_("事项"), max_length=60)
    period_first = models.DateField(_("所属期间起"))
    period_last = models.DateField(_("所属期间止"))
    due_on = models.DateField(_("应公开日期"))
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("说明"), blank=True, default="")
    lines = models.JSONField(_("收支明细"), default=list)
    nothing = models.BooleanField(_("本期没有发生"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    hash = models.CharField(max_length=64)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", verbose_name=_("更正的公开")
    )
    drafted_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    drafted_at = models.DateTimeField(_("填报时间"))
    signed_by = models.ForeignKey(USER, models.PROTECT, related_name="+", null=True, verbose_name=_("审签人"))
    signed_at = models.DateTimeField(_("审签时间"), null=True)
    signed_hash = models.CharField(max_length=64, blank=True, default="")
    note = models.TextField(_("审签意见"), blank=True, default="")

    class Meta:
        ordering = ["-period_last", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(period_last__gte=F("period_first")), name="villages_period_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "withdrawn"])
                | (Q(signed_by__isnull=False, signed_at__isnull=False) & Q(signed_hash=F("hash"))),
                name="villages_published_is_signed_as_it_is",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")), name="villages_signed_by_another"
            ),
            models.CheckConstraint(condition=Q(nothing=False) | ~Q(text=""), name="villages_nothing_has_reason"),
        ]
        indexes = [
            models.Index(fields=["organ", "state", "-period_last"], name="villages_disclosure_desk"),
            models.Index(fields=["organ", "matter", "period_first"], name="villages_disclosure_matter"),
        ]

    def __str__(self) -> str:
        return self.title


class DisclosurePhoto(models.Model):
    """A picture or table of a disclosure: the rebuilt form of an upload."""

    disclosure = models.ForeignKey(VillageDisclosure, models.PROTECT, related_name="photos")
    upload = models.ForeignKey("core.Upload", models.PROTECT, related_name="+")
    title = models.CharField(_("说明"), max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["disclosure_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "position"], name="villages_photo_one_place"),
        ]

    def __str__(self) -> str:
        return self.title


class VillageQuestion(models.Model):
    """A villager asks about a disclosure; who asked is sealed, question and answer are public once answered."""

    disclosure = models.ForeignKey(VillageDisclosure, models.PROTECT, related_name="questions")
    asked_on = models.DateField(_("提问日期"))
    text = models.TextField(_("问题"))
    contact = models.TextField(_("联系方式"), blank=True, default="")
    answer = models.TextField(_("答复"), blank=True, default="")
    answered_by = models.ForeignKey(USER, models.PROTECT, related_name="+", null=True)
    answered_on = models.DateField(_("答复日期"), null=True)
    public = models.BooleanField(_("公开问答"), default=False)

    class Meta:
        ordering = ["disclosure_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="", public=False)
                | (Q(answered_on__gte=F("asked_on"), answered_by__isnull=False) & ~Q(answer="")),
                name="villages_question_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disclosure_id} {self.asked_on}"


class VillageReminder(models.Model):
    """The township reminded a village of a matter that is late."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="village_reminders")
    matter = models.CharField(max_length=60)
    period_first = models.DateField()
    on = models.DateField()
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "matter", "period_first", "on"], name="villages_reminder_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.matter} {self.period_first}"


class VillageAppraisal(models.Model):
    """The yearly democratic appraisal of the committee, held by the supervisors (`villagers2018:33`)."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="village_appraisals", verbose_name=_("村"))
    year = models.PositiveSmallIntegerField(_("年度"))
    held_on = models.DateField(_("评议日期"))
    present = models.PositiveIntegerField(_("参加人数"))
    satisfied = models.PositiveIntegerField(_("满意"))
    fair = models.PositiveIntegerField(_("基本满意"))
    dissatisfied = models.PositiveIntegerField(_("不满意"))
    remarks = models.TextField(_("意见和整改"), blank=True, default="")
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["organ_id", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="villages_appraisal_once_a_year"),
            models.CheckConstraint(
                condition=Q(present__gte=F("satisfied") + F("fair") + F("dissatisfied")),
                name="villages_appraisal_votes_fit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}"
