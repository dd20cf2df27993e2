"""Trust and safety: each service locks the contest, then the case, reads again, decides and writes."""
