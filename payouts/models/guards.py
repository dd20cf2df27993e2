"""Database triggers of the money side: each says in SQL what a service has already made sure of in Python.

They are statement triggers with a transition table where one statement inserts many rows: one aggregate for all.
"""

import pgtrigger

from duerows.guards import REFUSED as REFUSED
from duerows.guards import only_these_may_change as only_these_may_change
from duerows.xacts import CurrentTransaction as CurrentTransaction


def settlement_pays_the_floor() -> pgtrigger.Trigger:
    """A settlement's obligations are its owed total, and every shortlisted entry gets at least its floor.

    The settlement row is inserted after its lines and obligations (their foreign keys are checked at commit), so that
    one statement trigger sees the whole.
    """
    return pgtrigger.Trigger(
        name="settlement_floor_kept",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "bigint")],
        func=f"""
            SELECT s.id INTO culprit
            FROM new_rows s
            LEFT JOIN LATERAL (
                SELECT COALESCE(sum(o.amount_minor) FILTER (WHERE o.kind IN ('earned', 'prize')), 0) AS owed,
                       COALESCE(sum(o.amount_minor) FILTER (WHERE o.kind = 'refund'), 0) AS refunded
                FROM payouts_obligation o
                WHERE o.contest_id = s.contest_id AND o.cancelled_at IS NULL AND o.settlement_id IS NOT NULL
            ) total ON TRUE
            WHERE total.owed <> s.owed_minor OR total.refunded <> s.refund_minor
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'the obligations of settlement % are not its total', culprit {REFUSED};
            END IF;
            SELECT s.id INTO culprit
            FROM new_rows s
            JOIN contests_shortlistplace place ON place.contest_id = s.contest_id
            LEFT JOIN LATERAL (
                SELECT COALESCE(sum(o.amount_minor), 0) AS paid
                FROM payouts_obligation o
                WHERE o.contest_id = s.contest_id AND o.entry_id = place.entry_id AND o.cancelled_at IS NULL
                  AND o.kind IN ('earned', 'prize')
            ) entry ON TRUE
            WHERE entry.paid < s.floor_minor - COALESCE(
                (s.floor_reductions ->> place.entry_id::text)::bigint, 0)
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'settlement % pays a shortlisted entry less than the floor', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def unsettled_refund_of_a_draft() -> pgtrigger.Trigger:
    """Only what a draft holds goes back to its brand without a settlement."""
    return pgtrigger.Trigger(
        name="obligation_of_a_draft",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__settlement__isnull=True),
        func=f"""
            IF NOT EXISTS (SELECT FROM contests_contest WHERE id = NEW.contest_id AND state = 'draft') THEN
                RAISE EXCEPTION 'contest % is no draft: what it owes needs a settlement', NEW.contest_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def policy_kept_once_used() -> pgtrigger.Trigger:
    """A published policy is superseded, never edited."""
    return pgtrigger.Trigger(
        name="policy_kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF OLD.state = 'draft' THEN
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                IF OLD.consulted_from IS NOT NULL
                        AND (NEW.document, NEW.document_sha256, NEW.created_by_id, NEW.consulted_from)
                        IS DISTINCT FROM (OLD.document, OLD.document_sha256, OLD.created_by_id, OLD.consulted_from) THEN
                    RAISE EXCEPTION 'policy % is under consultation: its text stands', OLD.id {REFUSED};
                END IF;
                RETURN NEW;
            END IF;
            IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'state' - 'superseded_at')
                    IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'superseded_at')
                    OR NEW.state NOT IN ('published', 'superseded') THEN
                RAISE EXCEPTION 'policy % is published: supersede it instead', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def opinion_while_consulted() -> pgtrigger.Trigger:
    """Opinions are given on a draft that is under consultation, and stand once it is published."""
    return pgtrigger.Trigger(
        name="opinion_in_time",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("theirs", "bigint")],
        func=f"""
            theirs := CASE WHEN TG_OP = 'INSERT' THEN NEW.policy_id ELSE OLD.policy_id END;
            IF NOT EXISTS (
                SELECT FROM payouts_payoutpolicy WHERE id = theirs AND state = 'draft' AND consulted_from IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'policy % is not under consultation', theirs {REFUSED};
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def escrow_fixed_once_open() -> pgtrigger.Trigger:
    """What a contest can owe is fixed before anybody sees it, and stands from then on."""
    return pgtrigger.Trigger(
        name="escrow_fixed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT FROM contests_contest WHERE id = OLD.contest_id AND state NOT IN ('draft', 'awaiting_funds')
            ) THEN
                RAISE EXCEPTION 'the liability of contest % is fixed since it opened', OLD.contest_id {REFUSED};
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def disbursement_pays_its_obligation() -> pgtrigger.Trigger:
    """A payment is of the obligation's whole amount, after its release and the end of a dispute's hold, and not of one
    that was cancelled."""
    return pgtrigger.Trigger(
        name="disbursement_fits",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "bigint")],
        func=f"""
            SELECT d.obligation_id INTO culprit
            FROM new_rows d JOIN payouts_obligation o ON o.id = d.obligation_id
            WHERE d.amount_minor <> o.amount_minor OR d.currency <> o.currency
               OR o.released_at IS NULL OR o.cancelled_at IS NOT NULL OR o.held_until > d.created_at
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'obligation % may not be paid like this', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def disbursement_account_in_effect() -> pgtrigger.Trigger:
    """A payment goes to an account of whom the debt is owed to, and to none that is not in effect yet or is parked.

    By the database's clock, whatever moment the writer believes to be.
    """
    return pgtrigger.Trigger(
        name="disbursement_in_effect",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        declare=[("culprit", "bigint")],
        func=f"""
            SELECT a.id INTO culprit
            FROM new_rows d
            JOIN payouts_obligation o ON o.id = d.obligation_id
            JOIN accounts_payoutaccount a ON a.id = d.payout_account_id
            WHERE a.takes_effect_at > clock_timestamp() OR a.parked_at IS NOT NULL AND a.reviewed_at IS NULL
               OR (a.user_id, a.brand_id) IS DISTINCT FROM (o.payee_user_id, o.payee_brand_id)
               OR a.rail <> d.rail
            LIMIT 1;
            IF culprit IS NOT NULL THEN
                RAISE EXCEPTION 'payout account % is not the payee''s, or not in effect', culprit {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def records_changes(of: str, *, watch: str = "state") -> pgtrigger.Trigger:
    """Each change of a row's state becomes a row of its own, whoever makes it: what happened, not only what is.

    `of` is the column of payouts_statechange that names the row.
    """
    return pgtrigger.Trigger(
        name=f"{of}_changes_recorded",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(watch),
        condition=pgtrigger.Q(**{f"old__{watch}__df": pgtrigger.F(f"new__{watch}")}),
        func=f"""
            INSERT INTO payouts_statechange ({of}_id, from_state, to_state, reason)
            VALUES (OLD.id, OLD.{watch}, NEW.{watch}, NEW.reason);
            RETURN NULL;
        """,
    )


def records_policy_changes() -> pgtrigger.Trigger:
    """The same for policies: their consultation, which is no state, counts as one. What is published at once, too."""
    return pgtrigger.Trigger(
        name="policy_changes_recorded",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "consulted_from"),
        declare=[("was", "text"), ("becomes", "text")],
        func="""
            was := CASE WHEN TG_OP = 'INSERT' THEN ''
                        WHEN OLD.state = 'draft' AND OLD.consulted_from IS NOT NULL THEN 'consulted'
                        ELSE OLD.state END;
            becomes := CASE WHEN NEW.state = 'draft' AND NEW.consulted_from IS NOT NULL THEN 'consulted'
                            ELSE NEW.state END;
            IF was <> becomes THEN
                INSERT INTO payouts_statechange (policy_id, from_state, to_state, reason)
                VALUES (NEW.id, was, becomes, '');
            END IF;
            RETURN NULL;
        """,
    )


LIVE_STATES = "('pending', 'sent', 'unknown', 'paid', 'held')"


def obligation_paid_by_a_payment() -> pgtrigger.Trigger:
    """A debt counts as paid exactly while a payment of it stands, is released or cancelled for good, and is never
    cancelled under a payment that is on its way."""
    return pgtrigger.Trigger(
        name="obligation_moves",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("released_at", "cancelled_at", "paid_at"),
        func=f"""
            IF OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at
                    OR OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at THEN
                RAISE EXCEPTION 'obligation % was released or cancelled for good', OLD.id {REFUSED};
            END IF;
            IF NEW.paid_at IS DISTINCT FROM OLD.paid_at AND (NEW.paid_at IS NOT NULL) <> EXISTS (
                SELECT FROM payouts_disbursement WHERE obligation_id = NEW.id AND state = 'paid'
            ) THEN
                RAISE EXCEPTION 'obligation % is not paid by any payment, or still is', OLD.id {REFUSED};
            END IF;
            IF OLD.cancelled_at IS NULL AND NEW.cancelled_at IS NOT NULL AND EXISTS (
                SELECT FROM payouts_disbursement WHERE obligation_id = NEW.id AND state IN {LIVE_STATES}
            ) THEN
                RAISE EXCEPTION 'obligation % is being paid and cannot be cancelled', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def account_stays_once_made() -> pgtrigger.Trigger:
    """A connected account is never exchanged for another while it stands: first it must be gone."""
    return pgtrigger.Trigger(
        name="connected_account_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("account"),
        func=f"""
            IF OLD.account <> '' AND NEW.account <> OLD.account AND NOT (NEW.account = '' AND OLD.state = 'gone') THEN
                RAISE EXCEPTION 'connected account % stands', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def booked_by(name: str, needed: dict[str, str]) -> pgtrigger.Trigger:
    """A state that says that money moved stands in the books too, by the end of its transaction.

    `needed`: state → what follows the row's id in its journal entry's key.
    """
    cases = " ".join(f"WHEN '{state}' THEN '{suffix}'" for state, suffix in needed.items())
    return pgtrigger.Trigger(
        name=f"{name}_booked",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__state__in=list(needed)),
        func=f"""
            IF NOT EXISTS (
                SELECT FROM payouts_journalentry
                WHERE idempotency_key = '{name}:' || NEW.id || CASE NEW.state {cases} END
            ) THEN
                RAISE EXCEPTION '{name} % is % without a journal entry', NEW.id, NEW.state {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )
