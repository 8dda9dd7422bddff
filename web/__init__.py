"""What the server answers besides pages."""

from .compression import compression
from .first_paint import inline_scripts
from .headers import Guarded
from .metrics import Metrics, MetricsMiddleware
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
