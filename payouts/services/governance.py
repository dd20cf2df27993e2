"""The way of a policy: drafted, validated, put to the creatives, and published by somebody else than its author.

From the consultation on the text stands: whoever has voted has voted on this text. Contests keep the version under
which they opened.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, CreativeProfile, User
from accounts.services.audit_trail import record_act, values_of
from payouts.errors import NotTheirPolicy, OperatorOnly, PolicyNotReady, PolicyRefused
from payouts.models import PayoutPolicy, PolicyOpinion, PolicyState, Vote
from payouts.policy import PolicyDocument, check_policy, parse_policy, sha256_hex

CONSULTATION: Final = timedelta(days=7)
"""How long creatives have to look at a draft before it may be published, at least."""

SEEN: Final = ("slug", "version", "state", "is_default", "document_sha256", "created_by_id")
"""What the audit trail keeps of a policy; its text is kept by the policy itself."""


@transaction.atomic
def draft_policy(actor: User, document: Mapping[str, Any], *, now: datetime) -> PayoutPolicy:
    """Write a new version as a draft, unfair ones too: they show why they cannot be published.

    Raises OperatorOnly, PolicyError for a document that is none, PolicyRefused for a version that is not the next one.
    """
    _check_admin(actor)
    policy = parse_policy(document)
    wanted = next_version(policy.slug)
    if policy.version != wanted:
        words = _("The next version of %(slug)s is %(version)d.") % {"slug": policy.slug, "version": wanted}
        raise PolicyRefused(words, field="version")
    draft = PayoutPolicy.objects.create(
        slug=policy.slug, version=policy.version, created_at=now, created_by=actor, **_text(policy)
    )
    record_act(Act.POLICY_DRAFT, actor, draft, after=values_of(draft, *SEEN))
    return draft


def next_version(slug: str) -> int:
    """The version that the next draft of this name has: drafts count, too."""
    last = PayoutPolicy.objects.filter(slug=slug).order_by("-version").first()
    return last.version + 1 if last else 1


@transaction.atomic
def revise_draft(actor: User, policy_id: int, document: Mapping[str, Any]) -> PayoutPolicy:
    """Change a draft that is not under consultation yet; whoever does is its author from then on."""
    _check_admin(actor)
    draft = _lock_draft(policy_id)
    if draft.consulted_from is not None:
        raise PolicyNotReady(_("People are voting on this text. Draft the next version instead."))
    policy = parse_policy(document)
    if (policy.slug, policy.version) != (draft.slug, draft.version):
        raise PolicyRefused(_("A draft keeps its name and version."), field="version")
    before = values_of(draft, *SEEN)
    for name, value in _text(policy).items():
        setattr(draft, name, value)
    draft.created_by = actor
    draft.save()
    record_act(Act.POLICY_REVISE, actor, draft, before=before, after=values_of(draft, *SEEN))
    return draft


@transaction.atomic
def open_consultation(actor: User, policy_id: int, *, now: datetime) -> PayoutPolicy:
    """Show the draft to everybody and let creatives vote. Raises PolicyRefused with every rule that it breaks."""
    _check_admin(actor)
    draft = _lock_draft(policy_id)
    if draft.consulted_from is None:
        _check_fair(draft)
        draft.consulted_from = now
        draft.save(update_fields=["consulted_from"])
        record_act(Act.POLICY_CONSULT, actor, draft, after=values_of(draft, "slug", "version", "consulted_from"))
    return draft


@transaction.atomic
def give_opinion(actor: User, policy_id: int, vote: str, comment: str, *, now: datetime) -> PolicyOpinion:
    """Vote on a draft under consultation, or change one's mind. Raises NotTheirPolicy for all but creatives."""
    draft = _lock_draft(policy_id)
    if draft.consulted_from is None:
        raise PolicyNotReady(_("This draft is not open to opinions yet."))
    if not CreativeProfile.objects.filter(user=actor).exists():
        raise NotTheirPolicy(_("Creatives are asked: it is their pay. Become one in your settings."))
    if vote not in Vote.values:
        raise PolicyRefused(_("Vote for, against, or not at all."), field="vote")
    opinion, _created = PolicyOpinion.objects.update_or_create(
        policy=draft,
        author=actor,
        defaults={"vote": vote, "comment": comment.strip()[:2000], "changed_at": now},
        create_defaults={"vote": vote, "comment": comment.strip()[:2000], "changed_at": now, "created_at": now},
    )
    return opinion


@transaction.atomic
def publish_draft(actor: User, policy_id: int, *, now: datetime) -> PayoutPolicy:
    """Publish a draft as the policy of new contests; the one before is superseded.

    Four eyes: raises NotTheirPolicy for its author. Raises PolicyNotReady before the consultation has lasted long
    enough, PolicyRefused with every rule that it breaks.
    """
    _check_admin(actor)
    draft = _lock_draft(policy_id)
    if draft.created_by_id == actor.pk:
        raise NotTheirPolicy(_("Somebody else must publish what you have written."))
    if draft.consulted_from is None or now < draft.consulted_from + CONSULTATION:
        raise PolicyNotReady(_("Creatives have seven days to look at a draft before it is published."))
    later = PayoutPolicy.objects.filter(slug=draft.slug, version__gt=draft.version)
    if later.exclude(state=PolicyState.DRAFT).exists():
        raise PolicyNotReady(_("A later version is published already. Draft the next one."))
    _check_fair(draft)
    before = values_of(draft, *SEEN)
    PayoutPolicy.objects.filter(is_default=True, state=PolicyState.PUBLISHED).update(
        state=PolicyState.SUPERSEDED, superseded_at=now
    )
    draft.state = PolicyState.PUBLISHED
    draft.is_default = True
    draft.published_at = now
    draft.published_by = actor
    draft.save()
    record_act(Act.POLICY_PUBLISH, actor, draft, before=before, after=values_of(draft, *SEEN))
    return draft


def _text(policy: PolicyDocument) -> dict[str, Any]:
    document = policy.to_dict()
    return {"title": policy.title, "document": document, "document_sha256": sha256_hex(document)}


def _lock_draft(policy_id: int) -> PayoutPolicy:
    draft = PayoutPolicy.objects.select_for_update().get(pk=policy_id)
    if draft.state != PolicyState.DRAFT:
        raise PolicyNotReady(_("This version is published. It is followed by another, never changed."))
    return draft


def _check_admin(actor: User) -> None:
    if not (actor.is_admin and actor.is_active):
        raise OperatorOnly(_("Only admins draft and publish policies."))


def _check_fair(draft: PayoutPolicy) -> None:
    broken = check_policy(parse_policy(draft.document))
    if broken:
        reasons = "; ".join(f"{rule.rule}: {rule.reason}" for rule in broken)
        raise PolicyRefused(_("This policy cannot be published: ") + reasons)
