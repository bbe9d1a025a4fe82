"""Administration: how a promise reaches someone."""
