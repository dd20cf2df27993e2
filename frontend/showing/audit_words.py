"""The audit's words: where a payment stands, what an entry of the books is, what falls due, what happened."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.showing.states import Shown

Words = str | Promise

DISBURSEMENT = {
    "pending": Shown(_("About to be sent"), "note"),
    "sent": Shown(_("Sent"), "note"),
    "unknown": Shown(_("Being asked about"), "warn"),
    "paid": Shown(_("Paid"), "good"),
    "returned": Shown(_("Sent back"), "bad"),
    "rejected": Shown(_("Rejected"), "bad"),
    "held": Shown(_("On hold"), "warn"),
}

OUTCOME = {
    "awarded": Shown(_("Awarded"), "good"),
    "lapsed": Shown(_("Lapsed"), "warn"),
    "cancelled": Shown(_("Cancelled"), "warn"),
    "void": Shown(_("Nobody entered")),
}

ENTRY_KIND: dict[str, Words] = {
    "deposit": _("Deposit received"),
    "deposit_return": _("Deposit sent back"),
    "obligation": _("Debt to a creative"),
    "refund": _("Debt to a brand"),
    "fee": _("Fee and taxes"),
    "disbursement": _("Payment out"),
    "adjustment": _("Debt decided in a dispute"),
    "interest": _("Interest on late pay"),
    "bank_credit": _("Transfer received"),
    "bank_debit": _("Money left the bank"),
    "bank_charge": _("Bank charge"),
    "transfer_return": _("Transfer sent back"),
    "own_money": _("Money of the platform’s own"),
    "reversal": _("Reversal"),
}

TRANSFER = {
    "received": Shown(_("Being matched"), "note"),
    "applied": Shown(_("In escrow"), "good"),
    "surplus": Shown(_("More than needed"), "warn"),
    "unmatched": Shown(_("Not matched"), "bad"),
    "returning": Shown(_("On its way back"), "note"),
    "returned": Shown(_("Sent back")),
    "kept": Shown(_("The platform’s own")),
}

ACCOUNT_KIND: dict[str, Words] = {
    "asset": _("asset"),
    "liability": _("liability"),
    "income": _("income"),
    "expense": _("expense"),
}

ACCOUNT_GROUP: dict[str, Words] = {
    "escrow": _("Escrows of all contests"),
    "bank:sandbox": _("Bank"),
    "bank:sepa": _("Bank, by transfers"),
    "payable:creatives": _("Owed to creatives"),
    "payable:refunds": _("Owed to brands"),
    "payable:incoming": _("Transfers not used yet"),
    "payable:owner": _("The platform’s own money"),
    "payable:vat": _("VAT to be paid"),
    "payable:contributions": _("Social contributions to be paid"),
    "payable:solidarity": _("Solidarity fund"),
    "income:fees": _("Fees earned"),
    "receivable:brands": _("Due from brands"),
    "receivable:unexplained": _("Left the bank unexplained"),
    "expense:bank": _("Bank charges"),
    "expense:late_interest": _("Late interest"),
}

ESCROW: Words = _("Escrow of the contest")

DEADLINE: dict[str, Words] = {
    "funding_expires": _("Funding expires: back to draft"),
    "entries_close": _("Entries close"),
    "shortlist_due": _("Shortlist due: a reminder"),
    "final_round_ends": _("Final round ends"),
    "decision_due": _("Decision due: a reminder"),
    "final_notice": _("Final notice: a reminder"),
    "lapse": _("Lapse: paid by rule"),
    "delivery_due": _("Delivery due: or passed over"),
    "acceptance_due": _("Acceptance due: or accepted"),
    "suspension_ends": _("Suspension ends: goes on"),
}

DUE_STATE = {
    "waiting": Shown(_("Waiting"), "note"),
    "done": Shown(_("Done"), "good"),
    "cancelled": Shown(_("Void")),
    "parked": Shown(_("Waits for a person"), "bad"),
}

EVENT: dict[str, Words] = {
    "request_funding": _("Asked for funds"),
    "return_to_draft": _("Went back to draft"),
    "open": _("Opened"),
    "close_entries": _("Entries closed"),
    "close_empty": _("Closed without an entry"),
    "extend": _("More time was given"),
    "revision_asked": _("A change was asked for"),
    "jury_set_up": _("A jury was set up"),
    "juror_invited": _("Somebody was invited to judge"),
    "jury_drawn": _("The jury was drawn"),
    "community_opened": _("The community’s vote has begun"),
    "community_closed": _("The community’s vote has closed; ballots are checked"),
    "community_ruled": _("A ballot of the community was decided on"),
    "community_counted": _("The community’s votes were counted"),
    "community_unchecked": _("The community’s ballots were not checked in time"),
    "community_overtaken": _("The contest ended before the community’s votes were counted"),
    "jury_closed": _("The jury’s work is over"),
    "confirm_shortlist": _("Shortlisted"),
    "end_final_round": _("Final round ended"),
    "award": _("Awarded"),
    "pass_over": _("A winner was passed over"),
    "all_delivered": _("Everything was delivered"),
    "accept": _("Handover accepted"),
    "close_undelivered": _("Closed without a delivery"),
    "lapse": _("Lapsed"),
    "cancel": _("Cancelled"),
    "suspend": _("Suspended"),
    "resume": _("Resumed"),
    "delivered": _("A winner delivered"),
    "rights_transferred": _("The rights in a work passed"),
    "follow_up_begun": _("A job or a purchase was begun"),
    "follow_up_declined": _("The maker declined"),
    "sale_agreed": _("A maker agreed to sell"),
    "showing_agreed": _("The brand let a work be shown"),
    "entry_submitted": _("Entry submitted"),
    "entry_withdrawn": _("Entry withdrawn"),
    "entry_disqualified": _("Entry ruled out"),
    "entry_eliminated": _("Entry eliminated"),
    "entry_taken_back": _("Entry taken back"),
    "poll_opened": _("Poll opened"),
    "poll_closed": _("Poll closed"),
    "entry_reinstated": _("Entry let in again"),
    "entry_version": _("New version"),
}

ROLE: dict[str, Words] = {
    "owner": _("owner"),
    "manager": _("manager"),
    "judge": _("judge"),
    "finance": _("finance"),
    "creative": _("creative"),
    "admin": _("admin"),
    "auditor": _("auditor"),
    "clock": _("the clock"),
}
