from datetime import UTC, datetime, timedelta, timezone

import pytest

from yuegang.engine.charts import ChartError, PulseWords, Silence, pulse

from .reading import marks, parse, words

WORDS = PulseWords("Signed heads", "No head yet", "now")
NOW = datetime(2026, 11, 24, 9, 42, tzinfo=timezone(timedelta(hours=8)))
SPAN = (NOW - timedelta(hours=6), NOW)


def test_heads_with_entries_are_tall_and_silence_is_a_strip() -> None:
    heads = [(NOW.astimezone(UTC) - timedelta(minutes=5 * step), step % 2) for step in range(4)]
    old = [(NOW - timedelta(hours=7), 9)]
    silence = Silence(NOW - timedelta(hours=8), NOW - timedelta(hours=1), "silent 7 h")
    chart = pulse(heads + old, [silence], SPAN, WORDS)
    root = parse(chart)
    assert (len(marks(root, "tk")), len(marks(root, "ax")), len(marks(root, "tr"))) == (2, 3, 1)
    assert marks(root, "tr")[0].attrib["x"] == "8"  # cut at the beginning of the span
    assert {"03:42", "09:42", "now", "silent 7 h"} <= set(words(root))
    assert chart.caption_data == {"heads": 4, "entries": 2, "silent": timedelta(hours=7)}
    assert chart.table[1].cells == ("2026-11-24 09:37:00", 1)
    assert chart.table[-1].cells == ("2026-11-24 01:42:00", "silent 7 h")


def test_nothing_seen_says_so_and_a_span_has_a_length() -> None:
    assert pulse([], [], SPAN, WORDS).is_empty
    with pytest.raises(ChartError) as refused:
        pulse([], [], (NOW, NOW), WORDS)
    assert refused.value.rule == "chart.span"
