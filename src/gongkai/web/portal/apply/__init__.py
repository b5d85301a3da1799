"""Applying on line: filling in a draft page by page, the receipt, following the case with number and code."""
