"""Logs."""


def configure(options):
    pass
