"""What the server answers besides pages."""

from .assets import assets
from .first_paint import first_paint

__all__ = ["assets", "first_paint"]
