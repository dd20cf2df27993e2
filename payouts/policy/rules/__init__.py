"""The rules, one module each, in the order of the published table. To add a rule, add its module and its name here."""

from __future__ import annotations

from typing import Final

from payouts.policy.rule import Rule
from payouts.policy.rules.entry_cap import EntryCap
from payouts.policy.rules.fixed_floor import FixedFloor
from payouts.policy.rules.floor import HighestFloor
from payouts.policy.rules.funding_gate import FundingGate
from payouts.policy.rules.handover import Handover
from payouts.policy.rules.hourly_floor import HourlyFloor
from payouts.policy.rules.kill_fee import KillFee
from payouts.policy.rules.lapse import Lapse
from payouts.policy.rules.minimum_shortlist import MinimumShortlist
from payouts.policy.rules.payment_delay import PaymentDelay
from payouts.policy.rules.payout_threshold import PayoutThreshold
from payouts.policy.rules.platform_fee import PlatformFee
from payouts.policy.rules.prize_share_floor import PrizeShareFloor
from payouts.policy.rules.prizes import Prizes
from payouts.policy.rules.study_floor import StudyFloor
from payouts.policy.rules.substitutes import Substitutes
from payouts.policy.rules.team_split import TeamSplit
from payouts.policy.rules.ties import Ties
from payouts.policy.rules.unpaid_effort import UnpaidEffort

RULE_TYPES: Final[tuple[type[Rule], ...]] = (
    HourlyFloor,
    StudyFloor,
    FixedFloor,
    PrizeShareFloor,
    HighestFloor,
    FundingGate,
    Prizes,
    MinimumShortlist,
    Lapse,
    KillFee,
    EntryCap,
    UnpaidEffort,
    PlatformFee,
    TeamSplit,
    Ties,
    Substitutes,
    PaymentDelay,
    Handover,
    PayoutThreshold,
)
