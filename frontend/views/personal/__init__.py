"""One's own data: having a copy made, and leaving."""
