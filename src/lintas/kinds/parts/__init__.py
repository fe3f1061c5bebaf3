"""Bodies and items that several kinds share."""
