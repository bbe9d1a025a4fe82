"""Finance: every fen, once."""
