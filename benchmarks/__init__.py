"""Measurements of Counterpoint beside an empty Streamlit page and other tools, in the same run."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
