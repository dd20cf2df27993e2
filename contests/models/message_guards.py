"""What the database refuses of messages: other people's words, after the end, out of turn, and reading backwards."""

import pgtrigger

from contests.lifecycle import BEFORE_FUNDS, FINAL
from contests.message_rules import OPEN_AFTER_END
from duerows.guards import REFUSED

UNFUNDED = ", ".join(f"'{state}'" for state in sorted(BEFORE_FUNDS))
ENDED = ", ".join(f"'{state}'" for state in sorted(FINAL))
MEMBER = """EXISTS (SELECT FROM accounts_membership m
    WHERE m.brand_id = c.brand_id AND m.role IN ({roles}) AND m.user_id = {who})"""
DECIDER, RATER = "'owner', 'manager'", "'owner', 'manager', 'judge'"


def _still_open(moment: str) -> str:
    """Of entry `e` and contest `c`: whether anything may be said at this moment."""
    days = f"interval '{OPEN_AFTER_END.days} days'"
    return f"""e.state <> 'withdrawn' AND c.state NOT IN ({UNFUNDED})
                  AND (c.state NOT IN ({ENDED}) OR {moment} < c.state_since + {days})"""


def conversation_fits() -> pgtrigger.Trigger:
    """Opened by the entry's author, or by a decider of its brand; by the author only while the entry takes part."""
    decider = MEMBER.format(roles=DECIDER, who="NEW.opened_by_id")
    return pgtrigger.Trigger(
        name="conversation_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.last_number <> 0 OR NOT EXISTS (
                SELECT FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id
                WHERE e.id = NEW.entry_id AND {_still_open("NEW.opened_at")}
                  AND ((e.author_id = NEW.opened_by_id AND e.state = 'submitted') OR {decider})
            ) THEN
                RAISE EXCEPTION 'person % opens no conversation about entry %', NEW.opened_by_id, NEW.entry_id
                    {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def counts_its_messages() -> pgtrigger.Trigger:
    """The number and the moment that a conversation bears are those of its latest message."""
    return pgtrigger.Trigger(
        name="conversation_counts",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF NEW.last_number < OLD.last_number OR NOT EXISTS (
                SELECT FROM contests_message m WHERE m.conversation_id = NEW.entry_id
                  AND m.number = NEW.last_number AND m.created_at = NEW.last_at
            ) THEN
                RAISE EXCEPTION 'conversation % counts what is not there', NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def message_fits() -> pgtrigger.Trigger:
    """The next in its conversation, not hidden yet, by somebody who speaks for that side, while there is time."""
    decider = MEMBER.format(roles=DECIDER, who="NEW.author_id")
    return pgtrigger.Trigger(
        name="message_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.hidden_at IS NOT NULL OR NOT EXISTS (
                SELECT FROM contests_conversation k
                JOIN contests_entry e ON e.id = k.entry_id
                JOIN contests_contest c ON c.id = e.contest_id
                WHERE k.entry_id = NEW.conversation_id AND NEW.number = k.last_number + 1
                  AND {_still_open("NEW.created_at")}
                  AND CASE NEW.side
                      WHEN 'brand' THEN e.author_id <> NEW.author_id AND {decider}
                      ELSE e.author_id = NEW.author_id END
            ) THEN
                RAISE EXCEPTION 'message % does not belong to the conversation about entry %',
                    NEW.number, NEW.conversation_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def read_by_its_reader() -> pgtrigger.Trigger:
    """A mark is of somebody who may read the conversation."""
    rater = MEMBER.format(roles=RATER, who="NEW.reader_id")
    return pgtrigger.Trigger(
        name="conversation_read_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (
                SELECT FROM contests_entry e JOIN contests_contest c ON c.id = e.contest_id
                WHERE e.id = NEW.conversation_id AND (e.author_id = NEW.reader_id OR {rater})
            ) THEN
                RAISE EXCEPTION 'person % does not read the conversation about entry %',
                    NEW.reader_id, NEW.conversation_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def read_moves_forward() -> pgtrigger.Trigger:
    """What was read stays read, and what was not said yet cannot have been."""
    return pgtrigger.Trigger(
        name="conversation_read_forward",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF (TG_OP = 'UPDATE' AND NEW.up_to < OLD.up_to) OR NEW.up_to > (
                SELECT k.last_number FROM contests_conversation k WHERE k.entry_id = NEW.conversation_id
            ) THEN
                RAISE EXCEPTION 'nobody reads a conversation backwards, or ahead of it' {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
