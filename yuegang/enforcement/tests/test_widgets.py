"""A long list of choices says what Django's own widget says."""

from django import forms
from django.test import SimpleTestCase

from yuegang.enforcement.forms.widgets import LongSelect

CHOICES = [("", "not chosen"), ("A&B", "<first>"), ("Ports", [("1", "one"), ("2", "two")])]


def test_a_long_list_is_written_as_djangos_own_widget_writes_it() -> None:
    for value in (None, "2", "A&B"):
        attrs = {"id": "id_port", "required": True}
        own = forms.Select(choices=CHOICES).render("port", value, attrs)
        SimpleTestCase().assertHTMLEqual(LongSelect(choices=CHOICES).render("port", value, attrs), own)
