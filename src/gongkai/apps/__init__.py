"""Django apps: models, operations, queries, effects. No templates, no HTTP."""
