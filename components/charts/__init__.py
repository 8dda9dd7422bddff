"""Charts: functions from a pandas frame to a Plotly figure, with the alternative text and the table beside it."""

from .chart import Chart, ChartRow, plain, set_narrow_layout

__all__ = ["Chart", "ChartRow", "plain", "set_narrow_layout"]
