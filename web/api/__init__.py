"""`/api/v1`: the dataset for programs."""

from .application import create_api

__all__ = ["create_api"]
