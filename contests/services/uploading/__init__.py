"""Files that arrive in pieces: begun, received, joined, taken over by an entry or a handover, and ended."""
