"""Tags and filters of all pages: `{% load gongkai %}`. See docs/reference/components.md."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gongkai.web.ui import anchors, grid_html, icons, law_links, text
from gongkai.web.ui.charts.svg import KINDS, TRACK, percent

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.simple_tag(law_links.link, name="cite")
register.simple_tag(grid_html.lines, name="grid_lines")


@register.simple_tag
def cites(places: str | Iterable[str] | None) -> SafeString:
    """Link one citation or several, with 、 between them."""
    between = format_html("<span>{}</span>", _("、"))
    listed = places.replace(",", " ").split() if isinstance(places, str) else list(places or ())
    return format_html_join(between, "{}", ((law_links.link(place),) for place in listed))


@register.simple_tag
def term(term_id: str) -> str:
    """Give a legal label in the language of the page."""
    from gongkai.law import terms

    return terms.label(term_id, "en" if text.english() else "zh")


@register.filter
def date_cn(value: date | datetime | None) -> str:
    """Write a day in words."""
    return text.long_day(value) if value else ""


@register.simple_tag
def day(value: date | datetime | None, shape: str = "iso") -> SafeString | str:
    """Write a day as a `time` element: `iso`, `short` (11-24) or `cn` (in words)."""
    if not value:
        return ""
    plain = text.as_day(value)
    shown = {"iso": plain.isoformat(), "short": plain.isoformat()[5:], "cn": text.long_day(plain)}[shape]
    return format_html('<time datetime="{}">{}</time>', plain.isoformat(), shown)


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """Write an instant as a `time` element: 2026-11-24 09:52."""
    if not value:
        return ""
    local = localtime(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), f"{local:%Y-%m-%d %H:%M}")


@register.simple_tag
def working_days_left(days: int | None, provisional: bool = False) -> SafeString | str:
    """Show working days left as a badge in words; negative means overdue, None means no deadline."""
    if days is None:
        return ""
    kind, short, spoken = text.days_left(days)
    if provisional:
        short, spoken = (
            _("约 %(days)s") % {"days": short},
            _("%(days)s（节假日安排未公布，暂按推算）") % {"days": spoken},
        )
    return format_html(
        '<span class="badge {}" title="{}"><span aria-hidden="true">{}</span><span class="hidden-text">{}</span></span>',
        kind, spoken, short, spoken,
    )  # fmt: skip


@register.filter
def money(amount: Decimal | float | str | None, unit: str = "") -> str:
    """Write an amount in yuan, see `text.money`."""
    return text.money(amount, unit)


@register.filter
def file_size(size: int | None) -> str:
    """Write a number of bytes."""
    return text.file_size(size)


@register.filter
def digest(value: str | None) -> SafeString | str:
    """Show the head of a hash; the whole value stands in its title."""
    if not value:
        return ""
    return format_html('<code class="digest" title="{}">{}</code>', value, value[: text.DIGEST_SHOWN])


@register.simple_tag
def qr(url: str, size: int = 132) -> SafeString:
    """Draw a QR code as inline SVG that leads to `url`; every reader knows every mask, and trying all eight costs more than the page."""
    import segno

    out = BytesIO()
    segno.make_qr(url, error="m", mask=0).save(
        out, kind="svg", xmldecl=False, svgns=True, nl=False, omitsize=True, svgclass="qr", lineclass=None
    )
    drawn = (
        out.getvalue().decode("ascii").replace("<svg ", f'<svg width="{int(size)}" height="{int(size)}" role="img" ', 1)
    )
    label = format_html("<title>{}</title>", _("二维码：%(url)s") % {"url": url})
    return mark_safe(drawn.replace(">", f">{label}", 1))  # noqa: S308 - built from numbers and an escaped label


@register.simple_tag
def html_attrs(attrs: Mapping[str, Any]) -> SafeString:
    """Print the attributes a component does not know, escaped; the library's own `{{ attrs }}` does not escape."""
    known: Any = getattr(attrs, "attrs_dict", None)
    pairs = (known() if known else dict(attrs)).items()
    return format_html_join(
        "",
        ' {}="{}"',
        (
            (name, "" if value is True else conditional_escape(value))
            for name, value in pairs
            if value not in (False, None)
        ),
    )


@register.simple_tag(takes_context=True)
def sort_state(context: template.Context, key: str, first: str = "") -> dict[str, str]:
    """Give address and state of a sort link; the second click turns the order round."""
    request = context["request"]
    now = request.GET.get("sort", "")
    rising, falling = key, f"-{key}"
    after = falling if now == rising or (now != falling and first == "desc") else rising
    query = request.GET.copy()
    query["sort"] = after
    query.pop("page", None)
    query.pop("after", None)
    state = {rising: "ascending", falling: "descending"}.get(now, "")
    return {"url": f"?{query.urlencode()}", "state": state}


@register.simple_tag
def title_prefix(form: BaseForm | None) -> str:
    """Give “有误：” for the title of a page whose form was refused."""
    return _("有误：") if form is not None and form.is_bound and form.errors else ""


@register.filter
def forms_with_errors(form: BaseForm | Iterable[BaseForm] | None) -> list[BaseForm]:
    """Give the forms among `form` that were refused."""
    if not isinstance(form, BaseForm) and not form:
        return []
    listed = [form] if isinstance(form, BaseForm) else list(form)
    return [one for one in listed if one.is_bound and one.errors]


@register.filter
def error_anchor(field: BoundField) -> str:
    """Give the id that a link in the error summary jumps to: of the first choice where there are several."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)


@register.filter
def pages_shown(page: Any) -> list[int | str]:
    """Give the page numbers to print, with … where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def with_id(field: BoundField, name: str) -> str:
    """Give the id of a part of a field: `hint` or `error`."""
    return f"{field.auto_id}_{name}"


@register.simple_tag
def control(field: BoundField, hint: str = "") -> SafeString:
    """Print the control of a field, tied to its hint even where the hint comes from the page."""
    attrs: dict[str, str | bool] = {}
    if hint and not field.help_text and not field.use_fieldset:
        error = f" {field.auto_id}_error" if field.errors else ""
        attrs["aria-describedby"] = f"{field.auto_id}_helptext{error}"
    if field.field.widget.attrs.get("placeholder") == field.label:
        attrs["placeholder"] = ""
    return field.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, param: str, number: int) -> str:
    """Give the address of another page of the same list."""
    query = context["request"].GET.copy()
    query[param] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def meter_bar(value: float, maximum: float, kind: str = "") -> SafeString:
    """Draw the bar of a meter; its number stands beside it, so it is decoration."""
    share = 0.0 if not maximum else max(0.0, min(1.0, float(value) / float(maximum)))
    return format_html(
        '<svg width="100%" height="10" aria-hidden="true" focusable="false"><rect width="100%" height="10" rx="2" fill="{}"/>'
        '<rect width="{}" height="10" rx="2" fill="{}"/></svg>',
        TRACK, percent(100 * share), KINDS.get(kind, KINDS[""]),
    )  # fmt: skip


@register.filter
def finding_anchor(finding: Any) -> str:
    """Give the id of the place a finding is about: a cell such as `t3-g-c1`, otherwise a slug of its words."""
    return anchors.anchor(finding.where)
