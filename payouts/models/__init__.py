"""Policies, escrow, what is owed, what was paid, and the books."""

from payouts.models.bank import BankEntry, BankFeed, BankReport, BankStatement, EntryMeaning
from payouts.models.change import StateChange
from payouts.models.connected_account import ConnectedAccount, ConnectedState
from payouts.models.controls import (
    ChangeKind,
    ControlChange,
    ControlProposal,
    ProposalState,
    RailControl,
    RailLimit,
)
from payouts.models.deposit import CARD_PAGE, Deposit, DepositState
from payouts.models.disbursement import DISPUTED, LIVE, Disbursement, DisbursementState, RailNotice
from payouts.models.dispute import Adjustment, Dispute, DisputeDecision, DisputeSide, InterestDebt
from payouts.models.escrow import Escrow
from payouts.models.fairness import FairnessFigure
from payouts.models.figures import SummedFigures
from payouts.models.ledger import (
    AccountKind,
    JournalEntry,
    LedgerAccount,
    Posting,
    Side,
)
from payouts.models.opinion import PolicyOpinion, Vote
from payouts.models.payment_file import FileState, PaymentFile, PaymentFileLine
from payouts.models.period import PeriodClose
from payouts.models.policy import CategoryTariff, PayoutPolicy, PolicyState
from payouts.models.run import PayoutRun, PayoutRunLine, RunState
from payouts.models.seal import LedgerSeal, SealBlock
from payouts.models.settlement import (
    SETTLED_KINDS,
    Obligation,
    ObligationKind,
    Settlement,
    SettlementLine,
)
from payouts.models.transfer import IncomingTransfer, ReturnState, TransferReturn, TransferState

# Last: they refer to the models above, by their modules.
from payouts.documents.models import (  # isort: skip
    BillingDetails,
    ContestPapers,
    Document,
    DocumentDebt,
    DocumentFile,
    DocumentKind,
    DocumentSeries,
    MandateAct,
    MandateVerb,
    Objection,
    TaxDetails,
)

__all__ = [
    "CARD_PAGE",
    "DISPUTED",
    "LIVE",
    "SETTLED_KINDS",
    "AccountKind",
    "Adjustment",
    "BankEntry",
    "BankFeed",
    "BankReport",
    "BankStatement",
    "BillingDetails",
    "CategoryTariff",
    "ChangeKind",
    "ConnectedAccount",
    "ConnectedState",
    "ContestPapers",
    "ControlChange",
    "ControlProposal",
    "Deposit",
    "DepositState",
    "Disbursement",
    "DisbursementState",
    "Dispute",
    "DisputeDecision",
    "DisputeSide",
    "Document",
    "DocumentDebt",
    "DocumentFile",
    "DocumentKind",
    "DocumentSeries",
    "EntryMeaning",
    "Escrow",
    "FairnessFigure",
    "FileState",
    "IncomingTransfer",
    "InterestDebt",
    "JournalEntry",
    "LedgerAccount",
    "LedgerSeal",
    "MandateAct",
    "MandateVerb",
    "Objection",
    "Obligation",
    "ObligationKind",
    "PaymentFile",
    "PaymentFileLine",
    "PayoutPolicy",
    "PayoutRun",
    "PayoutRunLine",
    "PeriodClose",
    "PolicyOpinion",
    "PolicyState",
    "Posting",
    "ProposalState",
    "RailControl",
    "RailLimit",
    "RailNotice",
    "ReturnState",
    "RunState",
    "SealBlock",
    "Settlement",
    "SettlementLine",
    "Side",
    "StateChange",
    "SummedFigures",
    "TaxDetails",
    "TransferReturn",
    "TransferState",
    "Vote",
]
