"""Copies of one's data that were asked for, and departures."""

from personal.models.data_copy import DataCopy
from personal.models.departure import Departure

__all__ = ["DataCopy", "Departure"]
