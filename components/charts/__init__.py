"""Charts: pure functions from records to a Plotly figure, its table and its words."""

from .frame import Chart

__all__ = ["Chart"]
