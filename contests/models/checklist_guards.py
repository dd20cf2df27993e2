"""What the database refuses of a handover's checklist: items that the brief does not have, and marks out of turn."""

import pgtrigger

from duerows.guards import REFUSED


def item_is_of_the_brief() -> pgtrigger.Trigger:
    """An item repeats a deliverable of the contest's brief, word for word, in its place."""
    return pgtrigger.Trigger(
        name="handover_item_is_asked",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM contests_handover h
                JOIN contests_award w ON w.id = h.award_id
                JOIN contests_brief b ON b.contest_id = w.contest_id
                WHERE h.id = NEW.handover_id AND b.deliverables[NEW.position] = NEW.words
            ) THEN
                RAISE EXCEPTION 'the brief asks for no such item' {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def mark_is_in_turn() -> pgtrigger.Trigger:
    """The work's author marks an item as delivered, the brand answers once the whole is handed over: both only until
    the handover is accepted. Nobody marks anything of an award that was passed over."""
    return pgtrigger.Trigger(
        name="handover_mark_in_turn",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM contests_handoveritem i
                JOIN contests_handover h ON h.id = i.handover_id
                JOIN contests_award w ON w.id = h.award_id
                JOIN contests_entry e ON e.id = w.entry_id
                JOIN contests_contest c ON c.id = w.contest_id
                WHERE i.id = NEW.item_id AND w.passed_over_at IS NULL AND h.accepted_at IS NULL
                  AND c.state IN ('awarded', 'handover')
                  AND CASE WHEN NEW.kind = 'delivered' THEN e.author_id = NEW.by_id
                      ELSE h.delivered_at IS NOT NULL AND EXISTS (
                          SELECT FROM accounts_membership m
                          WHERE m.brand_id = c.brand_id AND m.user_id = NEW.by_id AND m.role IN ('owner', 'manager'))
                      END
            ) THEN
                RAISE EXCEPTION 'item % cannot be marked as % by %', NEW.item_id, NEW.kind, NEW.by_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def file_is_of_the_handover() -> pgtrigger.Trigger:
    """An item is delivered with files of its own handover."""
    return pgtrigger.Trigger(
        name="handover_mark_file_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM contests_handovermark m
                JOIN contests_handoveritem i ON i.id = m.item_id
                JOIN contests_storedfile f ON f.handover_id = i.handover_id
                WHERE m.id = NEW.mark_id AND m.kind = 'delivered' AND f.id = NEW.file_id
            ) THEN
                RAISE EXCEPTION 'file % is not of the handover', NEW.file_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
