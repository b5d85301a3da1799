"""Reading the running text of a report: paragraphs, quantities, citations, near misses of terms, likeness, personal data."""
