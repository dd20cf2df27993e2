"""Database triggers of what happens around a gallery: eliminations, collections, polls."""

import pgtrigger

from duerows.guards import REFUSED, before
from duerows.guards import only_these_may_change as only_these_may_change


def elimination_fits() -> pgtrigger.Trigger:
    """Only an admissible entry that is not shortlisted is put aside, while the brand still chooses."""
    return before(
        "elimination_fits",
        pgtrigger.Insert,
        f"""
            IF NOT EXISTS (
                SELECT FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id
                WHERE e.id = NEW.entry_id AND e.state = 'submitted' AND c.state IN ('open', 'shortlisting')
            ) OR EXISTS (SELECT FROM contests_shortlistplace p WHERE p.entry_id = NEW.entry_id) THEN
                RAISE EXCEPTION 'entry % cannot be eliminated', NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def elimination_is_kept() -> pgtrigger.Trigger:
    """A reason that its author was told stands as it was given; it may be taken back once."""
    return before(
        "elimination_kept",
        pgtrigger.Update | pgtrigger.Delete,
        f"""
            IF TG_OP = 'UPDATE' AND OLD.undone_at IS NULL THEN
                OLD.undone_at := NEW.undone_at;
                OLD.undone_by_id := NEW.undone_by_id;
                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION 'an elimination stands as it was written' {REFUSED};
        """,
    )


def shortlists_nobody_eliminated() -> pgtrigger.Trigger:
    """An entry that was put aside is taken back before it is shortlisted."""
    return before(
        "shortlist_not_eliminated",
        pgtrigger.Insert,
        f"""
            IF EXISTS (SELECT FROM contests_elimination x WHERE x.entry_id = NEW.entry_id AND x.undone_at IS NULL) THEN
                RAISE EXCEPTION 'entry % is eliminated and cannot be shortlisted', NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def collection_item_fits() -> pgtrigger.Trigger:
    """A collection holds entries of its own contest."""
    return before(
        "collection_item_fits",
        pgtrigger.Insert | pgtrigger.Update,
        f"""
            IF NOT EXISTS (
                SELECT FROM contests_collection k JOIN contests_entry e ON e.contest_id = k.contest_id
                WHERE k.id = NEW.collection_id AND e.id = NEW.entry_id
            ) THEN
                RAISE EXCEPTION 'entry % is of another contest', NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def poll_option_fits() -> pgtrigger.Trigger:
    """A poll asks about entries of its own contest, by a picture of theirs, and about eight at most."""
    return before(
        "poll_option_fits",
        pgtrigger.Insert,
        f"""
            IF NOT EXISTS (
                SELECT FROM contests_poll q
                JOIN contests_entry e ON e.contest_id = q.contest_id
                JOIN contests_entryversion v ON v.entry_id = e.id
                JOIN contests_storedfile f ON f.version_id = v.id
                WHERE q.id = NEW.poll_id AND e.id = NEW.entry_id AND f.id = NEW.file_id AND f.kind = 'image'
            ) OR (SELECT count(*) FROM contests_polloption o WHERE o.poll_id = NEW.poll_id) >= 8 THEN
                RAISE EXCEPTION 'entry % is no option of poll %', NEW.entry_id, NEW.poll_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def ballot_in_time() -> pgtrigger.Trigger:
    """Nobody votes, or changes a vote, once the poll is closed; nor does a ballot pass to another voter."""
    return before(
        "ballot_in_time",
        pgtrigger.Insert | pgtrigger.Update,
        f"""
            IF NOT EXISTS (
                SELECT FROM contests_poll q
                WHERE q.id = NEW.poll_id AND q.closed_at IS NULL AND NEW.cast_at < q.closes_at
            ) OR (TG_OP = 'UPDATE' AND (OLD.poll_id, OLD.voter_digest) <> (NEW.poll_id, NEW.voter_digest)) THEN
                RAISE EXCEPTION 'poll % takes no such vote', NEW.poll_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def ballot_mark_fits() -> pgtrigger.Trigger:
    """A mark is for an option of the ballot's own poll, in that poll's manner, while it is open."""
    return before(
        "ballot_mark_fits",
        pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        f"""
            IF TG_OP <> 'DELETE' AND NOT EXISTS (
                SELECT FROM contests_ballot b
                JOIN contests_poll q ON q.id = b.poll_id
                JOIN contests_polloption o ON o.poll_id = q.id
                WHERE b.id = NEW.ballot_id AND o.id = NEW.option_id AND q.closed_at IS NULL
                  AND (q.kind = 'pick') = (NEW.stars IS NULL)
            ) OR TG_OP = 'DELETE' AND EXISTS (
                SELECT FROM contests_ballot b JOIN contests_poll q ON q.id = b.poll_id
                WHERE b.id = OLD.ballot_id AND q.closed_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'this is no mark of that ballot' {REFUSED};
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )
