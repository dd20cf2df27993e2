"""Seals account numbers anew under the newest key, after a key was added. Any number of times, while payments go on."""

from django.db import transaction

from accounts.models import PayoutAccount
from accounts.models.payout_account import PURPOSE, sealing_context
from accounts.vault.opening import unseal
from accounts.vault.sealing import is_sealed_newest

BATCH = 500


def reseal_payout_accounts() -> int:
    """Reseal every row that lies under an older key, retired ones too. Returns how many."""
    done, last = 0, 0
    while keys := list(PayoutAccount.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        done += _reseal(keys)
        last = keys[-1]
    return done


def payout_accounts_under_older_keys() -> int:
    """How many rows the older keys are still needed for."""
    sealed = PayoutAccount.objects.values_list("sealed", flat=True).iterator(chunk_size=BATCH)
    return sum(not is_sealed_newest(bytes(one), purpose=PURPOSE) for one in sealed)


@transaction.atomic
def _reseal(keys: list[int]) -> int:
    done = 0
    for account in PayoutAccount.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"):
        if is_sealed_newest(bytes(account.sealed), purpose=PURPOSE):
            continue
        context = sealing_context(account.owner, account.rail)
        account.seal(unseal(bytes(account.sealed), purpose=PURPOSE, context=context))
        account.save(update_fields=["sealed", "fingerprint"])
        done += 1
    return done
