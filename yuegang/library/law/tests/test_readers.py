"""Readers: the forms law comes in, and what they refuse."""

import gzip
import io
import json
import zipfile
from datetime import date

import pytest

from yuegang.engine.law.edition import validate
from yuegang.library.law.forms_of_law import form_of, read
from yuegang.library.law.packing import pack, unpack
from yuegang.library.law.readers.errors import ReadError
from yuegang.library.law.readers.hklm import read_hklm

CHAPTER = """<lawDoc xmlns="http://www.xml.gov.hk/schemas/hklm/1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<meta><docName>{title}</docName><docType>cap</docType><docNumber>9999</docNumber>
<dc:identifier>/hk/cap9999!{language}</dc:identifier><dc:date>2024-05-01</dc:date></meta>
<main><part><num value="1">{part} 1</num><heading>{heading}</heading>
<section><num value="1">1.</num><heading>{heading}</heading><content>{text}</content></section>
<section><num value="2A">2A.</num><heading>{heading}</heading><subsection><num>(1)</num><content>{text}</content>
<paragraph><num>(a)</num><content>{text}</content></paragraph></subsection></section></part></main></lawDoc>"""
ENGLISH = CHAPTER.format(title="Samples Ordinance", language="en", part="Part", heading="Samples", text="A sample.")
CHINESE = CHAPTER.format(title="樣例條例", language="zh-Hant-HK", part="部", heading="樣例", text="樣例。")
MACAO = """<html><head><title>x</title><script>no()</script></head><body><h1>第99/98/M號法令</h1><p>1999年12月13日</p>
<p>樣例法律制度</p><p>第一章 一般規定</p>
<p>第一條 （標的）</p><p>本法規規範樣例。</p><p>第二條</p><p>一、有效。<br>二、生效。</p>
</body></html>"""
MARKDOWN = """# 中华人民共和国样例法

2001年10月27日通过　2019年4月23日修正

## 第一章 总则

**第一条** 为了样例，制定本法。

第二条之一　样例是例子。

（一）甲；
"""


def packed(**files: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.xml", content)
        archive.writestr("list.txt", "not law")
    return memory.getvalue()


def test_a_hong_kong_zip_joins_its_languages() -> None:
    (edition,) = read("hklm", packed(a=ENGLISH, b=CHINESE))
    assert (edition.code, edition.in_force, edition.number) == ("9999", date(2024, 5, 1), "Cap. 9999")
    assert edition.titles == {"en": "Samples Ordinance", "zh-Hant": "樣例條例"}
    first, second = edition.articles
    assert first.wordings["en"].status == "authentic" and first.wordings["zh-Hant"].text == "樣例。"
    assert second.number == "2A" and second.path == ("Part 1 Samples",)
    assert second.wordings["en"].text == "(1) A sample.\n(a) A sample."
    assert validate(edition) == []


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><lawDoc/>', "xml.declaration"),
        (b"<lawDoc>", "xml:"),
        (b"<lawDoc/>", "no meta"),
        (b"\xff\xfe<", "encoding"),
        (b"PK nothing", "zip"),
        (ENGLISH.replace("2024-05-01", "2024-99-01").encode(), "dc:date"),
    ],
)
def test_a_broken_or_dangerous_file_is_refused(content: bytes, rule: str) -> None:
    with pytest.raises(ReadError, match=rule):
        list(read_hklm(content))


def test_a_page_of_the_macao_gazette_is_read() -> None:
    (edition,) = read("macao", MACAO.encode())
    assert (edition.code, edition.level, edition.adopted) == ("99-98-M", "decree-law", date(1999, 12, 13))
    first, second = edition.articles
    assert first.wordings["zh-Hant"].heading == "標的" and first.wordings["zh-Hant"].text == "本法規規範樣例。"
    assert second.wordings["zh-Hant"].text == "一、有效。\n二、生效。" and first.path == ("第一章 一般規定",)
    assert read("macao", MACAO.encode("big5hkscs"))[0].code == "99-98-M"


@pytest.mark.parametrize(
    ("form", "content"), [("macao", b"<html>nothing"), ("markdown", b"no heading"), ("macao", b"\xff\xff")]
)
def test_a_page_without_its_marks_is_refused(form: str, content: bytes) -> None:
    with pytest.raises(ReadError):
        read(form, content)


def test_a_markdown_file_is_read() -> None:
    (edition,) = read("markdown", MARKDOWN.encode())
    assert (edition.place, edition.code, edition.adopted) == ("CN", "样例法", date(2019, 4, 23))
    assert [article.number for article in edition.articles] == ["1", "2-1"]
    assert edition.articles[1].wordings["zh-Hans"].text == "样例是例子。\n（一）甲；"
    assert read("markdown", "# 广东省样例条例\n第一条 一。".encode())[0].place == "GD"


def test_json_is_read_as_object_list_and_packed_lines() -> None:
    row = {
        "jurisdiction": "MO",
        "title": {"zh-Hant": "樣例", "short": "DL 99/98/M"},
        "number": "99/98/M",
        "dates": {"published": "1999-12-13"},
        "articles": [
            {"number": "1", "heading": {"zh-Hant": "標的"}, "text": {"zh-Hant": "樣例。", "zh-Hans": "样例。"}}
        ],
    }
    line = {
        "title": "中华人民共和国样例法",
        "version": "2019-04-23",
        "category": "法律",
        "articles": [{"number": 1, "text": "一"}],
    }
    assert read("json", json.dumps(row).encode())[0].code == "99-98-M"
    statuses = {
        lang: each.status for lang, each in read("json", json.dumps([row]).encode())[0].articles[0].wordings.items()
    }
    assert statuses == {"zh-Hant": "official", "zh-Hans": "machine"}
    lines = gzip.compress(f"{json.dumps(line)}\n\n{json.dumps(line | {'category': '广东地方法规'})}\n".encode())
    assert [edition.place for edition in read("json", lines)] == ["CN", "GD"]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"{]",
        b'{"category": 1}',
        b"\x1f\x8bnothing",
        b'[{"category":"x","title":"y","version":"z","articles":[]}]',
    ],
)
def test_json_of_another_form_is_refused(content: bytes) -> None:
    with pytest.raises(ReadError):
        read("json", content)


def test_an_edition_survives_its_packing() -> None:
    (edition,) = read("hklm", packed(a=ENGLISH, b=CHINESE))
    assert unpack(json.loads(json.dumps(pack(edition)))) == edition


def test_a_name_tells_its_form() -> None:
    assert form_of("hkel_c_leg_cap_301_cap_600_en.ZIP") == "hklm"
    with pytest.raises(ReadError):
        form_of("x.exe")
