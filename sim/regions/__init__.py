"""A region from a short form of published totals: gaps are filled from the province or the nation, and marked."""
