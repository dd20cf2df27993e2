"""What belongs to a brief beside its words: files, kits, guests, confidentiality."""
