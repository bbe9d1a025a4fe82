"""Engine: the month, in order."""
