"""What the server answers besides pages."""

from .first_paint import inline_scripts
from .headers import Guarded
from .health import Measured
from .routes import routes

__all__ = ["Guarded", "Measured", "inline_scripts", "routes"]
