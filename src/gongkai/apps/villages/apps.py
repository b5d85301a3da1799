"""Village affairs: who publishes what for which period, signed off by the supervisors, asked about by villagers."""

from django.apps import AppConfig


class VillagesConfig(AppConfig):
    name = "gongkai.apps.villages"
    label = "villages"
