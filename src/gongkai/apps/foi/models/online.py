"""Applying on line: whether an organ takes applications there, what a person has filled in so far, what the person thought of it."""

from django.db import models
from django.db.models import Q

from gongkai.apps.foi.models.papers import FoiFile
from gongkai.apps.foi.models.requests import FoiRequest


class OnlineChannel(models.Model):
    """An organ takes applications on line; `automatic_receipt` says that applicants are told that the receipt confirms (`ogi:31(3)`)."""

    organ = models.OneToOneField("organs.Organ", models.PROTECT, primary_key=True, related_name="online_channel")
    opened_on = models.DateField("开通日期")
    automatic_receipt = models.BooleanField("系统回执即为双方确认", default=True)

    def __str__(self) -> str:
        return f"{self.organ_id}: {self.opened_on}"


class Draft(models.Model):
    """
    What somebody has filled in and not yet handed in; it becomes one application, however often it is sent.

    `key` stands in addresses and opens nothing by itself; the code that opens it is kept as fingerprint and hash. `answers_sealed` is
    empty once the draft was handed in.
    """

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="+")
    key = models.CharField(max_length=32, unique=True)
    code_index = models.CharField(max_length=32, unique=True)
    code_hash = models.CharField(max_length=120)
    answers_sealed = models.TextField(blank=True, default="")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    foi = models.OneToOneField(FoiRequest, models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(foi__isnull=True) | Q(answers_sealed=""), name="foi_draft_handed_in_is_empty"
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], condition=Q(foi__isnull=True), name="foi_draft_open")]

    def __str__(self) -> str:
        return self.key


class DraftFile(models.Model):
    """A file that belongs to a draft, made anew from what was uploaded."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    kind = models.CharField("材料类别", max_length=16, choices=FoiFile.Kind)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=255)
    added_at = models.DateTimeField("收存时间")

    class Meta:
        ordering = ["draft_id", "id"]

    def __str__(self) -> str:
        return self.name


class Satisfaction(models.Model):
    """How content an applicant was with the handling of a closed application; one answer, which may be changed."""

    class Score(models.IntegerChoices):
        VERY_CONTENT = 5, "非常满意"
        CONTENT = 4, "满意"
        FAIR = 3, "基本满意"
        DISCONTENT = 2, "不满意"
        VERY_DISCONTENT = 1, "非常不满意"

    foi = models.OneToOneField(FoiRequest, models.PROTECT, primary_key=True, related_name="satisfaction")
    score = models.PositiveSmallIntegerField("满意度", choices=Score)
    words_sealed = models.TextField(blank=True, default="")
    given_on = models.DateField("评价日期")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="foi_score_one_to_five")]

    def __str__(self) -> str:
        return f"{self.foi_id}: {self.score}"


class SuggestionTally(models.Model):
    """How often what is public already was offered to people about to apply, and with what result; counts of a month, no person."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="+")
    month = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    satisfied = models.PositiveIntegerField(default=0)
    went_on = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "month"], name="foi_tally_once_a_month")]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.month:%Y-%m}"
