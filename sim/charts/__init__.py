"""Charts: one look for every figure."""
