"""The look of forms: Django's own `{{ form }}` and `as_field_group` come out as ours."""

from typing import Any

from django.forms import DateInput
from django.forms.renderers import DjangoTemplates, EngineMixin, TemplatesSetting
from django.template import TemplateDoesNotExist


class Renderer(TemplatesSetting):
    """Take templates of forms from the site first and Django's own for the rest (`FORM_RENDERER`)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Any:
        """
        Find a template of a form or a control.

        :raises TemplateDoesNotExist: neither the site nor Django has it.
        """
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return _django.get_template(template_name)


_django: EngineMixin = DjangoTemplates()


class DayInput(DateInput):
    """A date as browsers want it in `type="date"`, whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")
