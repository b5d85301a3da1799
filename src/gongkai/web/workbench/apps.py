from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "gongkai.web.workbench"
    label = "workbench"
