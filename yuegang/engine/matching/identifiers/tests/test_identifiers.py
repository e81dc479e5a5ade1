"""Prove reading and checking of numbers of both sides. Numbers with check digits are published examples or made up."""

import pytest

from yuegang.engine.matching.identifiers import Kind, PersonalNumberError, guess, read
from yuegang.engine.matching.identifiers.plates import hong_kong
from yuegang.engine.matching.identifiers.registers import phone


@pytest.mark.parametrize(
    ("kind", "written", "normal", "is_valid"),
    [
        (Kind.CROSS_BOUNDARY_PLATE, "粵Z·1234港", "粤Z1234港", True),
        (Kind.CROSS_BOUNDARY_PLATE, "粤Z FO12澳", "粤ZF012澳", True),
        (Kind.MAINLAND_PLATE, "粤B·12345", "粤B12345", True),
        (Kind.MAINLAND_PLATE, "粤B D12345", "粤BD12345", True),
        (Kind.MAINLAND_PLATE, "粤B 12345D", "粤B12345D", True),
        (Kind.MAINLAND_PLATE, "粤B L2X45P", "粤BL2X45P", False),
        (Kind.HK_PLATE, "ab 1234", "AB1234", True),
        (Kind.HK_PLATE, "HAPPY", "HAPPY", True),
        (Kind.CONTAINER, "CSQU 305438-3", "CSQU3054383", True),
        (Kind.CONTAINER, "CSQU3054384", "CSQU3054384", False),
        (Kind.VESSEL, "IMO 9074729", "9074729", True),
        (Kind.VESSEL, "IMO 9074728", "9074728", False),
        (Kind.AIR_WAYBILL, "160-12345675", "16012345675", True),
        (Kind.AIR_WAYBILL, "160-12345676", "16012345676", False),
        (Kind.POSTAL_ITEM, "RR 473 124 829 GB", "RR473124829GB", True),
        (Kind.POSTAL_ITEM, "RR473124828GB", "RR473124828GB", False),
        (Kind.MAINLAND_DECLARATION, "5301 2024 1 000000001", "530120241000000001", True),
        (Kind.USCC, "91110000600037341L", "91110000600037341L", True),
        (Kind.USCC, "9111OOOO600037341L", "91110000600037341L", True),
        (Kind.USCC, "91110000600037342L", "91110000600037342L", False),
        (Kind.HK_COMPANY, "CR No. 0123456", "0123456", True),
        (Kind.HK_BUSINESS, "12345678-000-01-23-4", "12345678", True),
        (Kind.PHONE, "+852 2345 6789", "+85223456789", True),
        (Kind.PHONE, "2345 6789", "+85223456789", True),
    ],
)
def test_it_reads_the_number(kind: Kind, written: str, normal: str, is_valid: bool) -> None:
    reading = read(kind, written)
    assert reading is not None
    assert (reading.normal, reading.is_valid) == (normal, is_valid)
    assert is_valid or reading.note


@pytest.mark.parametrize("kind", list(Kind))
def test_what_has_not_the_form_is_not_read(kind: Kind) -> None:
    assert read(kind, "手袋一批, no number") is None


def test_a_number_written_without_country_code_is_read_where_it_was_written() -> None:
    reading = phone("138 0013 8000", "CN")
    assert reading is not None and reading.normal == "+8613800138000"
    with pytest.raises(ValueError, match="XX"):
        phone("1", "XX")


def test_an_impossible_or_unissued_telephone_number_is_told() -> None:
    assert phone("12") is None
    reading = phone("+852 0000 0000")
    assert reading is not None and not reading.is_valid


@pytest.mark.parametrize("text", ["11010519491231002X", "A123456(3)", "AB987654(3)"])
def test_numbers_of_natural_persons_are_refused(text: str) -> None:
    with pytest.raises(PersonalNumberError) as refused:
        guess(text)
    assert text not in str(refused.value)
    with pytest.raises(PersonalNumberError):
        read(Kind.HK_PLATE, text)


def test_a_guess_puts_valid_numbers_with_check_digits_first() -> None:
    assert guess("CSQU3054383")[0].kind is Kind.CONTAINER
    assert guess("9074729")[0].kind is Kind.VESSEL
    assert guess("nothing at all here") == []


def test_a_guess_takes_no_word_for_a_personalised_plate() -> None:
    assert guess("HAPPY") == []
    assert hong_kong("AI 1") is None
