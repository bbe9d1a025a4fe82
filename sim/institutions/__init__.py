"""Institutions: the few named agents with capacity."""
