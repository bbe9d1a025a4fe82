"""Indicators: what we look at."""
