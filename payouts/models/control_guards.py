"""Database triggers of limits, switches and payout runs: what services have made sure of, said again in SQL."""

from typing import Final

import pgtrigger

from duerows.guards import REFUSED

FIRST_APPROVAL_ABOVE: Final = 500_000
"""The first payment limit of a rail in a currency, in minor units. Who wants another lets two people decide."""

FIRST_DAILY_LIMIT: Final = 10_000_000
"""The first daily limit of a rail in a currency, in minor units."""


def born_as(name: str, state: str) -> pgtrigger.Trigger:
    """A row starts in this state, so that no INSERT jumps over the second pair of eyes."""
    return pgtrigger.Trigger(
        name=f"{name}_born",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.state <> '{state}' THEN
                RAISE EXCEPTION 'a row of % starts as {state}', TG_TABLE_NAME {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def kept(name: str) -> pgtrigger.Trigger:
    """Refuse DELETE: without its row a rail would count as never stopped, or as limited as at first."""
    return pgtrigger.Protect(name=f"{name}_no_delete", operation=pgtrigger.Delete)


def loosened_by_a_confirmed_proposal() -> pgtrigger.Trigger:
    """What lets more through is exactly what a confirmed proposal asks for, by the same two people."""
    return pgtrigger.Trigger(
        name="control_change_confirmed",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__kind__in=("started", "raised")),
        func=f"""
            IF NOT EXISTS (
                SELECT FROM payouts_controlproposal p
                WHERE p.id = NEW.proposal_id AND p.state = 'confirmed' AND p.rail = NEW.rail
                  AND p.currency = NEW.currency AND p.proposed_by_id = NEW.actor_id AND p.decided_by_id = NEW.second_id
                  AND p.approval_above_minor IS NOT DISTINCT FROM NEW.above_after
                  AND p.daily_limit_minor IS NOT DISTINCT FROM NEW.daily_after
            ) THEN
                RAISE EXCEPTION 'nobody else has confirmed this for rail %', NEW.rail {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def switch_follows_its_history() -> pgtrigger.Trigger:
    """A switch moves only with a newer change of its own kind."""
    return pgtrigger.Trigger(
        name="rail_control_history",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'UPDATE' AND (NEW.rail <> OLD.rail OR NEW.change_id <= OLD.change_id) OR NOT EXISTS (
                SELECT FROM payouts_controlchange c
                WHERE c.id = NEW.change_id AND c.rail = NEW.rail
                  AND c.kind = CASE WHEN NEW.stopped_at IS NULL THEN 'started' ELSE 'stopped' END
            ) THEN
                RAISE EXCEPTION 'the switch of rail % moves only with its history', NEW.rail {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def limits_follow_their_history() -> pgtrigger.Trigger:
    """Limits begin as the first ones, and change only with a newer change from the old to the new."""
    return pgtrigger.Trigger(
        name="rail_limit_history",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF TG_OP = 'INSERT' THEN
                IF NEW.change_id IS NOT NULL OR (NEW.approval_above_minor, NEW.daily_limit_minor)
                        <> ({FIRST_APPROVAL_ABOVE}, {FIRST_DAILY_LIMIT}) THEN
                    RAISE EXCEPTION 'limits of rail % begin as the first ones', NEW.rail {REFUSED};
                END IF;
                RETURN NEW;
            END IF;
            IF (NEW.rail, NEW.currency) <> (OLD.rail, OLD.currency)
                    OR COALESCE(NEW.change_id, 0) <= COALESCE(OLD.change_id, 0) OR NOT EXISTS (
                SELECT FROM payouts_controlchange c
                WHERE c.id = NEW.change_id AND c.rail = NEW.rail AND c.currency = NEW.currency
                  AND (c.above_before, c.daily_before) = (OLD.approval_above_minor, OLD.daily_limit_minor)
                  AND (c.above_after, c.daily_after) = (NEW.approval_above_minor, NEW.daily_limit_minor)
            ) THEN
                RAISE EXCEPTION 'the limits of rail % change only with their history', NEW.rail {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def lines_come_with_their_run() -> pgtrigger.Trigger:
    """All lines of a run come at once, in its own transaction: nobody slips a payment into what others have looked
    at."""
    return pgtrigger.Trigger(
        name="payout_run_line_closed",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "bigint")],
        func=f"""
            SELECT r.id INTO culprit FROM payouts_payoutrun r
            WHERE r.id IN (SELECT run_id FROM new_rows)
              AND (r.own_xid <> pg_current_xact_id()::text::bigint
                   OR r.count <> (SELECT count(*) FROM payouts_payoutrunline l WHERE l.run_id = r.id))
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'payout run % is closed: lines come with their run', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def disbursement_born_unapproved() -> pgtrigger.Trigger:
    """What needs approval begins as pending or held, and nothing begins as approved."""
    return pgtrigger.Trigger(
        name="disbursement_unapproved",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.needs_approval OR NEW.run_id IS NOT NULL"),
        func=f"""
            IF NEW.run_id IS NOT NULL OR NEW.state NOT IN ('pending', 'held') THEN
                RAISE EXCEPTION 'disbursement % begins without an approval', NEW.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def disbursement_approved() -> pgtrigger.Trigger:
    """What needs approval leaves only with it: a run that somebody else has approved and in which it stands, unchanged.

    Needing approval is for good, and begins before anybody can have sent it.
    """
    return pgtrigger.Trigger(
        name="disbursement_approved",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        # Every payment is updated twice at least; those that go by themselves do not pay for a function call.
        condition=pgtrigger.Condition(
            "OLD.needs_approval OR NEW.needs_approval OR NEW.run_id IS DISTINCT FROM OLD.run_id"
        ),
        func=f"""
            IF OLD.needs_approval AND NOT NEW.needs_approval OR NEW.needs_approval AND NOT OLD.needs_approval
                    AND (OLD.attempts > 0 OR OLD.state NOT IN ('pending', 'held')) THEN
                RAISE EXCEPTION 'whether disbursement % needs approval stands', OLD.id {REFUSED};
            END IF;
            IF NEW.run_id IS DISTINCT FROM OLD.run_id AND (OLD.run_id IS NOT NULL OR NOT EXISTS (
                SELECT FROM payouts_payoutrunline l JOIN payouts_payoutrun r ON r.id = l.run_id
                WHERE l.run_id = NEW.run_id AND l.disbursement_id = NEW.id AND r.state = 'approved'
                  AND (l.idempotency_key, l.amount_minor, l.currency)
                      = (NEW.idempotency_key, NEW.amount_minor, NEW.currency)
            )) THEN
                RAISE EXCEPTION 'disbursement % is in no such approved run', OLD.id {REFUSED};
            END IF;
            IF NEW.needs_approval AND NEW.run_id IS NULL AND NEW.state NOT IN ('pending', 'held', 'rejected') THEN
                RAISE EXCEPTION 'disbursement % waits for an approval', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def disbursements_within_limits() -> pgtrigger.Trigger:
    """What goes by itself is within its rail's limits, singly and with all others of its UTC day.

    The limits are locked, so that two transactions cannot both use what is left of a day.
    """
    day = "date_trunc('day', created_at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
    return pgtrigger.Trigger(
        name="disbursement_within_limits",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "text")],
        func=f"""
            PERFORM FROM payouts_raillimit l
            WHERE (l.rail, l.currency) IN (SELECT rail, currency FROM new_rows WHERE NOT needs_approval)
            ORDER BY l.id FOR NO KEY UPDATE;
            SELECT d.idempotency_key INTO culprit
            FROM new_rows d LEFT JOIN payouts_raillimit l ON l.rail = d.rail AND l.currency = d.currency
            WHERE NOT d.needs_approval AND d.amount_minor > COALESCE(l.approval_above_minor, {FIRST_APPROVAL_ABOVE})
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION '% needs approval: it is above its limit', culprit {REFUSED};
            END IF;
            SELECT n.rail || ' ' || n.currency INTO culprit
            FROM (SELECT DISTINCT rail, currency, {day} AS day FROM new_rows WHERE NOT needs_approval) n
            LEFT JOIN payouts_raillimit l ON l.rail = n.rail AND l.currency = n.currency
            WHERE COALESCE(l.daily_limit_minor, {FIRST_DAILY_LIMIT}) < (
                SELECT sum(d.amount_minor) FROM payouts_disbursement d
                WHERE d.rail = n.rail AND d.currency = n.currency AND NOT d.needs_approval
                  AND d.created_at >= n.day AND d.created_at < n.day + interval '1 day'
            )
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'payments on % go beyond the day''s limit: they need approval', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )
