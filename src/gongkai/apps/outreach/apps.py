"""Outreach: what hangs on boards, what went to archives and libraries, what the WeChat account carries."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "gongkai.apps.outreach"
    label = "outreach"
