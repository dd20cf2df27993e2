"""Database triggers that contests share: insert-only tables, the state machine, and terms frozen once they are
shown.
"""

import pgtrigger

from contests.lifecycle import BEFORE_FUNDS, transitions
from duerows.guards import insert_only as insert_only


def no_delete(name: str) -> pgtrigger.Trigger:
    """Refuse DELETE: what was earned or decided does not vanish."""
    return pgtrigger.Protect(name=f"{name}_no_delete", operation=pgtrigger.Delete)


def state_machine() -> pgtrigger.Trigger:
    """Only the moves of `contests.lifecycle` may change a contest's state, even by a bare UPDATE."""
    return pgtrigger.FSM(
        name="contest_lifecycle",
        field="state",
        transitions=sorted((str(a), str(b)) for a, b in transitions()),
    )


SETTABLE = ", ".join(f"'{state}'" for state in sorted(BEFORE_FUNDS))

FROZEN_TERMS: tuple[str, ...] = (
    "brand_id",
    "currency",
    "shortlist_max",
    "shortlist_min",
    "entry_cap",
    "unpaid_effort_minutes",
    "kind",
    "visibility",
    "extension_days_max",
    "revision_rounds_max",
    "floor_minor",
    "prizes_minor",
    "effort_minutes",
)
FILLED_ONCE = frozenset({"floor_minor", "prizes_minor", "effort_minutes"})
"""Figures of contests that opened before they were kept: they may be written where there are none."""


