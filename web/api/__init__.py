"""`/api/v1`: the dataset for programs."""

from .application import api

__all__ = ["api"]
