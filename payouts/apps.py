from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PayoutsConfig(AppConfig):
    name = "payouts"
    verbose_name = _("Payouts and books")

    def ready(self) -> None:
        # Contests know nothing of money: they tell whoever has signed up as their paymaster.
        from contests import paymaster
        from payouts.services.paymaster import EscrowPaymaster

        paymaster.appoint(EscrowPaymaster())
