from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("publication", "0002_scratches")]

    operations = [
        migrations.AddIndex(
            "disclosureitem",
            models.Index(
                fields=["organ", "-corrected_at"],
                condition=models.Q(corrected_at__isnull=False),
                name="publication_item_corrected",
            ),
        ),
        migrations.AddIndex(
            "disclosureitem",
            models.Index(
                fields=["organ", "-withdrawn_at"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="publication_item_withdrawn",
            ),
        ),
    ]
