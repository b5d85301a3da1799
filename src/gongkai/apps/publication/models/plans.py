"""The year's plan (政务公开工作要点): points, their tasks, and what shows that a task was done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WorkPlan(models.Model):
    """The plan of one organ for one year."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="work_plans", verbose_name=_("机关"))
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("标题"), max_length=200)
    document_number = models.CharField(_("依据文号"), max_length=80, blank=True, default="")

    class Meta:
        ordering = ["organ_id", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="publication_plan_once_a_year"),
            models.CheckConstraint(condition=~Q(title=""), name="publication_plan_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanPoint(models.Model):
    """One point of the plan, in its order."""

    plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="points")
    position = models.PositiveSmallIntegerField(_("序号"))
    heading = models.CharField(_("要点"), max_length=200)
    text = models.TextField(_("说明"), blank=True, default="")

    class Meta:
        ordering = ["plan_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="publication_point_one_place"),
            models.CheckConstraint(condition=~Q(heading=""), name="publication_point_has_heading"),
        ]

    def __str__(self) -> str:
        return self.heading


class PlanTask(models.Model):
    """What one organ has to do for a point, with whom, until when."""

    class State(models.TextChoices):
        OPEN = "open", _("未开始")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        NOT_DONE = "not_done", _("未完成")

    point = models.ForeignKey(PlanPoint, models.PROTECT, related_name="tasks")
    position = models.PositiveSmallIntegerField(_("序号"))
    text = models.TextField(_("任务"))
    lead_organ = models.ForeignKey(
        "organs.Organ", models.PROTECT, related_name="plan_tasks_led", verbose_name=_("牵头单位")
    )
    helping_organs = models.ManyToManyField(
        "organs.Organ", related_name="plan_tasks_helped", blank=True, verbose_name=_("配合单位")
    )
    due_on = models.DateField(_("完成时限"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    state_note = models.TextField(_("情况说明"), blank=True, default="")

    class Meta:
        ordering = ["point_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["point", "position"], name="publication_task_one_place"),
            models.CheckConstraint(condition=~Q(text=""), name="publication_task_has_text"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "running"], closed_on__isnull=True)
                | Q(state="done", closed_on__isnull=False)
                | (Q(state="not_done", closed_on__isnull=False) & ~Q(state_note="")),
                name="publication_task_closed_has_date",
            ),
        ]
        indexes = [models.Index(fields=["lead_organ", "state", "due_on"], name="publication_task_due")]

    def __str__(self) -> str:
        return self.text[:60]


class PlanEvidence(models.Model):
    """What shows that a task was done: an item, a delivery, a file, an address or a plain statement."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="evidence")
    text = models.CharField(_("说明"), max_length=300)
    item = models.ForeignKey("publication.DisclosureItem", models.PROTECT, null=True, blank=True, related_name="+")
    delivery = models.ForeignKey("publication.Delivery", models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    url = models.CharField(_("链接"), max_length=500, blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_on = models.DateField(_("登记日期"))
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废理由"), max_length=200, blank=True, default="")

    class Meta:
        ordering = ["task_id", "id"]
        verbose_name_plural = "plan evidence"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="publication_evidence_has_text"),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True, void_reason="") | (Q(voided_on__isnull=False) & ~Q(void_reason="")),
                name="publication_evidence_void_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text
