"""The site's pages: templates, design system, charts, words in two languages."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "frontend"
