"""What the server answers besides pages."""

from .client_limits import ClientLimits, LogThrottle
from .compression import compression
from .first_paint import inline_scripts
from .headers import Guarded
from .metrics import Metrics, MetricsMiddleware
from .preview_picture import load_drawing
from .routes import routes

__all__ = [
    "ClientLimits",
    "Guarded",
    "LogThrottle",
    "Metrics",
    "MetricsMiddleware",
    "compression",
    "inline_scripts",
    "load_drawing",
    "routes",
]
