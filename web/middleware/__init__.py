"""Middleware that every answer passes: security headers, compression, metrics."""

from .compression import compression
from .headers import SecurityHeaders
from .metrics import Metrics, MetricsMiddleware, metrics_routes

__all__ = ["Metrics", "MetricsMiddleware", "SecurityHeaders", "compression", "metrics_routes"]
