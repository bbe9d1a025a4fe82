"""A region's published facts beside what the model gives: how each is read, how near it is, and why."""
