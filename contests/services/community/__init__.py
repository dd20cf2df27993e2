"""The community's vote on its award: opened with the shortlist, cast, closed, looked at, counted."""
