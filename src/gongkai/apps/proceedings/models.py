"""Cases against the organ in disclosure matters; one case is one cell of table 四 in every year that it touches."""

from django.db import models
from django.db.models import F, Q


class Proceeding(models.Model):
    """A reconsideration or a lawsuit: filed, perhaps pending over the year's end, decided."""

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        DIRECT = "direct", "未经复议直接起诉"
        AFTER_RECONSIDERATION = "after_reconsideration", "复议后起诉"

    class Result(models.TextChoices):
        UPHELD = "upheld", "结果维持"
        OVERTURNED = "overturned", "结果纠正"
        OTHER_RESULT = "other_result", "其他结果"

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="proceedings", verbose_name="机关")
    kind = models.CharField("类别", max_length=24, choices=Kind)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("序号")
    serial = models.CharField("登记号", max_length=60)
    case_number = models.CharField("案号", max_length=120, blank=True, default="")
    forum = models.CharField("受理机关", max_length=120)
    letter = models.ForeignKey(
        "foi.Letter", models.PROTECT, null=True, blank=True, related_name="proceedings", verbose_name="被诉文书"
    )
    earlier = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name="先前复议"
    )
    subject = models.CharField("争议事项", max_length=200)
    filed_on = models.DateField("受理日期")
    answer_due_on = models.DateField("答复（举证）期限", null=True, blank=True)
    result = models.CharField("结果", max_length=16, choices=Result, blank=True, default="")
    decided_on = models.DateField("作出日期", null=True, blank=True)
    new_reply_due_on = models.DateField("责令重新答复期限", null=True, blank=True)
    note = models.TextField("说明", blank=True, default="")

    class Meta:
        ordering = ["-filed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "number"], name="proceedings_number_once"),
            models.CheckConstraint(
                condition=Q(result="", decided_on__isnull=True) | (~Q(result="") & Q(decided_on__isnull=False)),
                name="proceedings_result_exactly_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("filed_on")),
                name="proceedings_decided_after_filed",
            ),
        ]
        indexes = [
            models.Index(fields=["organ", "filed_on", "decided_on", "kind", "result"], name="proceedings_figures")
        ]

    def __str__(self) -> str:
        return self.serial
