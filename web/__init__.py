"""What the server answers besides pages."""

from .first_paint import inline_scripts
from .headers import Guarded
from .memory import give_memory_back
from .messages import compress_once
from .metrics import Metrics, MetricsMiddleware
from .preview_picture import load_drawing
from .routes import routes
from .sending import send_at_once, send_together
from .static_files import Compressed, compress_ahead

__all__ = [
    "Compressed",
    "Guarded",
    "Metrics",
    "MetricsMiddleware",
    "compress_ahead",
    "compress_once",
    "give_memory_back",
    "inline_scripts",
    "load_drawing",
    "routes",
    "send_at_once",
    "send_together",
]
