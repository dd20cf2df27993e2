"""The rules, one module each, in the order of the published table. To add a rule, add its module and its name here."""

from __future__ import annotations

from typing import Final

from payouts.policy.rule import Rule
from payouts.policy.rules.buyout import Buyout
from payouts.policy.rules.clawback import Clawback
from payouts.policy.rules.co_funding import CoFunding
from payouts.policy.rules.community_award import CommunityAward
from payouts.policy.rules.contributions import Contributions
from payouts.policy.rules.entry_cap import EntryCap
from payouts.policy.rules.extension import Extension
from payouts.policy.rules.fixed_floor import FixedFloor
from payouts.policy.rules.floor import HighestFloor
from payouts.policy.rules.funding_gate import FundingGate
from payouts.policy.rules.handover import Handover
from payouts.policy.rules.hold import Hold
from payouts.policy.rules.hourly_floor import HourlyFloor
from payouts.policy.rules.kill_fee import KillFee
from payouts.policy.rules.lapse import Lapse
from payouts.policy.rules.late_interest import LateInterest
from payouts.policy.rules.minimum_shortlist import MinimumShortlist
from payouts.policy.rules.payee_currency import PayeeCurrency
from payouts.policy.rules.payment_delay import PaymentDelay
from payouts.policy.rules.payout_threshold import PayoutThreshold
from payouts.policy.rules.platform_fee import PlatformFee
from payouts.policy.rules.prize_share_floor import PrizeShareFloor
from payouts.policy.rules.prizes import Prizes
from payouts.policy.rules.reversion import Reversion
from payouts.policy.rules.revisions import Revisions
from payouts.policy.rules.solidarity_fund import SolidarityFund
from payouts.policy.rules.study_floor import StudyFloor
from payouts.policy.rules.substitutes import Substitutes
from payouts.policy.rules.team_split import TeamSplit
from payouts.policy.rules.ties import Ties
from payouts.policy.rules.time_true_up import TimeTrueUp
from payouts.policy.rules.unpaid_effort import UnpaidEffort
from payouts.policy.rules.voted_award import VotedAward

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
    Revisions,
    Extension,
    EntryCap,
    UnpaidEffort,
    TimeTrueUp,
    Buyout,
    Reversion,
    PlatformFee,
    TeamSplit,
    Ties,
    Substitutes,
    PayeeCurrency,
    PaymentDelay,
    LateInterest,
    Contributions,
    SolidarityFund,
    Clawback,
    Hold,
    Handover,
    PayoutThreshold,
    CoFunding,
    CommunityAward,
    VotedAward,
)
