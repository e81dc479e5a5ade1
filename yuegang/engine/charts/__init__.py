"""Draw data as SVG text: classes of the stylesheet, no inline style, every mark a link when one is given.

All words come in as arguments; a chart carries the rows of its twin table.
"""

from .bars import Bar, BarWords, bars
from .chart import Chart, ChartError, Row
from .pulse import PulseWords, Silence, pulse
from .sankey import Route, SankeyLinks, SankeyWords, sankey
from .trend import Flag, Point, TrendWords, trend, weekly_band
from .weeks import Day, six_weeks

__all__ = [
    "Bar",
    "BarWords",
    "Chart",
    "ChartError",
    "Day",
    "Flag",
    "Point",
    "PulseWords",
    "Route",
    "Row",
    "SankeyLinks",
    "SankeyWords",
    "Silence",
    "TrendWords",
    "bars",
    "pulse",
    "sankey",
    "six_weeks",
    "trend",
    "weekly_band",
]
