"""Database triggers of trust and safety: who may decide, appeal and reverse, whichever way a row is written."""

import pgtrigger

from duerows.guards import REFUSED

MOST_REPORTS_A_DAY = 20
"""The services stop sooner; this is what the database takes from one person."""

# Who has a part in what a case is about. `k` is the case; `%s` the column with the person.
INVOLVED = """
    EXISTS (
        SELECT FROM moderation_case k
        LEFT JOIN contests_comment w ON w.id = k.comment_id
        LEFT JOIN contests_message g ON g.id = k.message_id
        LEFT JOIN contests_entry e ON e.id = COALESCE(k.entry_id, w.entry_id, g.conversation_id)
        LEFT JOIN contests_question q ON q.id = k.question_id
        LEFT JOIN contests_contest c ON c.id = COALESCE(k.contest_id, e.contest_id, q.contest_id)
        WHERE k.id = {case} AND (
            k.person_id = {person} OR e.author_id = {person} OR q.asker_id = {person}
            OR w.author_id = {person} OR g.author_id = {person}
            OR EXISTS (SELECT FROM contests_entryshare s WHERE s.entry_id = e.id AND s.user_id = {person})
            OR EXISTS (SELECT FROM accounts_membership m WHERE m.brand_id = c.brand_id AND m.user_id = {person})
            OR EXISTS (SELECT FROM moderation_report r WHERE r.case_id = k.id AND r.reporter_id = {person})
        )
    )
"""
ADMIN = "EXISTS (SELECT FROM accounts_user u WHERE u.id = {person} AND u.staff_role = 'admin' AND u.is_active)"


def closed_by_a_decision() -> pgtrigger.Trigger:
    """A case ends with somebody's decision, and with nothing else."""
    return pgtrigger.Trigger(
        name="case_closed_by_a_decision",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("closed_at"),
        func=f"""
            IF NEW.closed_at IS NOT NULL AND NOT EXISTS (
                SELECT FROM moderation_decision WHERE case_id = NEW.id AND decided_at = NEW.closed_at
            ) THEN
                RAISE EXCEPTION 'case % has not been decided', NEW.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def report_fits() -> pgtrigger.Trigger:
    """An open case is reported on, by somebody who has not reported without measure."""
    return pgtrigger.Trigger(
        name="report_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (SELECT FROM moderation_case WHERE id = NEW.case_id AND closed_at IS NULL) OR (
                SELECT count(*) FROM moderation_report
                WHERE reporter_id = NEW.reporter_id AND at > NEW.at - interval '1 day'
            ) >= {MOST_REPORTS_A_DAY} THEN
                RAISE EXCEPTION 'case % takes no report of this person', NEW.case_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def decided_by_the_platform() -> pgtrigger.Trigger:
    """An admin without a part in it decides."""
    return pgtrigger.Trigger(
        name="decision_by_the_platform",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT {ADMIN.format(person="NEW.decided_by_id")}
                    OR {INVOLVED.format(case="NEW.case_id", person="NEW.decided_by_id")} THEN
                RAISE EXCEPTION 'person % does not decide case %', NEW.decided_by_id, NEW.case_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def reversal_fits() -> pgtrigger.Trigger:
    """What is taken back was decided in the same case by somebody else, and its appeal was decided so."""
    return pgtrigger.Trigger(
        name="decision_reversal_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__reverses__isnull=False),
        func=f"""
            IF NOT EXISTS (
                SELECT FROM moderation_decision d JOIN moderation_appeal a ON a.decision_id = d.id
                WHERE d.id = NEW.reverses_id AND d.case_id = NEW.case_id AND d.measure <> 'reversal'
                  AND d.decided_by_id <> NEW.decided_by_id
                  AND a.outcome = 'reversed' AND a.decided_by_id = NEW.decided_by_id
            ) THEN
                RAISE EXCEPTION 'decision % cannot be taken back like this', NEW.reverses_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def appeal_fits() -> pgtrigger.Trigger:
    """Whom it restricts appeals, or who reported what nothing was done about; in time, and still open."""
    return pgtrigger.Trigger(
        name="appeal_fits",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.outcome <> '' OR NOT EXISTS (
                SELECT FROM moderation_decision d
                WHERE d.id = NEW.decision_id AND NEW.at BETWEEN d.decided_at AND d.appeal_until
                  AND d.measure <> 'reversal'
                  AND (d.addressee_id = NEW.appellant_id OR d.measure = 'none' AND EXISTS (
                      SELECT FROM moderation_report r
                      WHERE r.case_id = d.case_id AND r.reporter_id = NEW.appellant_id))
            ) THEN
                RAISE EXCEPTION 'decision % is not theirs to appeal, or not any more', NEW.decision_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def other_eyes() -> pgtrigger.Trigger:
    """An appeal is decided once, by an admin without a part in it who did not decide the first time."""
    return pgtrigger.Trigger(
        name="appeal_other_eyes",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"""
            IF OLD.outcome <> '' OR NEW.decided_by_id = NEW.appellant_id
                    OR NOT {ADMIN.format(person="NEW.decided_by_id")}
                    OR EXISTS (
                        SELECT FROM moderation_decision d WHERE d.id = NEW.decision_id
                          AND (d.decided_by_id = NEW.decided_by_id
                               OR {INVOLVED.format(case="d.case_id", person="NEW.decided_by_id")})
                    ) THEN
                RAISE EXCEPTION 'person % does not decide appeal %', NEW.decided_by_id, NEW.id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
