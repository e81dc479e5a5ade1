import pytest

from yuegang.engine.law.citation import Citation, numeral, parse_citation, statute_names

NAMES = statute_names(
    {
        "中华人民共和国专利法": "CN:专利法",
        "专利法实施细则": "CN:专利法实施细则",
        "刑法": "CN:刑法",
        "商标法": "CN:商标法",
        "法": "CN:法",
    },
    {"trademark law": "CN:商标法", "copyright ordinance": "HK:528", "版權條例": "HK:528"},
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("专利法第六十五条", "CN:专利法#65"),
        ("《中华人民共和国专利法》第65条第一款", "CN:专利法#65"),
        ("專利法實施細則第一百零一條", "CN:专利法实施细则#101"),
        ("商标法57条", "CN:商标法#57"),
        ("商标法 57", "CN:商标法#57"),
        ("刑法第二百一十九条之一", "CN:刑法#219-1"),
        ("刑法 219-1", "CN:刑法#219-1"),
        ("article 57 of the PRC Trademark Law", "CN:商标法#57"),
        ("Trademark Law art. 57", "CN:商标法#57"),
        ("Cap. 528 s 118", "HK:528#118"),
        ("s.119A, Cap 528", "HK:528#119A"),
        ("第528章第118條", "HK:528#118"),
        ("Cap. 514C section 58", "HK:514C#58"),
        ("版權條例第118條", "HK:528#118"),
        ("Copyright Ordinance section 118(1)(a)", "HK:528#118"),
        ("97/99/M 第2條", "MO:97/99/M#2"),
        ("Decree-Law 97/99/M, article 2", "MO:97/99/M#2"),
    ],
)
def test_it_reads_a_citation(text: str, key: str) -> None:
    citation = parse_citation(text, NAMES)
    assert citation is not None
    assert citation.key == key


def test_a_statute_without_a_number_is_cited_alone() -> None:
    assert parse_citation("专利法 无效宣告", NAMES) == Citation("CN:专利法")


def test_a_question_is_not_a_citation() -> None:
    assert parse_citation("被海关扣货怎么办", NAMES) is None


def test_a_number_in_a_question_is_not_an_article() -> None:
    citation = parse_citation("专利法 20年 期限", NAMES)
    assert citation is not None
    assert citation.number is None


@pytest.mark.parametrize(
    ("written", "number"),
    [("十", "10"), ("二十", "20"), ("一百零五", "105"), ("一〇五", "105"), ("119a", "119A"), ("两百", "200")],
)
def test_it_reads_numbers_in_both_figures(written: str, number: str) -> None:
    assert numeral(written) == number
