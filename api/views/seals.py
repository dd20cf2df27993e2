"""Seals over the books, proofs of single entries, and the keys that they are signed with."""

from typing import Any, ClassVar

from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api import seal_shapes as shapes
from api.base import AuditResource, PublicResource
from api.operations import Listing, Paged, operation
from api.views.audit import AuditList
from payouts.ledger import signing
from payouts.models import JournalEntry
from payouts.selectors import seals


class Seals(AuditList):
    """Seals, the newest first."""

    rows = staticmethod(seals.seals)
    shape = staticmethod(shapes.seal)
    order: ClassVar = ("-number",)

    @operation(gives=Listing[shapes.SealDoc], query=Paged)
    def get(self, request: Any) -> Response:
        return self.list()


class SealDetail(AuditResource):
    """One seal with its blocks. Kept outside, it is a receipt: it shows if seals are ever taken away."""

    @operation(gives=shapes.SealInFullDoc)
    def get(self, request: Any, number: int) -> Response:
        found = seals.seals().filter(pk=number).first()
        if found is None:
            raise NotFound
        return Response(shapes.seal_in_full(found, seals.blocks_of(found)))


class InclusionProof(AuditResource):
    """The proof that one journal entry is in its seal. It can be checked without us: see docs/audit.md."""

    @operation(gives=shapes.ProofDoc)
    def get(self, request: Any, entry_id: int) -> Response:
        found = JournalEntry.objects.filter(pk=entry_id).first()
        if found is None:
            raise NotFound
        return Response(shapes.proof(seals.proof_of(found)))


class SigningKeys(PublicResource):
    """The public keys that seals are signed with. Compare them with what you were told another way."""

    read_scope = "audit:read"

    @operation(gives=shapes.KeysDoc)
    def get(self, request: Any) -> Response:
        present = signing.present_key()
        keys = [{"public_key": key, "signs_now": key == present} for key in signing.trusted_keys()]
        return Response({"keys": keys})
