"""What documents say, in English and French. The law's own mentions stand in French whatever the language.

Sources of the mentions: CGI ann. II art. 242 nonies A (what an invoice holds; "Autofacturation"), CGI art. 289 I-2
(invoices made in the seller's name), code de commerce L441-9 and L441-10 (discount, late payment, 40 € once).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from payouts.documents.composing.values import Language
from payouts.policy.voice import VOICES

WORDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "fee_invoice": {"en": "Invoice", "fr": "Facture"},
    "self_billed": {"en": "Self-billed invoice", "fr": "Facture"},
    "credit_note": {"en": "Credit note", "fr": "Avoir"},
    "statement": {"en": "Yearly statement", "fr": "Relevé annuel"},
    "over.fee_invoice": {"en": "The platform’s fee", "fr": "Commission de la plateforme"},
    "over.self_billed": {"en": "Autofacturation", "fr": "Autofacturation"},
    "over.credit_note": {"en": "Takes back an invoice", "fr": "Annule une facture"},
    "over.statement": {"en": "What you were paid", "fr": "Ce qui vous a été versé"},
    "issued": {"en": "Issued", "fr": "Émise le"},
    "issued.m": {"en": "Issued", "fr": "Émis le"},
    "supplied": {"en": "Supplied", "fr": "Prestation du"},
    "currency": {"en": "Currency", "fr": "Monnaie"},
    "brief": {"en": "Brief", "fr": "Brief"},
    "year": {"en": "Year", "fr": "Année"},
    "credited": {"en": "Takes back", "fr": "Annule"},
    "seller": {"en": "Seller", "fr": "Vendeur"},
    "buyer": {"en": "Customer", "fr": "Client"},
    "payee": {"en": "Paid to", "fr": "Bénéficiaire"},
    "payer": {"en": "Paid through", "fr": "Versé par"},
    "designation": {"en": "What", "fr": "Désignation"},
    "quantity": {"en": "Quantity", "fr": "Quantité"},
    "unit": {"en": "Unit price, net", "fr": "Prix unitaire HT"},
    "line_net": {"en": "Net", "fr": "Total HT"},
    "amount": {"en": "Amount", "fr": "Montant"},
    "total_net": {"en": "Total net", "fr": "Total HT"},
    "tax": {"en": "VAT {rate}", "fr": "TVA {rate}"},
    "tax.inside": {"en": "VAT {rate}, inside the amount", "fr": "Dont TVA {rate}"},
    "no_tax": {"en": "VAT", "fr": "TVA"},
    "total_gross": {"en": "Total", "fr": "Total TTC"},
    "paid": {"en": "Paid already", "fr": "Déjà réglé"},
    "due": {"en": "Still due", "fr": "Reste à payer"},
    "credit_total": {"en": "Taken back", "fr": "Montant de l’avoir"},
    "statement_total": {"en": "Paid to you", "fr": "Versé au total"},
    "vat_number": {"en": "VAT", "fr": "TVA"},
    "company_number": {"en": "Company number", "fr": "SIREN/SIRET"},
    "fee": {"en": "Platform fee", "fr": "Commission de la plateforme"},
    "fee.note": {"en": "{rate} of {base} owed to creatives", "fr": "{rate} de {base} dus aux créatifs"},
    "fund": {"en": "Solidarity fund", "fr": "Fonds de solidarité"},
    "fund.note": {"en": "{rate} of the fee, given to the fund", "fr": "{rate} de la commission, versés au fonds"},
    "pay.earned": {"en": "Creative work for “{title}”", "fr": "Création pour « {title} »"},
    "pay.prize": {"en": "Prize for “{title}”", "fr": "Prix pour « {title} »"},
    "pay.adjustment": {
        "en": "Decided in a dispute over “{title}”",
        "fr": "Décidé lors d’une contestation, pour « {title} »",
    },
    "pay.note": {"en": "Entry {code}", "fr": "Proposition {code}"},
    "pay.team": {"en": "Entry {code}, your signed part", "fr": "Proposition {code}, votre part signée"},
    "figures.fee": {"en": "What your funds paid beside this fee", "fr": "Ce que vos fonds ont payé par ailleurs"},
    "figures.pay": {"en": "Owed to creatives", "fr": "Dû aux créatifs"},
    "figures.contributions": {
        "en": "Your contribution to the authors’ social security",
        "fr": "Votre contribution à la sécurité sociale des artistes-auteurs",
    },
    "figures.refund": {"en": "Comes back to you", "fr": "Vous revient"},
    "figures.levies": {
        "en": "What the law takes from an artist-author on this amount",
        "fr": "Ce que la loi prélève à un artiste-auteur sur ce montant",
    },
    "figures.net": {"en": "Left after that", "fr": "Reste après cela"},
    "mention.settled": {"en": "Settled", "fr": "Réglée"},
    "mention.settled.fee": {
        "en": "Taken from the funds that you had paid in for this brief. No discount for early payment.",
        "fr": "Prélevée sur les fonds que vous aviez versés pour ce brief. Pas d’escompte pour paiement anticipé.",
    },
    "mention.settled.pay": {
        "en": "Paid by the platform for the customer, out of the funds held for the brief, to the seller’s account.",
        "fr": "Payée par la plateforme pour le client, sur les fonds détenus pour le brief, au compte du vendeur.",
    },
    "mention.intermediary": {
        "en": "The platform acts for you: creatives invoice you themselves, on documents of their own. Those amounts "
        "are no part of this invoice.",
        "fr": "La plateforme agit pour votre compte : les créatifs vous facturent eux-mêmes, par des documents à part. "
        "Ces montants ne font pas partie de cette facture.",
    },
    "mention.role": {"en": "Who invoices whom", "fr": "Qui facture qui"},
    "mention.self_billing": {"en": "Autofacturation – self-billing", "fr": "Autofacturation"},
    "mention.self_billing.text": {
        "en": "Made by {platform} in the name and for the account of {seller}, under the mandate of {day} (text "
        "{version}). {seller} may object until {until}; after that it counts as accepted.",
        "fr": "Établie par {platform} au nom et pour le compte de {seller}, selon le mandat du {day} (texte "
        "{version}). {seller} peut la contester jusqu’au {until} ; passé ce jour, elle est réputée acceptée.",
    },
    "mention.levies": {"en": "Your contributions", "fr": "Vos cotisations"},
    "mention.levies.text": {
        "en": "The whole amount is paid out; nothing is withheld from it. These levies are yours to declare. {source}",
        "fr": "La totalité est versée ; rien n’en est précompté. Ces prélèvements sont à déclarer par vous. {source}",
    },
    "mention.payer": {"en": "Contribution on top", "fr": "Contribution en sus"},
    "mention.payer.text": {
        "en": "The brand pays its own contribution to the authors’ social security on top of this amount.",
        "fr": "La marque verse en sus sa propre contribution à la sécurité sociale des artistes-auteurs.",
    },
    "mention.late": {"en": "Late payment", "fr": "Retard de paiement"},
    "mention.late.text": {
        "en": "Late interest at the European Central Bank’s rate plus 10 points, and 40 € for recovery costs, would be "
        "due from the day after.",
        "fr": "Pénalités de retard au taux de la Banque centrale européenne majoré de 10 points, et indemnité "
        "forfaitaire de 40 € pour frais de recouvrement, dès le lendemain.",
    },
    "mention.credit": {"en": "Why", "fr": "Motif"},
    "reason.settled_again": {
        "en": "The brief was settled again, for another amount.",
        "fr": "Le brief a été réglé à nouveau, pour un autre montant.",
    },
    "reason.cancelled": {"en": "What it documented is no longer owed.", "fr": "Ce qu’elle constatait n’est plus dû."},
    "reason.details": {
        "en": "Issued anew with other details of the customer.",
        "fr": "Émise à nouveau avec d’autres coordonnées du client.",
    },
    "statement.line": {"en": "“{title}”", "fr": "« {title} »"},
    "statement.paid": {"en": "Paid on {day}", "fr": "Versé le {day}"},
    "statement.returned": {"en": "Came back on {day}", "fr": "Revenu le {day}"},
    "statement.withheld": {"en": "Withheld from it by the platform", "fr": "Retenu par la plateforme"},
    "statement.fees": {"en": "Fees that you were charged", "fr": "Commissions qui vous ont été facturées"},
    "statement.documents": {"en": "Your invoices of the year", "fr": "Vos factures de l’année"},
    "statement.mention": {"en": "What this is", "fr": "Ce que c’est"},
    "statement.mention.text": {
        "en": "All that reached your account in the year, by the day of payment, as the platform’s books hold it. It "
        "is reported to the tax administration as the law asks (directive (EU) 2021/514, DAC7).",
        "fr": "Tout ce qui a atteint votre compte dans l’année, au jour du paiement, selon les livres de la "
        "plateforme. L’administration fiscale en est informée comme la loi le veut (directive (UE) 2021/514, DAC7).",
    },
}

_MONTHS: Final[Mapping[Language, str]] = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def word(name: str, language: Language, **values: str) -> str:
    """One of WORDS in the document's language, its places filled."""
    return WORDS[name][language].format(**values)


def money(amount_minor: int, currency: str, language: Language) -> str:
    """An amount as it is written in a document.

    >>> money(-123_456, "EUR", "fr").replace(chr(0x202F), " ").replace(chr(0xA0), " ")
    '−1 234,56 €'
    """
    return VOICES[language].money(amount_minor, currency).replace("-", "−")


def percent(bps: int, language: Language) -> str:
    """A rate as it is written in a document.

    >>> percent(1234, "en")[:5]
    '12.34'
    """
    return VOICES[language].percent(bps)


def day(iso: str, language: Language) -> str:
    """A day of the calendar in words.

    >>> day("2026-03-01", "fr"), day("2026-03-02", "en")
    ('1er mars 2026', '2 March 2026')
    """
    date_of = date.fromisoformat(iso)
    number = "1er" if language == "fr" and date_of.day == 1 else str(date_of.day)
    return f"{number} {_MONTHS[language].split()[date_of.month - 1]} {date_of.year}"
