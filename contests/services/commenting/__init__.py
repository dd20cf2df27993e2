"""What the brand and the makers say to each other of an entry."""
