"""A long list of choices, written at once: a template for each of hundreds of options would take the page's time."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LongSelect(forms.Select):
    """The same elements as Django's own widget makes, without a template for each option."""

    def render(
        self,
        name: str,
        value: Any,  # Any: Django's signature
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the element with its options, in groups where the choices have them."""
        context = self.get_context(name, value, dict(attrs or {}))["widget"]
        groups = [
            format_html('<optgroup label="{}">{}</optgroup>', title, _options(options)) if title else _options(options)
            for title, options, _place in context["optgroups"]
        ]
        own = flatatt({"name": context["name"], **context["attrs"]})
        return format_html("<select{}>{}</select>", own, format_html_join("", "{}", ((group,) for group in groups)))


def _options(options: list[dict[str, Any]]) -> SafeString:  # Any: Django's cells
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one["value"], flatatt(one["attrs"]), one["label"]) for one in options),
    )
