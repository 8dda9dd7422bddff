"""Middleware that every answer passes: security headers, compression, metrics."""

from .compression import compression
from .headers import Guarded
from .metrics import Metrics, MetricsMiddleware, metrics_routes

__all__ = ["Guarded", "Metrics", "MetricsMiddleware", "compression", "metrics_routes"]
