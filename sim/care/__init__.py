"""Care: who looks after whom."""
