"""Reads one's own data."""
