"""Stands for payouts before contests."""


class EscrowPaymaster:
    pass
