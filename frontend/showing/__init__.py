"""Turns what selectors know into what templates show: words for states, charts, calls to act. Reads no model."""
