"""What the database itself refuses of uploads: bytes that are counted without being there, and a second use."""

import pgtrigger

from duerows.guards import REFUSED, only_these_may_change

MOVES = [("receiving", "finished"), ("receiving", "gone"), ("finished", "used"), ("finished", "gone")]
MAY_CHANGE = ("state", "name", "received", "fence", "storage_key", "sha256", "media_type", "file_id")


def of_uploads() -> list[pgtrigger.Trigger]:
    """An upload begins with nothing; its count follows its parts, and only forward."""
    return [
        pgtrigger.FSM(name="source_upload_moves", field="state", transitions=MOVES),
        only_these_may_change("source_upload", *MAY_CHANGE, may_go=True),
        pgtrigger.Trigger(
            name="source_upload_begins_empty",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=f"""
                IF NEW.received <> 0 OR NEW.state <> 'receiving' THEN
                    RAISE EXCEPTION 'an upload begins empty' {REFUSED};
                END IF;
                RETURN NEW;
            """,
        ),
        # Parts stand end to end (see below), so that the last one's end is what lies in storage.
        pgtrigger.Trigger(
            name="source_upload_counts_parts",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=f"""
                IF NEW.received IS DISTINCT FROM OLD.received AND (
                    OLD.state <> 'receiving' OR NEW.received < OLD.received OR NOT EXISTS (
                        SELECT FROM contests_sourcepart
                        WHERE upload_id = NEW.id AND "start" + size = NEW.received)
                ) THEN
                    RAISE EXCEPTION 'upload % has no % bytes', NEW.id, NEW.received {REFUSED};
                END IF;
                RETURN NEW;
            """,
        ),
    ]


def of_parts() -> list[pgtrigger.Trigger]:
    """A part begins where the upload's bytes end, or where the part before it does, and never changes."""
    return [
        pgtrigger.Protect(name="source_part_stands", operation=pgtrigger.Update),
        pgtrigger.Trigger(
            name="source_part_joins_on",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=f"""
                IF NOT EXISTS (
                    SELECT FROM contests_sourceupload
                    WHERE id = NEW.upload_id AND state = 'receiving' AND NEW."start" >= received
                      AND NEW."start" + NEW.size <= length
                      AND (NEW."start" = received OR EXISTS (
                          SELECT FROM contests_sourcepart p
                          WHERE p.upload_id = NEW.upload_id AND p."start" + p.size = NEW."start"))
                ) THEN
                    RAISE EXCEPTION 'a part of upload % does not join on', NEW.upload_id {REFUSED};
                END IF;
                RETURN NEW;
            """,
        ),
    ]
