"""Database triggers of disputes and late interest: no hold without a dispute and an end, no debt without a decision.

They judge single rows: disputes are few, and settling a hundred thousand debts fires none of them.
"""

import pgtrigger

from duerows.guards import REFUSED

LONGEST_HOLD = "interval '31 days'"
"""What the database lets any hold last, whatever a policy says; the charter's own limit is checked at publishing."""

PAYERS = "('owner', 'manager', 'finance')"
FINAL_STATES = "('settled', 'lapsed', 'cancelled')"


def _adjusted(dispute: str) -> str:
    """What a dispute's decision has made owed, in all."""
    return f"""(
        SELECT COALESCE(sum(o.amount_minor), 0) FROM payouts_adjustment a
        JOIN payouts_obligation o ON o.id = a.obligation_id WHERE a.dispute_id = {dispute}
    )"""


def on_obligations() -> list[pgtrigger.Trigger]:
    """What disputes and late interest must not do to debts."""
    return [_born_unheld(), _hold_of_a_dispute(), _parts_add_up(), _has_its_origin()]


def _born_unheld() -> pgtrigger.Trigger:
    """A debt is written first, then its dispute, then the hold: so that the hold finds the dispute."""
    return pgtrigger.Trigger(
        name="obligation_born_unheld",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__held_until__isnull=False),
        func=f"RAISE EXCEPTION 'a debt is not born held' {REFUSED};",
    )


