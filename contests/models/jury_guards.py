"""What the database itself refuses of a jury: ballots in spite of a conflict, changed rules, changed ballots."""

import pgtrigger

from contests.jury import JURY_TRANSITIONS
from duerows.guards import REFUSED


def jury_states() -> pgtrigger.Trigger:
    """Only the moves of `contests.jury`."""
    return pgtrigger.FSM(
        name="jury_states", field="state", transitions=sorted((str(a), str(b)) for a, b in JURY_TRANSITIONS)
    )


def jury_rules_frozen() -> pgtrigger.Trigger:
    """How a jury decides, and by which lot, stands once it is drawn."""
    return pgtrigger.Trigger(
        name="jury_rules_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF NEW.contest_id <> OLD.contest_id OR (OLD.state <> 'preparing' AND (
                (NEW.quorum, NEW.ballots_per_entry, NEW.seed, NEW.opened_at)
                IS DISTINCT FROM (OLD.quorum, OLD.ballots_per_entry, OLD.seed, OLD.opened_at)))
            THEN
                RAISE EXCEPTION 'the rules of jury % stand since it was drawn', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def criteria_frozen() -> pgtrigger.Trigger:
    """Criteria and weights change until the jury is drawn, and so before the first ballot."""
    return pgtrigger.Trigger(
        name="criterion_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF EXISTS (
                SELECT FROM contests_jury
                WHERE id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.jury_id ELSE OLD.jury_id END,
                             CASE WHEN TG_OP = 'DELETE' THEN OLD.jury_id ELSE NEW.jury_id END)
                  AND state <> 'preparing'
            ) THEN
                RAISE EXCEPTION 'the criteria of a jury stand since it was drawn' {REFUSED};
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


# Of a ballot `n`: its juror takes part and has no tie to the entry. As the body of an EXISTS.
_MAY_JUDGE = """
    SELECT FROM contests_juror j
    JOIN contests_jury y ON y.id = j.jury_id AND y.state = 'scoring'
    JOIN contests_shortlistplace p ON p.entry_id = {row}.entry_id AND p.contest_id = y.contest_id
    JOIN contests_entry e ON e.id = p.entry_id
    WHERE j.id = {row}.juror_id AND j.accepted_at IS NOT NULL AND j.excused_at IS NULL AND e.author_id <> j.user_id
      AND NOT EXISTS (SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = j.user_id)
      AND NOT EXISTS (SELECT FROM contests_juryconflict k
                      WHERE k.juror_id = j.id AND (k.entry_id = e.id OR k.entry_id IS NULL))
"""


def ballot_fits() -> pgtrigger.Trigger:
    """A ballot goes to a juror who takes part and has no conflict, for an entry on the shortlist of their contest."""
    return pgtrigger.Trigger(
        name="ballot_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.state <> 'open' OR NOT EXISTS ({_MAY_JUDGE.format(row="NEW")}) THEN
                RAISE EXCEPTION 'juror % may not judge entry %', NEW.juror_id, NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def ballot_closes_once() -> pgtrigger.Trigger:
    """A ballot that is in stands, unless its juror turns out to have a conflict: then it is void.

    It is sent whole, while the jury works, and by nobody with a conflict.
    """
    return pgtrigger.Trigger(
        name="ballot_closes_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'DELETE' OR NOT (
                OLD.state = 'open' OR OLD.state = 'submitted' AND NEW.state = 'recused' AND EXISTS (
                    SELECT FROM contests_juryconflict k JOIN contests_juror j ON j.id = k.juror_id
                    JOIN contests_jury y ON y.id = j.jury_id AND y.state = 'scoring'
                    WHERE k.juror_id = OLD.juror_id AND (k.entry_id = OLD.entry_id OR k.entry_id IS NULL)))
               OR (NEW.juror_id, NEW.entry_id, NEW.stands_in_for_id, NEW.assigned_at)
                  IS DISTINCT FROM (OLD.juror_id, OLD.entry_id, OLD.stands_in_for_id, OLD.assigned_at) THEN
                RAISE EXCEPTION 'ballot % stands as it was sent', OLD.id {REFUSED};
            END IF;
            IF NEW.state = 'submitted' AND (
                NOT EXISTS ({_MAY_JUDGE.format(row="NEW")})
                OR EXISTS (
                    SELECT FROM contests_criterion c JOIN contests_juror j ON j.jury_id = c.jury_id
                    WHERE j.id = NEW.juror_id AND NOT EXISTS (
                        SELECT FROM contests_score s WHERE s.ballot_id = NEW.id AND s.criterion_id = c.id)
                )
            ) THEN
                RAISE EXCEPTION 'ballot % is not whole, or its juror may not judge', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def score_fits() -> pgtrigger.Trigger:
    """Points are written on an open ballot, by the criteria of its own jury."""
    return pgtrigger.Trigger(
        name="score_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'INSERT' AND EXISTS (
                SELECT FROM contests_juryballot WHERE id = OLD.ballot_id AND state <> 'open'
            ) OR TG_OP <> 'DELETE' AND NOT EXISTS (
                SELECT FROM contests_juryballot b
                JOIN contests_juror j ON j.id = b.juror_id
                JOIN contests_jury y ON y.id = j.jury_id AND y.state = 'scoring'
                JOIN contests_criterion c ON c.jury_id = y.id
                WHERE b.id = NEW.ballot_id AND b.state = 'open' AND c.id = NEW.criterion_id
            ) THEN
                RAISE EXCEPTION 'points are given on open ballots, by the criteria of their jury' {REFUSED};
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
