"""Database triggers that any app's tables may carry: rows that stand as they were written, columns that never change.

They know nothing of what the rows mean. What an app alone can guard stands in its own `models/guards.py`.
"""

import pgtrigger

REFUSED = "USING ERRCODE = 'integrity_constraint_violation'"


def before(name: str, operation: pgtrigger.Operation, func: str) -> pgtrigger.Trigger:
    """A guard that looks at each row before it is written."""
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=func)


def insert_only(name: str) -> list[pgtrigger.Trigger]:
    """Refuse UPDATE, DELETE and TRUNCATE, whoever asks. (Row triggers alone would let TRUNCATE through.)"""
    return [
        pgtrigger.Protect(name=f"{name}_insert_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name=f"{name}_no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'table % is insert-only', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation';",
        ),
    ]


def only_these_may_change(name: str, *columns: str, may_go: bool = False) -> pgtrigger.Trigger:
    """Every other column stands as inserted, and the row stays; unless it `may_go` as a whole.

    The old row takes over what may change and is then compared as a whole: ten times as fast as taking those columns
    out of both rows as JSON, on tables of which every row is updated several times.
    """
    takes_over = " ".join(f"OLD.{column} := NEW.{column};" for column in columns)
    return pgtrigger.Trigger(
        name=f"{name}_kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Update if may_go else pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                {takes_over}
                IF OLD IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION 'a row of % stands as it was written', TG_TABLE_NAME {REFUSED};
        """,
    )
