"""Charts: functions from a pandas frame to a Plotly figure, with the alternative text and the table beside it."""

from .chart import Chart, ChartTableRow, escape_for_plotly, store_narrow_layout

__all__ = ["Chart", "ChartTableRow", "escape_for_plotly", "store_narrow_layout"]
