"""Population: published figures, and the households and persons that reproduce them."""
