from django.apps import AppConfig


class DueRowsConfig(AppConfig):
    name = "duerows"
    verbose_name = "Rows that fall due"
