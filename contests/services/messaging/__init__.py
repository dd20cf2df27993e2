"""Messages between a brand and the author of an entry: written, read, told of."""
