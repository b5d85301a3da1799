"""Fields and constraints of the ground; what is done with them stands in `operations`, `numbering`, `files` and `outbox`."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Event(models.Model):
    """One thing that happened, chained by hash to the one before it in the same organ's chain."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="events")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["organ_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "sequence"], name="core_event_one_place_in_chain"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="core_event_sequence_from_1"),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="core_event_subject")]

    def __str__(self) -> str:
        return f"{self.organ_id}#{self.sequence} {self.kind}"


class ChainHead(models.Model):
    """The end of an organ's chain; locked while an event is appended."""

    organ = models.OneToOneField("organs.Organ", models.PROTECT, primary_key=True, related_name="chain_head")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.organ_id}#{self.sequence}"


class Counter(models.Model):
    """The last number given out per organ, kind and year; locked in the transaction that uses the number."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "year"], name="core_counter_one_per_organ_kind_year")
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.kind} {self.year}: {self.value}"


class StoredFile(models.Model):
    """A file kept by its SHA-256; the bytes lie under FILES_DIR and are never changed."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    name = models.CharField(max_length=255)
    stored_at = models.DateTimeField()
    sealed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="core_file_sha256")]
        constraints = [models.CheckConstraint(condition=~Q(sha256=""), name="core_file_has_hash")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """
    A file that somebody handed in, what was made of it, and what was dropped and found; written by `core.uploads` only.

    `original` is kept for the organ alone; what goes on is `derivative`, made anew from what is visible. A refused file leaves this
    record and no bytes. `findings` holds masked forms, at most so many; the numbers of all are in `counts`.
    """

    class State(models.TextChoices):
        READY = "ready", "已处理"
        REFUSED = "refused", "未通过"

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="uploads")
    public_key = models.CharField(max_length=24, unique=True)
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State)
    kind = models.CharField(max_length=12, blank=True, default="")
    name = models.CharField(max_length=255)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()

    original_name = models.TextField()
    original_sha256 = models.CharField(max_length=64)
    original_size = models.PositiveBigIntegerField()
    original = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    derivative = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="upload")
    text = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    preview = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    masked_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="masked_forms")
    mask_profile = models.CharField(max_length=60, blank=True, default="")

    dropped = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    hidden_findings = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    blocking = models.PositiveIntegerField(default=0)
    hidden = models.PositiveIntegerField(default=0)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    refusal_code = models.CharField(max_length=20, blank=True, default="")
    refusal = models.TextField(blank=True, default="")
    subject_type = models.CharField(max_length=60, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ready", derivative__isnull=False, refusal_code="")
                | (Q(state="refused", derivative__isnull=True, original__isnull=True) & ~Q(refusal_code="")),
                name="core_upload_ready_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="core_upload_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(subject_type="", subject_id__isnull=True)
                | (~Q(subject_type="") & Q(subject_id__isnull=False)),
                name="core_upload_subject_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["original_sha256"], name="core_upload_original"),
            models.Index(fields=["subject_type", "subject_id"], name="core_upload_subject"),
        ]

    def __str__(self) -> str:
        return self.name


class UploadPage(models.Model):
    """The picture of one page of a derivative, for people to look at."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField()
    picture = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["upload_id", "number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="core_upload_page_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} p{self.number}"


class Outbox(models.Model):
    """An effect owed to the outside: written with the event, carried out after the commit, repeated until it succeeds."""

    class State(models.TextChoices):
        READY = "ready", "待执行"
        RUNNING = "running", "执行中"
        SUCCESSFUL = "successful", "已完成"
        FAILED = "failed", "失败"

    event = models.ForeignKey(Event, models.PROTECT, related_name="effects")
    effect = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "effect"], name="core_outbox_once_per_event"),
            models.CheckConstraint(
                condition=Q(state="successful", finished_at__isnull=False) | ~Q(state="successful"),
                name="core_outbox_finished_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="core_outbox_state")]

    def __str__(self) -> str:
        return f"{self.effect} ({self.state})"


class SearchDocument(models.Model):
    """What the search index knows of one thing; ids follow publication order, so the newest hits come first by id."""

    organ = models.ForeignKey("organs.Organ", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=400)
    number = models.CharField(max_length=120, blank=True, default="")
    number_key = models.CharField(max_length=120, blank=True, default="")
    text = models.TextField(blank=True, default="")
    url = models.CharField(max_length=300)
    published_on = models.DateField()
    tags = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="core_search_once_per_object")]
        indexes = [models.Index(fields=["number_key"], name="core_search_number_key")]

    def __str__(self) -> str:
        return self.title


class Attempt(models.Model):
    """One try that is limited, under a fingerprint of what it is about; gone when it counts no longer (see `throttling`)."""

    bucket = models.CharField(max_length=32)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["bucket", "expires_at"], name="core_attempt_bucket"),
            models.Index(fields=["expires_at"], name="core_attempt_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.bucket[:8]} ({self.expires_at:%Y-%m-%d %H:%M})"
