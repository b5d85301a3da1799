"""Benefit programmes and lists of the people who receive them: import, review, public notice, objections, take-down."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "gongkai.apps.benefits"
    label = "benefits"
