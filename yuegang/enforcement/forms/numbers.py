"""Fields for counts and amounts as officers type them: digits, never 万 or 億, and a mistake is told, not mended."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

MYRIADS = re.compile(r"^([\d.]+)\s*([万萬亿億千百kKmM])$")
POWERS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "千": 1000, "百": 100, "k": 1000, "m": 10**6}
LARGEST_COUNT = 2_000_000_000  # the same limit as in the workbook
LARGEST_AMOUNT = Decimal("999999999999.99")


def plain_digits(raw: str) -> str:
    """Return text with full-width digits folded and separators of thousands taken out."""
    folded = unicodedata.normalize("NFKC", raw).strip()
    return re.sub(r"(?<=\d)[,' ](?=\d{3}(\D|$))", "", folded)


def refuse_words(plain: str) -> None:
    """Refuse a number with a word for a power of ten and offer its digits; the factor 10,000 is the classic slip."""
    found = MYRIADS.match(plain)
    if found is None:
        return
    digits = format((Decimal(found[1]) * POWERS[found[2].lower()]).normalize(), "f")
    message = _("Write all digits: “%(found)s” may mean %(digits)s.")
    raise forms.ValidationError(message, code="number.words", params={"found": plain, "digits": digits})


def in_words(digits: str) -> str:
    """Return a large number with 万 or 亿 beside its digits, so that a slip by ten thousand meets the eye.

    Nothing for small numbers and for readers of English, who group by thousands.
    """
    if not re.fullmatch(r"\d{5,}(\.\d+)?", digits, re.ASCII) or not (get_language() or "").startswith("zh"):
        return ""
    value = Decimal(digits)
    power, word = (10**8, gettext("hundred million")) if value >= 10**8 else (10**4, gettext("ten thousand"))
    return f"{(value / power).quantize(Decimal('0.01')).normalize():f} {word}"


class CountField(forms.Field):
    """A whole number of lots, cases, items or persons."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "number.whole": _("A whole number in digits is needed, like 3400."),
        "number.negative": _("A number is zero or more."),
        "number.large": _("The number is too large (at most 2,000,000,000)."),
    }

    def to_python(self, value: Any) -> int | None:  # Any: what a widget gives
        """Return the number; raises ValidationError with the rule it breaks."""
        plain = plain_digits(str(value if value is not None else ""))
        if not plain:
            return None
        refuse_words(plain)
        if re.fullmatch(r"-\s*\d+", plain):
            raise forms.ValidationError(self.error_messages["number.negative"], code="number.negative")
        if not re.fullmatch(r"\d+", plain, re.ASCII):
            raise forms.ValidationError(self.error_messages["number.whole"], code="number.whole")
        if int(plain) > LARGEST_COUNT:
            raise forms.ValidationError(self.error_messages["number.large"], code="number.large")
        return int(plain)


class AmountField(forms.Field):
    """An amount of money with at most two decimals; its currency stands in its own field."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "amount.form": _("An amount is needed, like 1180.00; the currency has its own field."),
        "number.negative": _("A number is zero or more."),
        "amount.large": _("The amount is too large."),
    }

    def to_python(self, value: Any) -> Decimal | None:  # Any: what a widget gives
        """Return the amount; raises ValidationError with the rule it breaks."""
        plain = plain_digits(str(value if value is not None else ""))
        if not plain:
            return None
        refuse_words(plain)
        if re.fullmatch(r"-\s*\d+(\.\d+)?", plain):
            raise forms.ValidationError(self.error_messages["number.negative"], code="number.negative")
        if not re.fullmatch(r"\d+(\.\d{1,2})?", plain, re.ASCII):
            raise forms.ValidationError(self.error_messages["amount.form"], code="amount.form")
        if Decimal(plain) > LARGEST_AMOUNT:
            raise forms.ValidationError(self.error_messages["amount.large"], code="amount.large")
        return Decimal(plain)