def _hold_of_a_dispute() -> pgtrigger.Trigger:
    """A hold needs an open dispute, ends within 31 days, is never forgotten, and ends earlier only by a decision.

    What is not yet payable (a prize before its handover) is held anew from its release, within the same bound.
    """
    return pgtrigger.Trigger(
        name="obligation_hold",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("held_until"),
        declare=[("opened", "timestamptz")],
        func=f"""
            IF NEW.held_until IS NOT DISTINCT FROM OLD.held_until THEN RETURN NEW; END IF;
            SELECT opened_at INTO opened FROM payouts_dispute WHERE held_id = NEW.id AND decision = '';
            IF opened IS NULL THEN
                IF NEW.held_until < OLD.held_until
                        AND EXISTS (SELECT FROM payouts_dispute WHERE held_id = NEW.id) THEN RETURN NEW; END IF;
                RAISE EXCEPTION 'obligation % is not in dispute', OLD.id {REFUSED};
            END IF;
            IF NEW.held_until IS NULL OR NEW.held_until < OLD.held_until
                    OR NEW.held_until > now() + {LONGEST_HOLD}
                    OR NEW.held_until > GREATEST(opened, NEW.released_at) + {LONGEST_HOLD} THEN
                RAISE EXCEPTION 'obligation % cannot be held until %', OLD.id, NEW.held_until {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def _parts_add_up() -> pgtrigger.Trigger:
    """The parts of a debt are, at the end of their transaction, the whole that was settled, less what a decision moved.

    Those of a settlement that a later one replaced may be cancelled altogether.
    """
    family = """o.settlement_id = NEW.settlement_id AND o.kind = NEW.kind
              AND o.entry_id IS NOT DISTINCT FROM NEW.entry_id
              AND o.payee_user_id IS NOT DISTINCT FROM NEW.payee_user_id
              AND NOT EXISTS (SELECT FROM payouts_adjustment a WHERE a.obligation_id = o.id)"""
    return pgtrigger.Trigger(
        name="obligation_parts",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("cancelled_at"),
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__part__gt=0, new__kind__in=["earned", "prize", "refund"]),
        declare=[("whole", "bigint"), ("standing", "bigint"), ("moved", "bigint")],
        func=f"""
            SELECT COALESCE(sum(o.amount_minor) FILTER (WHERE o.part = 0), 0),
                   COALESCE(sum(o.amount_minor) FILTER (WHERE o.cancelled_at IS NULL), 0)
              INTO whole, standing FROM payouts_obligation o WHERE {family};
            SELECT COALESCE(sum({_adjusted("d.id")}), 0) INTO moved
              FROM payouts_dispute d JOIN payouts_obligation o ON o.id = d.held_id
             WHERE d.decision = 'upheld' AND {family};
            IF standing + moved <> whole AND NOT (standing = 0 AND EXISTS (
                SELECT FROM payouts_settlement later JOIN payouts_settlement s ON s.id = NEW.settlement_id
                WHERE later.contest_id = s.contest_id AND later.sequence > s.sequence
            )) THEN
                RAISE EXCEPTION 'the parts of obligation % are not the whole', NEW.id {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def _has_its_origin() -> pgtrigger.Trigger:
    """An adjustment has its decision and interest its late debt, by the end of the transaction."""
    return pgtrigger.Trigger(
        name="obligation_origin",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__kind__in=["adjustment", "interest"]),
        func=f"""
            IF NOT EXISTS (SELECT FROM payouts_adjustment WHERE obligation_id = NEW.id AND NEW.kind = 'adjustment')
               AND NOT EXISTS (SELECT FROM payouts_interestdebt WHERE obligation_id = NEW.id AND NEW.kind = 'interest')
            THEN
                RAISE EXCEPTION 'nobody has decided on obligation %', NEW.id {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def on_disputes() -> list[pgtrigger.Trigger]:
    """How a dispute is opened, and by whom it is decided."""
    return [_opened_by_a_side(), _holds_what_is_at_stake(), _decided_by_another(), _carried_out()]


def _opened_by_a_side() -> pgtrigger.Trigger:
    """A dispute is born undecided, of the payee or of somebody who pays for the brand, over a settled debt to a
    creative that this side has not disputed before and that is not in dispute now."""
    return pgtrigger.Trigger(
        name="dispute_opened",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.decision <> '' OR NEW.opened_at > now() + interval '1 day' OR NOT EXISTS (
                SELECT FROM payouts_obligation o JOIN contests_contest c ON c.id = o.contest_id
                WHERE o.id = NEW.obligation_id AND o.kind IN ('earned', 'prize') AND o.cancelled_at IS NULL
                  AND CASE NEW.side WHEN 'payee' THEN o.payee_user_id = NEW.opened_by_id ELSE EXISTS (
                      SELECT FROM accounts_membership m
                      WHERE m.brand_id = c.brand_id AND m.user_id = NEW.opened_by_id AND m.role IN {PAYERS}) END
            ) THEN
                RAISE EXCEPTION 'obligation % is not theirs to dispute', NEW.obligation_id {REFUSED};
            END IF;
            IF EXISTS (
                SELECT FROM payouts_dispute d
                JOIN payouts_obligation o ON o.id = d.obligation_id
                JOIN payouts_obligation mine ON mine.id = NEW.obligation_id
                WHERE (d.side = NEW.side OR d.decision = '') AND o.settlement_id = mine.settlement_id
                  AND o.entry_id = mine.entry_id AND o.payee_user_id = mine.payee_user_id AND o.kind = mine.kind
            ) THEN
                RAISE EXCEPTION 'obligation % has been disputed before', NEW.obligation_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def _holds_what_is_at_stake() -> pgtrigger.Trigger:
    """The payee's dispute holds what goes back to the brand, the brand's that very debt; nothing else of anybody."""
    return pgtrigger.Trigger(
        name="dispute_stake",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("held_id"),
        condition=pgtrigger.Q(new__held__isnull=False),
        func=f"""
            IF NOT EXISTS (
                SELECT FROM payouts_obligation h JOIN payouts_obligation o ON o.id = NEW.obligation_id
                WHERE h.id = NEW.held_id AND h.contest_id = o.contest_id AND h.cancelled_at IS NULL
                  AND h.amount_minor <= NEW.claim_minor
                  AND CASE NEW.side WHEN 'payee' THEN h.kind = 'refund' ELSE h.kind = o.kind
                      AND h.entry_id = o.entry_id AND h.payee_user_id = o.payee_user_id END
            ) THEN
                RAISE EXCEPTION 'obligation % is not what dispute % is about', NEW.held_id, NEW.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def _decided_by_another() -> pgtrigger.Trigger:
    """A decision stands. It is an admin's who neither opened the dispute nor is of either side nor entered the contest;
    only taking it back is for the side that opened it."""
    return pgtrigger.Trigger(
        name="dispute_decided",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.decision <> '' THEN
                RAISE EXCEPTION 'dispute % was decided for good', OLD.id {REFUSED};
            END IF;
            IF NEW.decision = '' THEN RETURN NEW; END IF;
            IF NEW.held_id IS DISTINCT FROM OLD.held_id OR NOT EXISTS (
                SELECT FROM payouts_obligation o
                JOIN contests_contest c ON c.id = o.contest_id
                JOIN accounts_user u ON u.id = NEW.decided_by_id
                LEFT JOIN accounts_membership m ON m.brand_id = c.brand_id AND m.user_id = u.id
                WHERE o.id = OLD.obligation_id AND u.is_active AND CASE NEW.decision
                    WHEN 'withdrawn' THEN u.id = OLD.opened_by_id OR OLD.side = 'brand' AND m.role IN {PAYERS}
                    ELSE u.staff_role = 'admin' AND u.id <> OLD.opened_by_id AND m.id IS NULL AND NOT EXISTS (
                        SELECT FROM contests_entryshare s JOIN contests_entry e ON e.id = s.entry_id
                        WHERE e.contest_id = c.id AND s.user_id = u.id) END
            ) THEN
                RAISE EXCEPTION 'dispute % is not theirs to decide', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def _carried_out() -> pgtrigger.Trigger:
    """By the end of a decision's transaction its hold is over, and what was upheld is owed otherwise, to the cent:
    unless its payment had begun, in which case it stays."""
    return pgtrigger.Trigger(
        name="dispute_carried_out",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("decision"),
        timing=pgtrigger.Deferred,
        condition=~pgtrigger.Q(new__decision=""),
        func=f"""
            IF EXISTS (
                SELECT FROM payouts_obligation h
                WHERE h.id = NEW.held_id AND CASE WHEN h.cancelled_at IS NOT NULL
                    THEN COALESCE(NEW.decided_minor, 0) <> {_adjusted("NEW.id")}
                    ELSE h.held_until > NEW.decided_at OR NEW.decision = 'upheld' AND NOT EXISTS (
                        SELECT FROM payouts_disbursement d WHERE d.obligation_id = h.id
                        AND (d.state IN ('sent', 'unknown', 'paid', 'held') OR d.state = 'pending' AND d.attempts > 0))
                    END
            ) THEN
                RAISE EXCEPTION 'dispute % was not carried out', NEW.id {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def adjustment_was_decided() -> pgtrigger.Trigger:
    """An adjustment rests on a dispute that was upheld in a contest that is over, takes what that dispute held and no
    more, and goes to whom such a decision may favour: the payee alone, or the others and never the accuser's target.
    """
    return pgtrigger.Trigger(
        name="adjustment_decided",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM payouts_dispute d
                JOIN payouts_obligation was ON was.id = d.obligation_id
                JOIN payouts_obligation h ON h.id = d.held_id AND h.cancelled_at IS NOT NULL
                JOIN payouts_obligation o ON o.id = NEW.obligation_id AND o.contest_id = was.contest_id
                JOIN contests_contest c ON c.id = o.contest_id AND c.state IN {FINAL_STATES}
                WHERE d.id = NEW.dispute_id AND d.decision = 'upheld' AND d.decided_minor = {_adjusted("d.id")}
                  AND d.decided_minor <= h.amount_minor
                  AND CASE d.side
                      WHEN 'payee' THEN o.kind = 'adjustment' AND o.entry_id = was.entry_id
                          AND o.payee_user_id = was.payee_user_id
                      ELSE o.kind = 'refund' OR o.kind = 'adjustment' AND o.entry_id <> was.entry_id END
            ) THEN
                RAISE EXCEPTION 'obligation % is not what was decided', NEW.obligation_id {REFUSED};
            END IF;
            RETURN NULL;
        """,
    )


def interest_is_owed() -> pgtrigger.Trigger:
    """Interest is on a debt that was paid after it was due, to the same payee, of the amount that the contest's policy
    says for the reference rate stated, and out of no escrow."""
    return pgtrigger.Trigger(
        name="interest_owed",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM payouts_obligation o
                JOIN payouts_obligation late ON late.id = NEW.debt_id AND late.payee_user_id = o.payee_user_id
                     AND late.entry_id = o.entry_id AND late.kind IN ('earned', 'prize', 'adjustment')
                JOIN payouts_escrow e ON e.contest_id = late.contest_id
                JOIN payouts_payoutpolicy p ON p.id = e.policy_id
                CROSS JOIN LATERAL (SELECT p.document #> '{{rules,late_interest}}' AS terms) rule
                WHERE o.id = NEW.obligation_id AND o.kind = 'interest' AND o.currency = late.currency
                  AND NEW.due_on >= (late.pay_by AT TIME ZONE 'UTC')::date
                  AND NEW.paid_on = (late.paid_at AT TIME ZONE 'UTC')::date AND NEW.paid_on > NEW.due_on
                  AND NEW.margin_bps = (rule.terms ->> 'margin_bps')::int
                  AND NEW.lump_minor = (rule.terms ->> 'lump_minor')::bigint
                  AND NEW.reference_bps BETWEEN 0 AND 2000
                  AND o.amount_minor = NEW.lump_minor + ceil(late.amount_minor::numeric
                      * (NEW.reference_bps + NEW.margin_bps) * (NEW.paid_on - NEW.due_on) / 3650000)
            ) OR EXISTS (
                SELECT FROM payouts_obligation o JOIN payouts_posting leg ON leg.entry_id = o.journal_entry_id
                JOIN payouts_ledgeraccount account ON account.id = leg.account_id
                WHERE o.id = NEW.obligation_id AND account.contest_id IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'obligation % is no interest that is owed', NEW.obligation_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
