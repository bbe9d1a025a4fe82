"""Experiments: runs compared."""
