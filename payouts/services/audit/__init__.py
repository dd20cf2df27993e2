"""Whether the guarantees hold in the data as it is now: the same checks for the command, the daily task and the API.

Each check asks one question of everything, in one statement, so that it sees one moment. Nothing is repaired here.
"""

from payouts.services.audit.checks import CHECKS, Check, CheckResult, run_check, run_checks

__all__ = ["CHECKS", "Check", "CheckResult", "run_check", "run_checks"]
