from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("core", "0004_uploads")]

    operations = [
        migrations.AddField("searchdocument", "tags", models.CharField(blank=True, default="", max_length=200)),
    ]
