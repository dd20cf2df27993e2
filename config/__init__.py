"""Settings and entry points. The only package that reads the environment."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
