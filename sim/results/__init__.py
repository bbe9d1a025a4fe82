"""Results: tidy frames with their provenance."""
