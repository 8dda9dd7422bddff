"""What the server answers besides pages."""

from .first_paint import inline_scripts
from .headers import Guarded
from .health import Measured
from .preview_picture import load_drawing
from .routes import routes
from .static_files import Compressed, compress_ahead

__all__ = [
    "Compressed",
    "Guarded",
    "Measured",
    "compress_ahead",
    "inline_scripts",
    "load_drawing",
    "routes",
]
