"""Factories of the tests: one for every model, with traits; everything they make is fictional."""
