from yuegang.engine.law.provision import Page, Provision, Statute, index_tokens, title_text

STATUTE = Statute(place="HK", level="ordinance", key="HK:528", titles=("Copyright Ordinance", "版權條例"))


def test_a_provision_is_named_by_its_statute_and_number() -> None:
    assert Provision(STATUTE, "119A", "", "", "").key == "HK:528#119A"


def test_headings_are_indexed_twice_and_titles_apart() -> None:
    page = Page.of(Provision(STATUTE, "118", "罪行", "第一部", "A person\n sells 版權"), title_text(STATUTE.titles))
    body, title = index_tokens(page)
    assert body == "罪行 罪行 版权 a person sell"
    assert title == "版权 权条 条例 copyright ordin 第一 一部"
