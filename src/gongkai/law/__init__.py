"""The kernel: the law as cited data and pure functions. No Django, no clock, no network."""
