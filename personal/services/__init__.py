"""Handing people their data, and letting them go."""
