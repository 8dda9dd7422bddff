"""What the server answers besides pages."""

from .first_paint import inline_scripts
from .headers import Guarded
from .health import Measured
from .routes import routes
from .sending import send_at_once
from .static_files import Compressed, compress_ahead

__all__ = ["Compressed", "Guarded", "Measured", "compress_ahead", "inline_scripts", "routes", "send_at_once"]
