"""The resources of version 1, by who works with them."""
