"""Programmes: what government promises."""
