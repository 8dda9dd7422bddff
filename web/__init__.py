"""What the server answers besides pages."""

from .assets import assets

__all__ = ["assets"]
