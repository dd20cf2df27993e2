"""Pages of a jury: set up by the brand, judged on by its jurors, read by those who were judged."""
