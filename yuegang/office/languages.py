"""The three languages as Django, HTML and people write them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """A language of the pages: Django's code, the tag HTML carries, its own name and its short mark."""

    code: str
    tag: str
    name: str
    mark: str


LANGUAGES = (
    Language("zh-hans", "zh-Hans-CN", "简体中文", "简"),
    Language("zh-hant", "zh-Hant-HK", "繁體中文", "繁"),
    Language("en", "en", "English", "EN"),
)


def html_tag(code: str) -> str:
    """Return the BCP 47 tag that picks the glyphs of a side; an unknown code is passed through."""
    return next((language.tag for language in LANGUAGES if language.code == code.lower()), code)
