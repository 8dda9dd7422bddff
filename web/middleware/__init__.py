"""Middleware that every request passes: limits of clients, security headers, compression, metrics."""

from .client_limits import ClientLimits, LogThrottle
from .compression import compression_middleware
from .headers import SecurityHeaders
from .metrics import Metrics, MetricsMiddleware, metrics_routes

__all__ = [
    "ClientLimits",
    "LogThrottle",
    "Metrics",
    "MetricsMiddleware",
    "SecurityHeaders",
    "compression_middleware",
    "metrics_routes",
]
