"""Exports: files for other desks."""
