"""Comparison of wordings."""

from yuegang.engine.law.compare import Piece, difference, is_same


def test_punctuation_of_another_form_is_no_change() -> None:
    assert is_same("可以“续展”，十年。", "可以「续展」,十年.")
    assert {piece.kind for piece in difference("甲，乙。", "甲,乙。")} == {"same"}


def test_changed_words_are_shown_where_they_stand() -> None:
    assert difference("罚款五万元", "罚款二十五万元") == [
        Piece("same", "罚款"),
        Piece("added", "二十"),
        Piece("same", "五万元"),
    ]
    assert difference("may apply", "must apply") == [
        Piece("removed", "may"),
        Piece("added", "must"),
        Piece("same", " apply"),
    ]


def test_what_was_taken_away_is_shown() -> None:
    assert difference("甲乙", "甲") == [Piece("same", "甲"), Piece("removed", "乙")]
    assert difference("", "") == []
