from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    verbose_name = _("Trust and safety")

    def ready(self) -> None:
        # Contests know nothing of likenesses: they tell whoever watches for new images.
        from contests import watchers
        from moderation.services.printing import Printer

        watchers.watch(Printer())
