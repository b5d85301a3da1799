"""Every model has a factory, and migrations are complete."""

import importlib
import pkgutil

import pytest
from django.apps import apps
from django.core.management import call_command
from factory.django import DjangoModelFactory

from tests import factories

#: Made by other factories or operations as a side of them.
WITHOUT_FACTORY: set[str] = set()


def covered() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(factories.__path__):
        for value in vars(importlib.import_module(f"tests.factories.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, DjangoModelFactory) and value._meta.model is not None:
                found.add(value._meta.model._meta.label)
    return found


def test_every_model_has_a_factory() -> None:
    ours = {
        model._meta.label
        for config in apps.get_app_configs()
        if config.name.startswith("gongkai")
        for model in config.get_models()
    }
    assert len(ours) > 20
    assert ours - covered() - WITHOUT_FACTORY == set()


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
