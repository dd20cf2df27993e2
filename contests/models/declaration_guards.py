"""What the database itself refuses of declarations: more AI than the brief allows, and work without any word of it."""

import pgtrigger

from duerows.guards import REFUSED


def within_policy() -> pgtrigger.Trigger:
    """No use of AI is declared that the brief does not allow."""
    return pgtrigger.Trigger(
        name="version_declaration_within_policy",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF EXISTS (
                SELECT FROM contests_entryversion v
                JOIN contests_entry e ON e.id = v.entry_id
                JOIN contests_brief b ON b.contest_id = e.contest_id
                WHERE v.id = NEW.version_id
                  AND ((b.ai_policy = 'no' AND NEW.ai_use <> 'none') OR (b.ai_policy = 'ideas' AND NEW.ai_use = 'work'))
            ) THEN
                RAISE EXCEPTION 'the brief of version % does not allow this use of AI', NEW.version_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def declared_before_files() -> pgtrigger.Trigger:
    """Where a brief limits AI, no file of a version is taken before it is declared how AI was used."""
    return pgtrigger.Trigger(
        name="stored_file_declared",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("version_id"),
        func=f"""
            IF NEW.version_id IS NOT NULL AND EXISTS (
                SELECT FROM contests_entryversion v
                JOIN contests_entry e ON e.id = v.entry_id
                JOIN contests_brief b ON b.contest_id = e.contest_id
                WHERE v.id = NEW.version_id AND b.ai_policy <> 'declared'
                  AND NOT EXISTS (SELECT FROM contests_versiondeclaration d WHERE d.version_id = v.id)
            ) THEN
                RAISE EXCEPTION 'version % does not say how AI was used', NEW.version_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
