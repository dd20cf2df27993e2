"""What the database refuses of briefs for one maker: begun from what is not for sale, for less, or for others."""

import pgtrigger

from duerows.guards import REFUSED
from duerows.guards import only_these_may_change as only_these_may_change

MAKERS = """(SELECT author_id FROM contests_entry WHERE id = f.entry_id
             UNION SELECT user_id FROM contests_entryshare WHERE entry_id = f.entry_id)"""


def begins_from_an_entry() -> pgtrigger.Trigger:
    """The brief is a draft of the same brand, by invitation and with one place; the entry is in a decided contest that
    passes rights: shortlisted, for a job; without a prize and not bought by anybody yet, for a purchase."""
    return pgtrigger.Trigger(
        name="follow_up_begins",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.declined_at IS NOT NULL OR NOT EXISTS (
                SELECT FROM contests_contest c
                JOIN contests_entry e ON e.id = NEW.entry_id AND e.state = 'submitted'
                JOIN contests_contest was ON was.id = e.contest_id AND was.brand_id = c.brand_id
                WHERE c.id = NEW.contest_id AND c.state = 'draft' AND c.kind = 'invited' AND c.shortlist_max = 1
                  AND c.currency = was.currency AND was.decided_at IS NOT NULL AND was.kind <> 'open_licence'
                  AND CASE NEW.purpose
                      WHEN 'job' THEN EXISTS (SELECT FROM contests_shortlistplace p WHERE p.entry_id = e.id)
                      ELSE NOT EXISTS (
                          SELECT FROM contests_award w JOIN contests_handover h ON h.award_id = w.id
                          WHERE w.entry_id = e.id AND w.passed_over_at IS NULL) END
            ) OR NEW.purpose = 'purchase' AND EXISTS (
                SELECT FROM contests_followup f JOIN contests_contest c ON c.id = f.contest_id
                WHERE f.entry_id = NEW.entry_id AND f.purpose = 'purchase' AND c.state <> 'cancelled'
            ) THEN
                RAISE EXCEPTION 'nothing can be begun from entry %', NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def goes_with_its_draft() -> pgtrigger.Trigger:
    """What a contest was begun from is thrown away with a draft, and never after."""
    return pgtrigger.Trigger(
        name="follow_up_goes",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
            IF EXISTS (SELECT FROM contests_contest WHERE id = OLD.contest_id AND state <> 'draft') THEN
                RAISE EXCEPTION 'contest % stays the brief for one maker', OLD.contest_id {REFUSED};
            END IF;
            RETURN OLD;
        """,
    )


def consent_is_a_makers() -> pgtrigger.Trigger:
    """Only who made the work sells it, while the offer stands."""
    return pgtrigger.Trigger(
        name="follow_up_consent_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM contests_followup f JOIN contests_contest c ON c.id = f.contest_id
                WHERE f.contest_id = NEW.follow_up_id AND f.purpose = 'purchase' AND f.declined_at IS NULL
                  AND c.state = 'open' AND NEW.given_at < c.closes_at AND NEW.person_id IN {MAKERS}
            ) THEN
                RAISE EXCEPTION 'person % has nothing to sell here', NEW.person_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def follow_up_keeps_its_terms() -> pgtrigger.Trigger:
    """A brief for one maker asks for funds with its one place, one entry, and no less than its work costs."""
    return pgtrigger.Trigger(
        name="follow_up_terms",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("state"),
        condition=pgtrigger.Q(old__state="draft", new__state="awaiting_funds"),
        func=f"""
            IF EXISTS (
                SELECT FROM contests_followup f
                WHERE f.contest_id = NEW.id AND (
                    NEW.kind <> 'invited' OR NEW.shortlist_max <> 1 OR NEW.entry_cap IS DISTINCT FROM 1
                    OR f.least_minor > COALESCE(
                        (SELECT sum(p.amount_minor) FROM contests_prize p WHERE p.contest_id = NEW.id), 0))
            ) THEN
                RAISE EXCEPTION 'contest % is for one maker, and not on these terms', NEW.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def for_its_makers_only(name: str, person: str) -> pgtrigger.Trigger:
    """Nobody is invited to a brief for one maker, or enters it, but who made the work that it begins from."""
    return pgtrigger.Trigger(
        name=f"{name}_of_follow_up",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF EXISTS (
                SELECT FROM contests_followup f WHERE f.contest_id = NEW.contest_id AND NEW.{person} NOT IN {MAKERS}
            ) THEN
                RAISE EXCEPTION 'contest % is for one maker', NEW.contest_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
