"""Reads webhooks: whose they are, who stands behind each, what was sent."""
