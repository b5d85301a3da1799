"""Supervision of the organs' columns and accounts."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "gongkai.apps.supervision"
    label = "supervision"
