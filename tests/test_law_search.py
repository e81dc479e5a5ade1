"""The command `search`: what it reads, what it prints, and its quality when the shared data are there."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bench.search import CORPUS, QUERIES, STATUTES, measure
from yuegang.law_files import LawFileError, read_headings, read_laws, read_terms
from yuegang.law_search import LawIndex, load, main

ARTICLES = {
    "1": "为了加强商标管理，制定本法。",
    "40": "注册商标有效期满，可以续展。",
    "57": "有下列行为之一的，均属侵犯注册商标专用权。",
}


def statute(version: str, articles: dict[str, str] = ARTICLES) -> dict[str, Any]:  # a statute as its file holds it
    return {
        "jurisdiction": "CN",
        "level": "law",
        "title": {"zh-Hans": "中华人民共和国商标法", "en": "Trademark Law", "short": "商标法"},
        "dates": {"adopted_or_amended": version},
        "articles": [{"number": number, "path": ["第一章 总则"], "text": text} for number, text in articles.items()],
    }


ORDINANCE = {
    "jurisdiction": "HK",
    "level": "ordinance",
    "title": {"en": "Copyright Ordinance", "zh-Hant": "版權條例", "short": "Cap. 528"},
    "number": "Cap. 528",
    "articles": [
        {
            "number": "118",
            "heading": {"en": "Offences"},
            "text": {"en": "A person commits an offence if he sells an infringing copy."},
        }
    ],
}
DECREE = {
    "jurisdiction": "MO",
    "level": "decree-law",
    "title": {"zh-Hant": "工業產權法律制度", "short": "DL 97/99/M"},
    "number": "97/99/M",
    "dates": {"published": "1999-12-13"},
    "articles": [{"number": "2", "text": {"zh-Hans": "本法规对下列者适用：澳门居民。"}}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    laws = tmp_path / "laws"
    laws.mkdir()
    for name, row in {
        "a": statute("2019-04-23"),
        "b": statute("2001-10-27", {"9": "旧法"}),
        "c": ORDINANCE,
        "d": DECREE,
    }.items():
        (laws / f"{name}.json").write_text(json.dumps(row), encoding="utf-8")
    return laws


def test_only_the_latest_version_of_a_title_is_read(folder: Path) -> None:
    keys = [provision.key for provision in read_laws(folder)]
    assert keys == ["CN:商标法#1", "CN:商标法#40", "CN:商标法#57", "HK:528#118", "MO:97/99/M#2"]


def test_a_corpus_is_read_from_a_packed_file(tmp_path: Path) -> None:
    row = {
        "title": "中华人民共和国商标法",
        "version": None,
        "category": "民法商法",
        "articles": statute("")["articles"],
    }
    place = tmp_path / "corpus.jsonl.gz"
    with gzip.open(place, "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n" + json.dumps(row | {"title": "关于修改商标法的决定"}) + "\n")
    provisions = read_laws(place)
    assert provisions[0].key == "CN:商标法#1"
    assert (provisions[0].statute.level, provisions[-1].statute.level) == ("law", "amending")


def test_the_command_prints_one_line_per_query_in_order(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text(
        '{"id": "b", "query": "商標續期"}\n{"id": "a", "query": "Cap. 528 s 118"}\n{"id": "c", "query": "？"}\n'
    )
    assert main(["search", "--laws", str(folder), "--queries", str(queries), "--top", "2"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ["b", "a", "c"]
    assert lines[0]["hits"][0]["key"] == "CN:商标法#40"
    assert lines[1]["hits"][0]["key"] == "HK:528#118"
    assert lines[2]["hits"] == []


@pytest.mark.parametrize("query", ["商标法第五十七条", "Trademark Law article 57", "商标法57条 续展"])
def test_a_cited_provision_stands_first(folder: Path, query: str) -> None:
    index = LawIndex(read_laws(folder), read_terms(), read_headings())
    assert index.search(query)[0][0] == "CN:商标法#57"


def test_a_missing_folder_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LawFileError):
        read_laws(tmp_path)
    assert main(["search", "--laws", str(tmp_path / "none"), "--queries", str(tmp_path / "q")]) == 2
    assert "search:" in capsys.readouterr().err


def test_every_heading_of_ours_has_all_three_languages() -> None:
    assert all(all(part.strip() for part in heading.split(" · ")) for heading in read_headings().values())


@pytest.mark.skipif(
    not QUERIES.exists() or not STATUTES.exists(), reason="the law data and questions are not beside the project"
)
def test_the_portal_corpus_keeps_its_quality() -> None:
    figures = measure(load(STATUTES), QUERIES)["all"]
    assert figures.recall >= 0.90
    assert figures.ndcg >= 0.74
    assert figures.statute >= 0.90


def test_the_bench_names_its_corpora() -> None:
    assert CORPUS.name.endswith(".jsonl.gz")
