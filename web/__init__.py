"""The routes of the server besides the Streamlit pages: first paint, API, files, feed, health."""

from web.files.preview_picture import preload_preview_picture

from .first_paint import inline_script_hashes
from .middleware import ClientLimits, LogThrottle, Metrics, MetricsMiddleware, SecurityHeaders, compression_middleware
from .routes import application_routes
from .several_datasets import DatasetPaths, routes_of_datasets

__all__ = [
    "ClientLimits",
    "DatasetPaths",
    "LogThrottle",
    "Metrics",
    "MetricsMiddleware",
    "SecurityHeaders",
    "application_routes",
    "compression_middleware",
    "inline_script_hashes",
    "preload_preview_picture",
    "routes_of_datasets",
]
