"""Which language tag a text deserves: glyphs of one side differ from those of the other."""

import re

from django.utils.translation import get_language

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
LANGUAGES = {"gd": "zh-hans", "cn": "zh-hans", "hk": "zh-hant", "mo": "zh-hant"}


def language_of(text: str, side: str) -> str:
    """Return the language code of a text written on a side, or nothing where the page's own will do."""
    if not HAN.search(text):
        return ""
    code = LANGUAGES.get(side, "")
    return "" if code == get_language() else code
