"""Prove parsing and comparing of addresses. Streets are real, what stands in them is made up."""

import pytest

from yuegang.engine.matching.addresses import Address, compare, parse


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "广东省深圳市福田区深南大道1006号国际创新中心A座12楼1203室",
            Address("广东省", "深圳市", "福田区", "", "深南大道", "1006", "国际创新中心", "a", "12", "1203"),
        ),
        (
            "香港九龍觀塘開源道55號開聯工業中心B座8樓12室",
            Address("香港", "", "", "观塘", "开源道", "55", "开联工业中心", "b", "8", "12"),
        ),
        (
            "Flat A, 12/F, Block 3, Example Building, 123 Nathan Road, Mongkok, Kowloon",
            Address("", "", "", "旺角", "nathan road", "123", "example building", "3", "12", "a"),
        ),
        (
            "Unit 5, 3rd Floor, 20-22 Queen's Rd East, Wan Chai",
            Address("", "", "", "湾仔", "queen's road east", "20-22", "", "", "3", "5"),
        ),
        ("", Address()),
        ("手袋", Address()),
    ],
)
def test_it_takes_an_address_apart(text: str, fields: Address) -> None:
    assert parse(text) == fields


def test_scripts_and_spaces_do_not_part_an_address() -> None:
    bits, evidence = compare(parse("觀塘開源道55號8樓"), parse("观塘 开源道 55号 8楼"))
    assert bits == 22.0
    assert {item.field for item in evidence} == {"area", "street", "number", "floor"}


def test_chinese_and_english_agree_in_what_needs_no_translation() -> None:
    bits, evidence = compare(parse("旺角彌敦道123號12樓A室"), parse("Flat A, 12/F, 123 Nathan Road, Mong Kok"))
    assert {item.field for item in evidence} == {"area", "number", "floor", "unit"}
    assert bits == 16.0


def test_another_number_of_the_street_speaks_against() -> None:
    bits, evidence = compare(parse("开源道55号"), parse("开源道57号"))
    assert bits == 4.0
    assert [(item.one, item.other, item.bits) for item in evidence][-1] == ("55", "57", -5.0)


def test_floors_in_chinese_digits_are_read() -> None:
    assert parse("旺角彌敦道一二三號五樓").number == "123"
