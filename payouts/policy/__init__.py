"""The fair-pay engine: what a contest can owe at most, and after it ended, who is owed what and why.

Pure: no Django, no clock, no randomness, no settings, nothing read or written. A policy is a versioned,
immutable document of rules; terms are one contest's figures; facts are what happened. All money is integer
minor units.
"""

from __future__ import annotations

from payouts.policy.arithmetic import ApportionmentError, apportion
from payouts.policy.canonical import NotCanonical, canonical_json, sha256_hex
from payouts.policy.central_bank import UnknownReferenceRate, reference_rate
from payouts.policy.checking_policy import check_policy
from payouts.policy.checking_terms import check_terms
from payouts.policy.comparing import RuleChange, compare_policies
from payouts.policy.disputes import Consequence, hold_of, most_taken, owe_more, take_back
from payouts.policy.document import PolicyDocument, parse_policy
from payouts.policy.facts import OUTCOMES, STAGES, EntryFacts, Facts, Outcome, Stage
from payouts.policy.fair_1 import FAIR_1, FAIR_1_DOCUMENT
from payouts.policy.fair_2 import FAIR_2, FAIR_2_DOCUMENT
from payouts.policy.fair_community import FAIR_COMMUNITY_1, FAIR_COMMUNITY_1_DOCUMENT
from payouts.policy.floors import Envelope, Floor, envelope, floor
from payouts.policy.liability import Liability, LiabilityPart, compute_liability, liability_total
from payouts.policy.previews import Cost, CostRange, cost_of, preview_costs
from payouts.policy.problems import FactsError, PolicyError, Problem, Refused, TermsError
from payouts.policy.promises import BrokenRule, CounterExample
from payouts.policy.reference import LEGAL_MINIMUMS, DatedRate, UnknownLegalMinimum, hourly_minimum
from payouts.policy.refusals import FactsRefused
from payouts.policy.replaying import replay, settlement_digest
from payouts.policy.rule import Rule
from payouts.policy.rules.entry_cap import EntryCap
from payouts.policy.rules.fixed_floor import FixedFloor
from payouts.policy.rules.floor import HighestFloor
from payouts.policy.rules.funding_gate import FundingGate
from payouts.policy.rules.handover import Handover
from payouts.policy.rules.hourly_floor import HourlyFloor
from payouts.policy.rules.kill_fee import KillFee
from payouts.policy.rules.lapse import Lapse
from payouts.policy.rules.late_interest import LateInterest
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
from payouts.policy.settlement import Component, Payable, Settlement, SettlementLine
from payouts.policy.settling import check_facts, settle
from payouts.policy.terms import Terms
from payouts.policy.voice import LANGUAGES, Section, format_money
from payouts.policy.words import describe_policy, explain_line, label_rule

__all__ = [
    "FAIR_1",
    "FAIR_1_DOCUMENT",
    "FAIR_2",
    "FAIR_2_DOCUMENT",
    "FAIR_COMMUNITY_1",
    "FAIR_COMMUNITY_1_DOCUMENT",
    "LANGUAGES",
    "LEGAL_MINIMUMS",
    "OUTCOMES",
    "STAGES",
    "ApportionmentError",
    "BrokenRule",
    "Component",
    "Consequence",
    "Cost",
    "CostRange",
    "CounterExample",
    "DatedRate",
    "EntryCap",
    "EntryFacts",
    "Envelope",
    "Facts",
    "FactsError",
    "FactsRefused",
    "FixedFloor",
    "Floor",
    "FundingGate",
    "Handover",
    "HighestFloor",
    "HourlyFloor",
    "KillFee",
    "Lapse",
    "LateInterest",
    "Liability",
    "LiabilityPart",
    "MinimumShortlist",
    "NotCanonical",
    "Outcome",
    "Payable",
    "PaymentDelay",
    "PayoutThreshold",
    "PlatformFee",
    "PolicyDocument",
    "PolicyError",
    "PrizeShareFloor",
    "Prizes",
    "Problem",
    "Refused",
    "Rule",
    "RuleChange",
    "Section",
    "Settlement",
    "SettlementLine",
    "Stage",
    "StudyFloor",
    "Substitutes",
    "TeamSplit",
    "Terms",
    "TermsError",
    "Ties",
    "UnknownLegalMinimum",
    "UnknownReferenceRate",
    "UnpaidEffort",
    "apportion",
    "canonical_json",
    "check_facts",
    "check_policy",
    "check_terms",
    "compare_policies",
    "compute_liability",
    "cost_of",
    "describe_policy",
    "envelope",
    "explain_line",
    "floor",
    "format_money",
    "hold_of",
    "hourly_minimum",
    "label_rule",
    "liability_total",
    "most_taken",
    "owe_more",
    "parse_policy",
    "preview_costs",
    "reference_rate",
    "replay",
    "settle",
    "settlement_digest",
    "sha256_hex",
    "take_back",
]
