"""Telling people: what they were told, how they want to be told, and the one mail a day."""
