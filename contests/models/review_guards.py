"""What the database refuses of reviews: by people without a part, out of time, answered in kind, or changed later."""

import pgtrigger

from duerows.guards import REFUSED

WINDOW = "interval '14 days'"
FINAL = "'settled', 'lapsed', 'cancelled'"
"""As in `contests.lifecycle.FINAL`; a test holds the two together."""


def review_is_in_turn() -> pgtrigger.Trigger:
    """Written within the window by one of a pair: a shortlisted maker, or an owner or manager of the brand on them."""
    return pgtrigger.Trigger(
        name="review_in_turn",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.shown_at IS NOT NULL OR NOT EXISTS (
                SELECT FROM contests_contest c
                WHERE c.id = NEW.contest_id AND c.state IN ({FINAL})
                  AND NEW.written_at BETWEEN c.state_since AND c.state_since + {WINDOW}
                  AND EXISTS (
                      SELECT FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id
                      WHERE p.contest_id = c.id AND e.author_id = NEW.maker_id)
                  AND (NEW.kind <> 'about_maker' OR EXISTS (
                      SELECT FROM contests_handover h JOIN contests_award w ON w.id = h.award_id
                      JOIN contests_entry e ON e.id = w.entry_id
                      WHERE w.contest_id = c.id AND w.passed_over_at IS NULL AND e.author_id = NEW.maker_id))
                  AND (NEW.kind = 'about_brand') <> EXISTS (
                      SELECT FROM accounts_membership m
                      WHERE m.brand_id = c.brand_id AND m.user_id = NEW.writer_id AND m.role IN ('owner', 'manager'))
                  AND (NEW.kind = 'about_brand') = (NEW.writer_id = NEW.maker_id)
            ) OR EXISTS (
                SELECT FROM contests_review r
                WHERE r.contest_id = NEW.contest_id AND r.maker_id = NEW.maker_id AND r.shown_at IS NOT NULL
            ) THEN
                RAISE EXCEPTION 'this review is not in its turn' {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def review_stands() -> pgtrigger.Trigger:
    """May be written anew until it is shown; is shown once both sides are there or the time is over; then stands, but
    for one reply."""
    return pgtrigger.Trigger(
        name="review_stands",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'DELETE' THEN
                RAISE EXCEPTION 'a review stands' {REFUSED};
            END IF;
            IF (NEW.id, NEW.contest_id, NEW.maker_id) IS DISTINCT FROM (OLD.id, OLD.contest_id, OLD.maker_id)
               OR (NEW.kind = 'about_brand') <> (OLD.kind = 'about_brand')
               OR (NEW.writer_id <> OLD.writer_id AND (NEW.kind = 'about_brand' OR NOT EXISTS (
                   SELECT FROM contests_contest c JOIN accounts_membership m ON m.brand_id = c.brand_id
                   WHERE c.id = NEW.contest_id AND m.user_id = NEW.writer_id AND m.role IN ('owner', 'manager'))))
               OR (NEW.replied_at IS NOT NULL AND OLD.shown_at IS NULL)
               OR (OLD.replied_at IS NOT NULL AND (NEW.reply, NEW.replied_at, NEW.replied_by_id)
                   IS DISTINCT FROM (OLD.reply, OLD.replied_at, OLD.replied_by_id))
               OR (OLD.shown_at IS NOT NULL AND (
                   NEW.shown_at, NEW.kind, NEW.writer_id, NEW.words, NEW.written_at, NEW.stars, NEW.clear_brief,
                   NEW.answered, NEW.in_time, NEW.feedback
               ) IS DISTINCT FROM (
                   OLD.shown_at, OLD.kind, OLD.writer_id, OLD.words, OLD.written_at, OLD.stars, OLD.clear_brief,
                   OLD.answered, OLD.in_time, OLD.feedback)) THEN
                RAISE EXCEPTION 'review % stands', OLD.id {REFUSED};
            END IF;
            IF OLD.shown_at IS NULL AND NEW.shown_at IS NOT NULL AND NOT EXISTS (
                SELECT FROM contests_review r
                WHERE r.contest_id = NEW.contest_id AND r.maker_id = NEW.maker_id AND r.id <> NEW.id
            ) AND NOT EXISTS (
                SELECT FROM contests_contest c
                WHERE c.id = NEW.contest_id AND NEW.shown_at >= c.state_since + {WINDOW}
            ) THEN
                RAISE EXCEPTION 'review % waits for the other side', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
