"""Briefs for the maker of one entry: beginning them, and that maker's answer."""
