"""Reads of trust and safety; what somebody may not see is left out in SQL."""
