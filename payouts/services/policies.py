"""Publishing policies and reading them back. A document is parsed once per process: a published one never changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from payouts.errors import PolicyRefused
from payouts.models import PayoutPolicy, PolicyState
from payouts.policy import PolicyDocument, check_policy, parse_policy, sha256_hex
from payouts.policy.rules.voted_award import VotedAward


@transaction.atomic
def publish_policy(
    document: Mapping[str, Any],
    *,
    now: datetime,
    is_default: bool = False,
    actor_id: int | None = None,
) -> PayoutPolicy:
    """Publish a document; idempotent for the same one. Refused with the rules it breaks if it may fail to pay somebody.

    Raises PolicyError for a document that is not a policy, PolicyRefused for an unfair one.
    """
    policy = parse_policy(document)
    broken = check_policy(policy)
    if broken:
        raise PolicyRefused(
            _("This policy cannot be published: ") + "; ".join(f"{rule.rule}: {rule.reason}" for rule in broken)
        )
    digest = sha256_hex(policy.to_dict())
    existing = PayoutPolicy.objects.filter(slug=policy.slug, version=policy.version).first()
    if existing is not None:
        if existing.document_sha256 != digest:
            raise PolicyRefused(
                _("Version %(version)d of %(slug)s is published already and reads otherwise; give a new version.")
                % {"version": policy.version, "slug": policy.slug}
            )
        return existing
    if is_default:
        PayoutPolicy.objects.filter(is_default=True, state=PolicyState.PUBLISHED).update(
            state=PolicyState.SUPERSEDED, superseded_at=now
        )
    return PayoutPolicy.objects.create(
        slug=policy.slug,
        version=policy.version,
        title=policy.title,
        document=policy.to_dict(),
        document_sha256=digest,
        state=PolicyState.PUBLISHED,
        is_default=is_default,
        published_at=now,
        created_by_id=actor_id,
    )


def default_policy() -> PayoutPolicy:
    """The policy under which new contests open. Raises PayoutPolicy.DoesNotExist if none has been published."""
    return PayoutPolicy.objects.get(is_default=True, state=PolicyState.PUBLISHED)


def policy_for(community_minor: int) -> PayoutPolicy:
    """The policy under which a contest with such an award by vote opens: the default one, if it knows such awards or if
    there is none; or else the one that was published last of those that do.

    Raises PayoutPolicy.DoesNotExist if no default one, PolicyRefused if none with awards by vote is published.
    """
    default = default_policy()
    if not community_minor or _knows_awards_by_vote(default):
        return default
    published = PayoutPolicy.objects.filter(state=PolicyState.PUBLISHED).order_by("-published_at", "-pk")
    found = next((record for record in published if _knows_awards_by_vote(record)), None)
    if found is None:
        raise PolicyRefused(_("No policy in force knows an award of the community: take it out of the brief."))
    return found


def _knows_awards_by_vote(record: PayoutPolicy) -> bool:
    return VotedAward.slug in record.document["rules"]


def load_policy(policy_id: int) -> PolicyDocument:
    """The parsed document of a stored policy that is published or superseded."""
    return load_policies([policy_id])[policy_id]


def load_policies(policy_ids: Iterable[int]) -> dict[int, PolicyDocument]:
    """Parsed documents by key; each is read from the database once per process."""
    return {policy_id: _load(policy_id) for policy_id in policy_ids}


@lru_cache(maxsize=256)
def _load(policy_id: int) -> PolicyDocument:
    stored = PayoutPolicy.objects.exclude(state=PolicyState.DRAFT).get(pk=policy_id)
    return parse_policy(stored.document)
