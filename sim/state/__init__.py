"""State: people, households and their histories as columns."""
