"""The list of entries as one writes it first in REST framework: a query set, a ModelSerializer, its pages.

It asks for the same credentials, permissions and counter, fetches beforehand what it shows, and gives the same fields.
"""

from typing import Any

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import DateTimeField, ModelSerializer, SerializerMethodField

from api.permissions import HasScope
from contests.models import Entry, EntryVersion


class PlainSerializer(ModelSerializer[Entry]):
    """An entry with its latest version's first image, its place and its award."""

    version = SerializerMethodField()
    slot = SerializerMethodField()
    rank = SerializerMethodField()
    is_own = SerializerMethodField()
    rating = SerializerMethodField()
    author = SerializerMethodField()
    submitted_at = DateTimeField(source="created_at")
    image = SerializerMethodField()
    comments = SerializerMethodField()

    class Meta:
        model = Entry
        fields = (
            "id",
            "contest_id",
            "code",
            "title",
            "state",
            "version",
            "slot",
            "rank",
            "is_own",
            "rating",
            "author",
            "submitted_at",
            "image",
            "comments",
        )

    def get_version(self, entry: Entry) -> int:
        return _latest(entry).number

    def get_slot(self, entry: Entry) -> int | None:
        return entry.place.slot if hasattr(entry, "place") else None

    def get_rank(self, entry: Entry) -> int | None:
        return entry.award.rank if hasattr(entry, "award") and entry.award.passed_over_at is None else None

    def get_is_own(self, entry: Entry) -> bool:
        return entry.author_id == self.context["request"].user.pk

    def get_rating(self, entry: Entry) -> int | None:
        return entry.rating if self.get_is_own(entry) else None

    def get_author(self, entry: Entry) -> dict[str, str]:
        return {"handle": entry.author.handle, "name": entry.author.public_name}

    def get_image(self, entry: Entry) -> dict[str, Any] | None:
        shown = [file for file in _latest(entry).files.all() if file.state == "ready" and file.kind == "image"]
        if not shown:
            return None
        file = shown[0]
        widths = [derivative.width for derivative in file.derivatives.all()]
        return {"ref": file.ref, "width": file.width, "height": file.height, "placeholder": file.placeholder} | {
            "widths": widths
        }

    def get_comments(self, entry: Entry) -> int | None:
        if not hasattr(entry.contest, "comment_release"):
            return None
        return entry.comments.filter(withdrawn_at=None).count()


def _latest(entry: Entry) -> EntryVersion:
    return max(entry.versions.all(), key=lambda version: version.number)


class PlainPages(CursorPagination):
    page_size = 25
    ordering = ("-created_at", "-id")


class PlainList(ListAPIView[Entry]):
    """The newest entries in one state."""

    permission_classes = (AllowAny, HasScope)
    read_scope = "contests:read"
    renderer_classes = (JSONRenderer,)
    serializer_class = PlainSerializer
    pagination_class = PlainPages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Entry]:
        return (
            Entry.objects.filter(state=self.request.query_params["state"], contest__visibility="public")
            .select_related("author", "place", "award", "contest__comment_release")
            .prefetch_related("versions__files__derivatives")
        )
