"""Splits offered to a team: making one, answering it, using it for an entry."""
