"""What the database refuses of comments: other people's words, other entries' places, and changes to what was said."""

import pgtrigger

from contests.comment_rules import CLOSED_STATES
from duerows.guards import REFUSED

CLOSED = ", ".join(f"'{state}'" for state in sorted(CLOSED_STATES))
MEMBER = """SELECT FROM accounts_membership m
    WHERE m.brand_id = c.brand_id AND m.role IN ({roles}) AND m.user_id = NEW.{who}"""


def comment_fits() -> pgtrigger.Trigger:
    """A comment is of one of its entry's versions, on an image of that version, in a thread of that entry, while the
    contest goes on; and whoever writes has a part in the entry on the side that they speak for."""
    speaks_for_brand = MEMBER.format(roles="'owner', 'manager', 'judge'", who="author_id")
    return pgtrigger.Trigger(
        name="comment_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM contests_entryversion v
                JOIN contests_entry e ON e.id = v.entry_id
                JOIN contests_contest c ON c.id = e.contest_id
                WHERE v.id = NEW.version_id AND e.id = NEW.entry_id
                  AND e.state <> 'withdrawn' AND c.state NOT IN ({CLOSED})
                  AND CASE NEW.side
                      WHEN 'brand' THEN EXISTS ({speaks_for_brand})
                      ELSE e.author_id = NEW.author_id OR EXISTS (
                          SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = NEW.author_id)
                      END
            ) OR (NEW.file_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM contests_storedfile f
                WHERE f.id = NEW.file_id AND f.version_id = NEW.version_id AND f.kind = 'image'
            )) OR (NEW.parent_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM contests_comment p
                WHERE p.id = NEW.parent_id AND p.entry_id = NEW.entry_id AND p.version_id = NEW.version_id
                  AND p.thread = NEW.thread AND p.place = 0
            )) OR NEW.resolved_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL OR NEW.hidden_at IS NOT NULL THEN
                RAISE EXCEPTION 'comment % does not belong to entry %', NEW.id, NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def withdrawn_stays() -> pgtrigger.Trigger:
    """What was taken back is not brought up again."""
    return pgtrigger.Trigger(
        name="comment_withdrawn_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at THEN
                RAISE EXCEPTION 'comment % was taken back for good', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def release_after_decision() -> pgtrigger.Trigger:
    """Comments are shown to everybody by a decider of the brand, and only once the contest is decided."""
    decider = MEMBER.format(roles="'owner', 'manager'", who="released_by_id")
    return pgtrigger.Trigger(
        name="comment_release_after_decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM contests_contest c
                WHERE c.id = NEW.contest_id AND c.decided_at IS NOT NULL AND EXISTS ({decider})
            ) THEN
                RAISE EXCEPTION 'the comments of contest % are not to be released', NEW.contest_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
