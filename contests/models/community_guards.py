"""Database triggers of the community's vote: who may hold one, who votes and for what, who strikes, what is counted."""

import pgtrigger

from contests.community import LEAST_AGE, LEAST_ENTRIES, MOST_CHOICES, VOTE_TRANSITIONS
from duerows.guards import REFUSED, before

# Of each ballot, what it says last. `b` is the ballot.
LAST_CHOICE = """(SELECT h.entries FROM contests_communitychoice h WHERE h.ballot_id = b.id
    ORDER BY h.number DESC LIMIT 1)"""
STRUCK = "EXISTS (SELECT FROM contests_communityruling r WHERE r.ballot_id = b.id AND r.is_struck)"
VOTED_ON = """SELECT p.entry_id FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id
    WHERE p.contest_id = {vote} AND e.state = 'submitted' AND e.hidden_at IS NULL"""


def vote_fits() -> pgtrigger.Trigger:
    """A vote is held where an award was announced for it, once the shortlist is known, and starts open."""
    return before(
        "community_vote_fits",
        pgtrigger.Insert,
        f"""
            IF NEW.state <> 'open' OR NEW.ended_at IS NOT NULL OR NOT EXISTS (
                SELECT FROM contests_contest c JOIN contests_brief b ON b.contest_id = c.id
                WHERE c.id = NEW.contest_id AND c.state IN ('final_round', 'judging') AND b.community_minor > 0
            ) OR (SELECT count(*) FROM contests_shortlistplace p WHERE p.contest_id = NEW.contest_id) < {LEAST_ENTRIES}
            THEN
                RAISE EXCEPTION 'contest % holds no vote', NEW.contest_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def vote_states() -> pgtrigger.Trigger:
    """Only the moves of `contests.community`. A vote that has ended stands as it is."""
    return pgtrigger.FSM(
        name="community_vote_states",
        field="state",
        transitions=[(str(a), str(b)) for a, b in VOTE_TRANSITIONS],
    )


def vote_ends_for_good() -> pgtrigger.Trigger:
    """What was counted is not counted otherwise later; and nothing is counted while a marked ballot waits."""
    return before(
        "community_vote_ends",
        pgtrigger.Update,
        f"""
            IF OLD.ended_at IS NOT NULL AND NEW IS DISTINCT FROM OLD THEN
                RAISE EXCEPTION 'the vote of contest % has ended', OLD.contest_id {REFUSED};
            END IF;
            IF NEW.state = 'counted' AND OLD.state <> 'counted' AND EXISTS (
                SELECT FROM contests_communityballot b JOIN contests_communitymark m ON m.ballot_id = b.id
                WHERE b.vote_id = OLD.contest_id
                  AND NOT EXISTS (SELECT FROM contests_communityruling r WHERE r.ballot_id = b.id)
            ) THEN
                RAISE EXCEPTION 'a ballot of contest % has not been looked at', OLD.contest_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def ballot_fits() -> pgtrigger.Trigger:
    """Whoever is of the brand, has a shortlisted entry, works for the platform or is blocked does not vote; and nobody
    does with an account that is younger than the vote allows, or once it is closed.
    """
    return before(
        "community_ballot_fits",
        pgtrigger.Insert,
        f"""
            IF NOT EXISTS (
                SELECT FROM contests_communityvote v
                JOIN contests_contest c ON c.id = v.contest_id AND c.state IN ('final_round', 'judging')
                JOIN accounts_user u ON u.id = NEW.voter_id AND u.blocked_at IS NULL AND u.is_active
                    AND u.staff_role = '' AND u.created_at <= v.opened_at - interval '{LEAST_AGE.days} days'
                JOIN accounts_creativeprofile k ON k.user_id = u.id
                WHERE v.contest_id = NEW.vote_id AND v.state = 'open' AND NEW.cast_at < v.closes_at
                  AND NOT EXISTS (SELECT FROM accounts_membership m
                                  WHERE m.brand_id = c.brand_id AND m.user_id = u.id)
                  AND NOT EXISTS (SELECT FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id
                                  LEFT JOIN contests_entryshare s ON s.entry_id = e.id AND s.user_id = u.id
                                  WHERE p.contest_id = c.id AND (e.author_id = u.id OR s.id IS NOT NULL))
            ) THEN
                RAISE EXCEPTION 'person % does not vote in contest %', NEW.voter_id, NEW.vote_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def choice_fits() -> pgtrigger.Trigger:
    """A ballot names one to three different entries that are voted on, one version after the other, in time."""
    return before(
        "community_choice_fits",
        pgtrigger.Insert,
        f"""
            IF NOT EXISTS (
                SELECT FROM contests_communityballot b
                JOIN contests_communityvote v ON v.contest_id = b.vote_id AND v.state = 'open'
                JOIN contests_contest c ON c.id = v.contest_id AND c.state IN ('final_round', 'judging')
                JOIN accounts_user u ON u.id = b.voter_id AND u.blocked_at IS NULL
                WHERE b.id = NEW.ballot_id AND NEW.cast_at < v.closes_at
                  AND NEW.entries <@ ARRAY({VOTED_ON.format(vote="v.contest_id")})
            ) OR cardinality(NEW.entries) NOT BETWEEN 1 AND {MOST_CHOICES}
              OR cardinality(NEW.entries) <> (SELECT count(DISTINCT one) FROM unnest(NEW.entries) AS one)
              OR NEW.number <> 1 + (SELECT count(*) FROM contests_communitychoice h WHERE h.ballot_id = NEW.ballot_id)
            THEN
                RAISE EXCEPTION 'ballot % cannot say this', NEW.ballot_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def mark_fits() -> pgtrigger.Trigger:
    """Ballots are marked when the vote has closed, before it is counted."""
    return before(
        "community_mark_fits",
        pgtrigger.Insert,
        f"""
            IF NOT EXISTS (
                SELECT FROM contests_communityballot b JOIN contests_communityvote v ON v.contest_id = b.vote_id
                WHERE b.id = NEW.ballot_id AND v.state = 'checking'
            ) THEN
                RAISE EXCEPTION 'ballot % is not being checked', NEW.ballot_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def ruling_fits() -> pgtrigger.Trigger:
    """A marked ballot is ruled on by an admin who is neither its voter nor of the brand, before the count."""
    return before(
        "community_ruling_fits",
        pgtrigger.Insert,
        f"""
            IF NOT EXISTS (
                SELECT FROM contests_communityballot b
                JOIN contests_communityvote v ON v.contest_id = b.vote_id AND v.state = 'checking'
                JOIN contests_contest c ON c.id = v.contest_id
                JOIN accounts_user u ON u.id = NEW.ruled_by_id AND u.staff_role = 'admin' AND u.id <> b.voter_id
                WHERE b.id = NEW.ballot_id
                  AND EXISTS (SELECT FROM contests_communitymark m WHERE m.ballot_id = b.id)
                  AND NOT EXISTS (SELECT FROM accounts_membership m
                                  WHERE m.brand_id = c.brand_id AND m.user_id = u.id)
            ) THEN
                RAISE EXCEPTION 'ballot % cannot be ruled on', NEW.ballot_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )


def result_is_the_count() -> pgtrigger.Trigger:
    """A result is what the ballots that were not struck say: the database counts again."""
    return before(
        "community_result_counted",
        pgtrigger.Insert,
        f"""
            IF NOT EXISTS (
                SELECT FROM contests_communityvote v JOIN contests_shortlistplace p ON p.contest_id = v.contest_id
                WHERE v.contest_id = NEW.vote_id AND v.state = 'counted' AND p.entry_id = NEW.entry_id
            ) OR NEW.votes <> (
                SELECT count(*) FROM contests_communityballot b
                WHERE b.vote_id = NEW.vote_id AND NOT {STRUCK} AND {LAST_CHOICE} @> ARRAY[NEW.entry_id]
            ) THEN
                RAISE EXCEPTION 'entry % was not voted for like this', NEW.entry_id {REFUSED};
            END IF;
            RETURN NEW;
        """,
    )
