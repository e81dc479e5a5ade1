"""What the scan must see, where, and what it must leave alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuegang.engine.protocol.personal_numbers import hkid_check_digit
from yuegang.engine.protocol.scan import Finding, fold, scan

MAINLAND = "11010519491231002X"  # the example of GB 11643-1999


def kinds(text: str, *names: str) -> list[str]:
    return [finding.kind for finding in scan(text, names)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("司机身份证11010519491231002X，已核", "mainland_id", "11010519491231002X"),
        ("ID11010519491231002x.", "mainland_id", "11010519491231002x"),
        ("110105 1949 1231 002X", "mainland_id", "110105 1949 1231 002X"),
        ("12 110105194912310029", "mainland_id", "110105194912310029"),
        ("１１０１０５１９４９１２３１００２Ｘ", "mainland_id", "１１０１０５１９４９１２３１００２Ｘ"),
        ("一一零一零五一九四九一二三一〇〇二X", "mainland_id", "一一零一零五一九四九一二三一〇〇二X"),
        ("11010519491231\u200b002X", "mainland_id", "11010519491231\u200b002X"),
        ("旧证110105491231002。", "mainland_id", "110105491231002"),
        ("持證人A123456(3)稱", "hkid", "A123456(3)"),
        ("Ａ１２３４５６（３）", "hkid", "Ａ１２３４５６（３）"),
        ("a123456 (3)", "hkid", "a123456 (3)"),
        ("A123456(9) mistyped", "hkid", "A123456(9)"),
        ("hkid A1234563 only", "hkid", "A1234563"),
        ("AB987654(3)", "hkid", "AB987654(3)"),
        ("澳門身份證 1234567(8)", "macao_id", "1234567(8)"),
        ("5/123456/7", "macao_id", "5/123456/7"),
        ("卡号6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128"),
        ("4111-1111-1111-1111", "bank_card", "4111-1111-1111-1111"),
        ("5555555555554444", "bank_card", "5555555555554444"),
        ("mail a.b@example.com.hk now", "email", "a.b@example.com.hk"),
        ("信箱：ａ＠ｂ．ｃｎ", "email", "ａ＠ｂ．ｃｎ"),
        ("致电13800138000", "phone", "13800138000"),
        ("138 0013 8000", "phone", "138 0013 8000"),
        ("+86 138-0013-8000", "phone", "+86 138-0013-8000"),
        ("8613800138000", "phone", "8613800138000"),
        ("008613800138000", "phone", "008613800138000"),
        ("座机 0755-88888888", "phone", "0755-88888888"),
        ("(020) 87196446", "phone", "(020) 87196446"),
        ("電話 2545 6182", "phone", "2545 6182"),
        ("聯絡 91234567。", "phone", "91234567"),
        ("司機稱 9123 4567 為其號碼", "phone", "9123 4567"),
        ("852-2545 6182", "phone", "852-2545 6182"),
        ("+85225456182", "phone", "+85225456182"),
        ("手提 6612 3456", "phone", "6612 3456"),
        ("電話 28712345", "phone", "28712345"),
        ("(853) 6612 3456", "phone", "(853) 6612 3456"),
        ("+44 20 7946 0958", "phone", "+44 20 7946 0958"),
        ("本件属秘密，勿传", "secret_mark", "秘密"),
        ("机　密★", "secret_mark", "机　密"),
        ("絕密", "secret_mark", "絕密"),
        ("Top-Secret annex", "secret_mark", "Top-Secret"),
        ("CONFIDENTIAL", "secret_mark", "CONFIDENTIAL"),
        ("graded SECRET.", "secret_mark", "SECRET"),
    ],
)
def test_it_finds(text: str, kind: str, found: str) -> None:
    start = text.index(found)
    assert scan(text) == (Finding(kind, start, start + len(found), found),)


@pytest.mark.parametrize(
    "text",
    [
        "12,000 件，3 批，货值 1,380,013,800 元",
        "13800138000 件",
        "HS 9102.11.00、税号 91021100、HS code 42022100",
        "MSKU1234565 与 TCNU 987654 3",
        "空运单 160-12345675",
        "AWB 16012345675",
        "运单号 SF1234567890123",
        "报关单 531620261123456789",
        "2026-11-24 09:42 至 20261125",
        "车牌 粤Z·0000港、粤B12345、AB 1234",
        "HK$91234567，RMB 8800000.00",
        "线索 GD-2026-0041 与 2026-0418",
        "2019-2026 年，每箱 5000-8000 件",
        "示例 123456789012345 与 123456789012345678",
        "HK$0.9 m, 1,200 items, 45 cases",
        "recordal T2017-12345, reg. no. 3012345",
        "mark No. 301234567",
        "手机密码锁、司机密切留意、商业秘密、trade secret、VICTORIA'S SECRET、不涉及国家秘密",
        "A123456 与 A1234567",
        "1234567890123456",
        "4111111111111112",
        "+99 999 999",
        "version 1.2.3@4",
    ],
)
def test_it_leaves_the_figures_of_customs_work_alone(text: str) -> None:
    assert scan(text) == ()


def test_it_knows_the_names_it_is_given() -> None:
    text = "报关员陈 大文与CHAN  Tai-man同车，Chandler不是"
    found = [(finding.kind, finding.text) for finding in scan(text, ["陈大文", "Chan Tai Man", " "])]
    assert found == [("name", "陈 大文"), ("name", "CHAN  Tai-man")]


def test_the_surer_kind_wins_where_two_overlap() -> None:
    assert kinds("11010519491231002X 4111111111111111") == ["mainland_id", "bank_card"]
    assert kinds("13800138000@example.com") == ["email"]


def test_the_check_digits_of_published_examples_are_right() -> None:
    assert hkid_check_digit("A", "123456") == "3"
    assert hkid_check_digit("AB", "987654") == "3"
    assert hkid_check_digit("G", "123456") == "A"


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_identity_number_is_found_between_any_words(before: str, after: str) -> None:
    text = f"{before}：{MAINLAND}，{after}"
    assert any(finding.kind == "mainland_id" and MAINLAND in finding.text for finding in scan(text))


@given(st.text(max_size=200))
def test_every_place_is_a_place_of_the_original(text: str) -> None:
    found = scan(text, ["陈大文"])
    assert len(fold(text)) == len(text)
    assert all(text[finding.start : finding.end] == finding.text for finding in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
