"""
Charts made on the server: SVG that works without scripts, prints, keeps its text size on any width, and carries its table.

Widths are percentages and heights pixels, so nothing is scaled; colours stand as attributes and may be changed by classes. No `style`.
"""

from gongkai.web.ui.charts.bars import Bar, bars, columns, stacked_bars
from gongkai.web.ui.charts.clock import Case, ClockBar, Mark, Segment, clock_bar, deadline_timeline
from gongkai.web.ui.charts.flow import Stream, flow
from gongkai.web.ui.charts.lines import Line, lines
from gongkai.web.ui.charts.svg import Chart, DataRow

__all__ = [
    "Bar", "Case", "Chart", "ClockBar", "DataRow", "Line", "Mark", "Segment", "Stream",
    "bars", "clock_bar", "columns", "deadline_timeline", "flow", "lines", "stacked_bars",
]  # fmt: skip
