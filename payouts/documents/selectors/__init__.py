"""Reads documents, and what parties have given for them."""
