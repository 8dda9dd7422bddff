"""What the server answers besides pages."""

from .first_paint import inline_scripts
from .middleware import Guarded, Metrics, MetricsMiddleware, compression
from .preview_picture import load_drawing
from .routes import routes

__all__ = [
    "Guarded",
    "Metrics",
    "MetricsMiddleware",
    "compression",
    "inline_scripts",
    "load_drawing",
    "routes",
]
