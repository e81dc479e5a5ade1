"""Citations inside texts."""

from yuegang.engine.law.links import links

NAMES = {"刑法": "CN:刑法"}


def keys(text: str, statute: str) -> list[tuple[str, str]]:
    return [(text[link.start : link.end], link.cited.key) for link in links(text, statute, NAMES)]


def test_a_bare_number_means_the_statute_it_stands_in() -> None:
    assert keys("依照本法第十五条和第八条的规定", "CN:商标法") == [
        ("本法第十五条", "CN:商标法#15"),
        ("第八条", "CN:商标法#8"),
    ]


def test_a_named_statute_is_found_by_its_name() -> None:
    assert keys("依照《中华人民共和国刑法》第二百一十九条之一", "CN:商标法")[0][1] == "CN:刑法#219-1"


def test_an_unknown_statute_is_not_linked() -> None:
    assert keys("依照《渔业法》第三条", "CN:商标法") == []


def test_an_english_section_names_its_chapter_or_means_its_own() -> None:
    assert keys("under section 118 and section 30 of the Copyright Ordinance (Cap. 528)", "HK:362") == [
        ("section 118", "HK:362#118"),
        ("section 30 of the Copyright Ordinance (Cap. 528)", "HK:528#30"),
    ]
