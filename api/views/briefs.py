"""Around a brief: guides to begin with, a copy, advice before the launch, files, and the brand's kit."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from api.base import PublicResource, Resource, UploadResource
from api.brief_inputs import KitInput, LogoInput
from api.brief_shapes import AdviceDoc, GuideDoc, guide_shape
from api.idempotency import idempotent
from api.inputs import FilesInput
from api.operations import Listing, operation
from api.shapes import BriefDoc, KeptFilesDoc
from api.views.contests import brief_of
from contests.errors import NotVisible
from contests.guides import all_guides
from contests.kit_rules import KitDraft
from contests.selectors.cards import KitCard
from contests.selectors.contests import get_contest
from contests.selectors.kits import newest_kit
from contests.services import briefs
from contests.services.briefing import attachments, kits
from payouts.services.brief_advice import advice_for


class CategoryGuides(PublicResource):
    """Good beginnings by category, in the language of the request."""

    @operation(gives=Listing[GuideDoc])
    def get(self, request: Any) -> Response:
        return Response({"results": [guide_shape(guide) for guide in all_guides()], "next": None})


class Duplicate(Resource):
    """A copy."""

    @operation(gives=BriefDoc, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """A new draft with the words and terms of this contest; files, guests and money are not copied."""
        made = briefs.duplicate_contest(self.actor, contest_id, now=self.now)
        return Response(brief_of(self.actor, made.pk), status=status.HTTP_201_CREATED)


class BriefCheck(Resource):
    """What creatives will miss in this brief, for its brand. Advice, never a block."""

    @operation(gives=Listing[AdviceDoc])
    def get(self, request: Any, contest_id: UUID) -> Response:
        found = advice_for(self.actor, contest_id, now=self.now)
        rows = [AdviceDoc(code=one.code, field=one.field, missing=one.missing, remedy=one.remedy) for one in found]
        return Response({"results": rows, "next": None})


class Attachments(UploadResource):
    """Files of a draft; the contest's own page lists them."""

    parser_classes = (MultiPartParser,)
    write_scope = "contests:write"

    @operation(gives=KeptFilesDoc, takes=FilesInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Attach files, as multipart form data with one part per file; they are examined soon."""
        get_contest(self.actor, contest_id)
        kept = attachments.attach_files(self.actor, contest_id, self.read()["files"], now=self.now)
        return Response({"files": [file.ref for file in kept]}, status=status.HTTP_201_CREATED)


class AttachmentDetail(Resource):
    """One file of a draft."""

    @operation(gives=None, status=204)
    def delete(self, request: Any, contest_id: UUID, ref: UUID) -> Response:
        """Take it back."""
        attachments.remove_attachment(self.actor, contest_id, ref, now=self.now)
        return Response(status=status.HTTP_204_NO_CONTENT)


class BrandKitDetail(Resource):
    """The kit that new briefs of a brand may show. Briefs keep the version that they chose."""

    @operation(gives=KitCard)
    def get(self, request: Any, brand_id: UUID) -> Response:
        """The newest version, for the brand's members."""
        return Response(self._kit(brand_id))

    @operation(gives=KitCard, takes=KitInput)
    def put(self, request: Any, brand_id: UUID) -> Response:
        """Put this in its place, as a new version; the same again is none."""
        said = self.read()
        draft = KitDraft(
            colours=tuple((colour["name"], colour["value"]) for colour in said["colours"]),
            fonts=tuple(said["fonts"]),
            tone=said["tone"],
            dos=tuple(said["dos"]),
            donts=tuple(said["donts"]),
        )
        kits.change_kit(self.actor, brand_id, draft, keep_logo=said["keep_logo"], now=self.now)
        return Response(self._kit(brand_id))

    def _kit(self, brand_id: UUID) -> KitCard:
        kit = newest_kit(self.actor, brand_id)
        if kit is None:
            raise NotVisible
        return kit


class BrandKitLogo(UploadResource):
    """The logo of a brand's kit."""

    parser_classes = (MultiPartParser,)
    write_scope = "contests:write"

    @operation(gives=KitCard, takes=LogoInput, status=201)
    @idempotent
    def post(self, request: Any, brand_id: UUID) -> Response:
        """A new logo, as a new version of the kit; it is examined soon."""
        (logo,) = self.read()["files"]
        kits.change_logo(self.actor, brand_id, logo, now=self.now)
        return Response(newest_kit(self.actor, brand_id), status=status.HTTP_201_CREATED)
