"""The yearly report: figures from the registers, the draft, checks, signature, frozen versions."""
