# The index tables of the search, which no model describes: FTS5 on SQLite, tsvector on PostgreSQL.

from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE core_search_title USING fts5(tokens, content='', columnsize=0, tokenize='ascii')",
    "CREATE VIRTUAL TABLE core_search_body USING fts5(tokens, content='', columnsize=0, tokenize='ascii')",
)
POSTGRESQL = (
    "CREATE TABLE core_search_title (document_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
    "CREATE INDEX core_search_title_tokens ON core_search_title USING gin (tokens) WITH (fastupdate = off)",
    "CREATE TABLE core_search_body (document_id bigint, piece integer, whole boolean NOT NULL, tokens tsvector NOT NULL,"
    " PRIMARY KEY (document_id, piece))",
    "CREATE INDEX core_search_body_whole ON core_search_body USING gin (tokens) WITH (fastupdate = off) WHERE whole",
    "CREATE INDEX core_search_body_pieces ON core_search_body USING gin (tokens) WITH (fastupdate = off) WHERE NOT whole",
)


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE core_search_title")
    schema_editor.execute("DROP TABLE core_search_body")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RemoveIndex("searchdocument", "core_search_number"),
        migrations.AddField(
            "searchdocument", "number_key", models.CharField(blank=True, default="", max_length=120)
        ),
        migrations.AddIndex(
            "searchdocument", models.Index(fields=["number_key"], name="core_search_number_key")
        ),
        migrations.RunPython(create, drop, elidable=False),
    ]
