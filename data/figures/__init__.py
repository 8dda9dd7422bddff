"""Recomputes ratios, shares and sums from series and stated figures."""

__all__: list[str] = []
