"""Organs and people: the organ tree, posts with their dates, who may do what where."""
