"""Supervision: what became stale, and who said that nothing changed."""
