"""Every model of ground, organs and publication has a factory; what it makes is valid and can say what it is."""

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

from tests.factories import core, organs, publication

FACTORIES = {
    factory._meta.model: factory
    for module in (core, organs, publication)
    for factory in vars(module).values()
    if isinstance(factory, type) and issubclass(factory, DjangoModelFactory) and factory is not DjangoModelFactory
}
MODELS = [model for label in ("core", "organs", "publication") for model in apps.get_app_config(label).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.django_db
def test_every_model_has_a_factory_that_makes_it(model: type) -> None:
    made = FACTORIES[model].create()
    made.validate_constraints()
    assert str(made)


@pytest.mark.parametrize(
    ("factory", "trait"),
    [(factory, trait) for factory in FACTORIES.values() for trait in factory._meta.parameters],
    ids=lambda value: getattr(value, "__name__", value),
)
@pytest.mark.django_db
def test_every_trait_makes_a_row_that_the_database_takes(factory: type[DjangoModelFactory], trait: str) -> None:  # type: ignore[type-arg]  # any model
    assert factory.create(**{trait: True}).pk