def born_as_draft() -> pgtrigger.Trigger:
    """Every contest starts as a draft, so that no INSERT can jump over the funding gate."""
    return pgtrigger.Trigger(
        name="contest_born_as_draft",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NEW.state <> 'draft' OR NEW.opens_at IS NOT NULL THEN
                RAISE EXCEPTION 'a contest starts as a draft' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def frozen_terms() -> pgtrigger.Trigger:
    """The terms people work under do not change once a contest has been shown to them."""
    changed = " OR ".join(
        f"(OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column})"
        if column in FILLED_ONCE
        else f"NEW.{column} IS DISTINCT FROM OLD.{column}"
        for column in FROZEN_TERMS
    )
    return pgtrigger.Trigger(
        name="contest_frozen_terms",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.state NOT IN ({SETTABLE}) AND ({changed}) THEN
                RAISE EXCEPTION 'the terms of contest % are frozen since it opened', OLD.id
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def only_before_opening(name: str, column: str = "contest_id") -> pgtrigger.Trigger:
    """A row that belongs to a contest's terms may change only until the contest opens."""
    return pgtrigger.Trigger(
        name=f"{name}_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT FROM contests_contest
                WHERE id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.{column} ELSE NEW.{column} END)
                  AND state NOT IN ({SETTABLE})
            ) THEN
                RAISE EXCEPTION 'the terms of a contest are frozen since it opened'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def no_delete_once_opened() -> pgtrigger.Trigger:
    """A draft may be thrown away; a contest that was shown to anybody may not."""
    return pgtrigger.Trigger(
        name="contest_kept_once_opened",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func="""
            IF OLD.opens_at IS NOT NULL OR OLD.state <> 'draft' THEN
                RAISE EXCEPTION 'contest % has been opened or funded and cannot be deleted', OLD.id
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        """,
    )


def not_by_the_blocked(name: str, column: str) -> pgtrigger.Trigger:
    """Whoever is blocked begins nothing new."""
    return pgtrigger.Trigger(
        name=f"{name}_not_by_blocked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF EXISTS (SELECT FROM accounts_user WHERE id = NEW.{column} AND blocked_at IS NOT NULL) THEN
                RAISE EXCEPTION 'account % is blocked', NEW.{column}
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def revision_fits() -> pgtrigger.Trigger:
    """A round of changes is asked of a shortlisted entry before the decision, one after the other, within those that
    the contest has set money aside for."""
    return pgtrigger.Trigger(
        name="revision_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT FROM contests_contest c
                JOIN contests_entry e ON e.contest_id = c.id
                JOIN contests_shortlistplace p ON p.entry_id = e.id
                WHERE e.id = NEW.entry_id AND c.state IN ('final_round', 'judging')
                  AND NEW.round <= c.revision_rounds_max
                  AND NEW.round = 1 + (SELECT count(*) FROM contests_revisionrequest r WHERE r.entry_id = e.id)
            ) THEN
                RAISE EXCEPTION 'round % of entry % is not paid for', NEW.round, NEW.entry_id
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def shortlist_fits() -> pgtrigger.Trigger:
    """A place belongs to its contest's own entry, within the most that the contest funded, while it is shortlisting."""
    return pgtrigger.Trigger(
        name="shortlist_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT FROM contests_contest c JOIN contests_entry e ON e.contest_id = c.id
                WHERE c.id = NEW.contest_id AND e.id = NEW.entry_id
                  AND NEW.slot <= c.shortlist_max AND c.state IN ('shortlisting', 'final_round')
                  AND e.state = 'submitted'
            ) THEN
                RAISE EXCEPTION 'place % of contest % is not funded, or its entry cannot be shortlisted',
                    NEW.slot, NEW.contest_id USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def accepted_by_all() -> pgtrigger.Trigger:
    """No deed without the brand's acceptance and that of everybody who has a share in the work."""
    return pgtrigger.Trigger(
        name="rights_deed_accepted",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            IF NOT EXISTS (
                SELECT FROM contests_rightsacceptance WHERE transfer_id = NEW.transfer_id AND side = 'brand'
            ) OR EXISTS (
                SELECT FROM contests_rightstransfer t
                JOIN contests_handover h ON h.id = t.handover_id
                JOIN contests_award w ON w.id = h.award_id
                JOIN contests_entryshare s ON s.entry_id = w.entry_id
                WHERE t.id = NEW.transfer_id AND NOT EXISTS (
                    SELECT FROM contests_rightsacceptance a
                    WHERE a.transfer_id = t.id AND a.side = 'creative' AND a.person_id = s.user_id)
            ) THEN
                RAISE EXCEPTION 'transfer % is not accepted by everybody', NEW.transfer_id
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def admitted_only(name: str, person: str, contest: str) -> pgtrigger.Trigger:
    """Nobody enters a closed contest who was not invited, or has not accepted its confidentiality."""
    return pgtrigger.Trigger(
        name=f"{name}_admitted",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF EXISTS (
                SELECT FROM contests_contest c WHERE c.id = {contest} AND (
                    (c.kind = 'invited' AND NOT EXISTS (
                        SELECT FROM contests_guest g
                        WHERE g.contest_id = c.id AND g.person_id = NEW.{person} AND g.withdrawn_at IS NULL))
                    OR (c.kind = 'nda' AND NOT EXISTS (
                        SELECT FROM contests_ndaacceptance n
                        WHERE n.contest_id = c.id AND n.person_id = NEW.{person})))
            ) THEN
                RAISE EXCEPTION 'this person is not admitted to the contest'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def only_in_kind(name: str, kind: str) -> pgtrigger.Trigger:
    """A row that only one kind of contest has."""
    return pgtrigger.Trigger(
        name=f"{name}_kind",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (SELECT FROM contests_contest WHERE id = NEW.contest_id AND kind = '{kind}') THEN
                RAISE EXCEPTION 'contest % is of another kind', NEW.contest_id
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def no_work_before_shortlist() -> pgtrigger.Trigger:
    """Without speculative work, no file is taken for an entry that is not on the shortlist."""
    return pgtrigger.Trigger(
        name="stored_file_zero_spec",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("version_id"),
        func="""
            IF NEW.version_id IS NOT NULL AND EXISTS (
                SELECT FROM contests_entryversion v
                JOIN contests_entry e ON e.id = v.entry_id
                JOIN contests_contest c ON c.id = e.contest_id
                WHERE v.id = NEW.version_id AND c.kind = 'zero_spec'
                  AND NOT EXISTS (SELECT FROM contests_shortlistplace p WHERE p.entry_id = e.id)
            ) THEN
                RAISE EXCEPTION 'no new work is taken before the shortlist'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """,
    )


def attachments_frozen() -> pgtrigger.Trigger:
    """What is attached to a brief may come and go only until the contest opens; being examined changes nothing."""
    return pgtrigger.Trigger(
        name="stored_file_attachment_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("brief_id") | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT FROM contests_contest
                WHERE id = (CASE WHEN TG_OP = 'INSERT' THEN NEW.brief_id ELSE OLD.brief_id END)
                  AND state NOT IN ({SETTABLE})
            ) THEN
                RAISE EXCEPTION 'what is attached to a brief is frozen since its contest opened'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


def delivered_files_stay() -> pgtrigger.Trigger:
    """What a winner has handed over is what the brand accepts: no file of it goes."""
    return pgtrigger.Trigger(
        name="stored_file_delivered_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("handover_id") | pgtrigger.Delete,
        func="""
            IF EXISTS (
                SELECT FROM contests_handover WHERE id = OLD.handover_id AND delivered_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'file % has been handed over', OLD.ref
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
