"""What somebody has typed and not saved yet; no version, no record, gone when it is saved or thrown away."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Scratch(models.Model):
    """The unsaved form of one person: of an item, or of one that is not begun yet; `typed` is the form as it was sent."""

    organ = models.ForeignKey("organs.Organ", models.CASCADE, related_name="+")
    item = models.ForeignKey("publication.DisclosureItem", models.CASCADE, null=True, related_name="scratches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    based_on = models.PositiveIntegerField(default=0)
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "scratches"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "by"],
                condition=Q(item__isnull=False),
                name="publication_scratch_one_per_item_and_person",
            ),
            models.UniqueConstraint(
                fields=["organ", "by"], condition=Q(item__isnull=True), name="publication_scratch_one_new_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id or 'new'} {self.by_id} {self.saved_at:%Y-%m-%d %H:%M}"
