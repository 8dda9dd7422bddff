"""Charts: pure functions from records to what Plotly draws, its table and its words."""

from .frame import Chart

__all__ = ["Chart"]
