"""What the database itself refuses of an offered split: changing what was signed, using what was not."""

import pgtrigger

from duerows.guards import REFUSED


def offer_stands() -> pgtrigger.Trigger:
    """Whose offer it is, where, for how many; and neither a withdrawal nor a use is undone."""
    return pgtrigger.Trigger(
        name="split_offer_stands",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF (NEW.ref, NEW.contest_id, NEW.author_id, NEW.people, NEW.made_at)
                    IS DISTINCT FROM (OLD.ref, OLD.contest_id, OLD.author_id, OLD.people, OLD.made_at)
                OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
                OR (OLD.entry_id IS NOT NULL AND NEW.entry_id IS DISTINCT FROM OLD.entry_id)
            THEN
                RAISE EXCEPTION 'the offered split % stands as it was made', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def offer_used_when_signed() -> pgtrigger.Trigger:
    """An offer is used for an entry of its own author and contest, signed by all of its people, whose parts are the
    entry's shares.
    """
    return pgtrigger.Trigger(
        name="split_offer_signed_by_all",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NEW.entry_id IS NOT NULL AND (
                NOT EXISTS (SELECT FROM contests_entry e
                    WHERE e.id = NEW.entry_id AND e.author_id = NEW.author_id AND e.contest_id = NEW.contest_id)
                OR NEW.people <> (SELECT count(*) FROM contests_splitpart p
                    JOIN contests_entryshare s
                        ON s.entry_id = NEW.entry_id AND s.user_id = p.person_id AND s.weight = p.weight
                    WHERE p.offer_id = NEW.id AND p.signed_at IS NOT NULL)
                OR NEW.people <> (SELECT count(*) FROM contests_entryshare s WHERE s.entry_id = NEW.entry_id)
            ) THEN
                RAISE EXCEPTION 'the offered split % is not signed by everybody, or not what the entry pays', NEW.id
                    {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def parts_stand() -> pgtrigger.Trigger:
    """Nobody's part changes, only their answer, and that until the offer is used or withdrawn."""
    return pgtrigger.Trigger(
        name="split_part_stands",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF (NEW.offer_id, NEW.person_id, NEW.weight) IS DISTINCT FROM (OLD.offer_id, OLD.person_id, OLD.weight)
                OR EXISTS (SELECT FROM contests_splitoffer o
                    WHERE o.id = OLD.offer_id AND (o.entry_id IS NOT NULL OR o.withdrawn_at IS NOT NULL))
            THEN
                RAISE EXCEPTION 'part % of an offered split stands as it was signed', OLD.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def no_further_part() -> pgtrigger.Trigger:
    """An offer has as many people as it was made for: nobody joins behind the others' signatures."""
    return pgtrigger.Trigger(
        name="split_part_no_further",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM FROM contests_splitoffer o WHERE o.id = NEW.offer_id FOR UPDATE;
            IF (SELECT count(*) FROM contests_splitpart p WHERE p.offer_id = NEW.offer_id)
                >= (SELECT o.people FROM contests_splitoffer o WHERE o.id = NEW.offer_id)
            THEN
                RAISE EXCEPTION 'the offered split % has all of its people', NEW.offer_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
