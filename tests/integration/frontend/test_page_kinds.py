"""The pages around a brief: its kinds, its kit and files, who is let in, and how it looks before anybody sees it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contests.models import BrandKit, Contest, Entry, Guest, NdaAcceptance
from contests.selectors.admission import nda_page
from contests.services.briefing.links import link_token
from contests.services.examining import examine_files
from tests.fixtures.calls import image
from tests.fixtures.kinds import SECRET, draft_of_kind, open_of_kind
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import draft_contest, make_brand, make_creative, make_user, owner_of

pytestmark = pytest.mark.django_db


def of(user: User | None) -> Client:
    client = Client()
    return sign_in(client, user) if user else client


def text(client: Client, name: str, *args: object, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse(f"pages:{name}", args=args) + query)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def test_a_confidential_brief_is_read_after_signing_its_text() -> None:
    contest, creative = open_of_kind("nda", now=timezone.now()), make_creative()
    client = of(creative)
    assert contest.brief.title in text(client, "briefs")
    covered = text(client, "contest", contest.pk)
    assert SECRET not in covered and contest.brief.title in covered and "noindex" in covered
    assert client.get(reverse("pages:enter", args=[contest.pk])).url == reverse("pages:nda", args=[contest.pk])
    assert contest.brand.name in text(client, "nda", contest.pk)
    sha = nda_page(creative, contest.pk).sha256
    address = reverse("pages:nda", args=[contest.pk])
    assert client.post(address, {"text_sha256": sha, "signed_name": "Ana"}).status_code == 422
    assert client.post(address, {"text_sha256": sha, "signed_name": "Ana", "agreed": "on"}).status_code == 302
    assert NdaAcceptance.objects.get().accepted_from == "127.0.0.1"
    assert SECRET in text(client, "contest", contest.pk)
    for stranger in (None, make_user()):
        assert contest.brief.title not in text(of(stranger), "briefs")
        text(of(stranger), "contest", contest.pk, status=404)


def test_guests_are_invited_by_handle_or_come_by_a_link() -> None:
    contest, named, linked = (
        open_of_kind("invited", now=timezone.now()),
        make_creative("named"),
        make_creative("linked"),
    )
    owner = of(owner_of(contest.brand))
    address = reverse("pages:brief_guests", args=[contest.pk])
    draft = draft_of_kind("invited", brand=contest.brand)
    missing = text(owner, "brief_review", draft.pk)
    assert "Nobody is invited yet." in missing and reverse("pages:brief_guests", args=[draft.pk]) in missing
    owner.post(reverse("pages:brief_link_make", args=[draft.pk]), {"days": "14", "most_uses": "20"})
    assert "Nobody is invited yet." not in text(owner, "brief_review", draft.pk)
    refused = owner.post(address, {"handles": f"{named.handle}\nnobody-here"})
    assert refused.status_code == 422 and "nobody-here" in refused.content.decode() and not Guest.objects.exists()
    assert owner.post(address, {"handles": f"@{named.handle}"}).status_code == 302
    assert (
        owner.post(reverse("pages:brief_link_make", args=[contest.pk]), {"days": 3, "most_uses": 2}).status_code == 302
    )
    link = contest.invitation_links.get()
    assert link_token(link.pk) in text(owner, "brief_guests", contest.pk)
    assert contest.brief.title in text(Client(), "join", link_token(link.pk))
    newcomer = of(make_user()).post(reverse("pages:join", args=[link_token(link.pk)]))
    assert newcomer.status_code == 422 and "creative profile" in newcomer.content.decode()
    assert of(linked).post(reverse("pages:join", args=[link_token(link.pk)])).status_code == 302
    for guest in (named, linked):
        assert SECRET in text(of(guest), "contest", contest.pk)
    owner.post(reverse("pages:brief_guest_withdraw", args=[contest.pk, named.handle]))
    text(of(named), "contest", contest.pk, status=404)
    owner.post(reverse("pages:brief_link_close", args=[contest.pk, link.pk]))
    text(Client(), "join", link_token(link.pk), status=422)
    text(of(make_creative()), "brief_guests", contest.pk, status=404)
    text(owner, "brief_guests", draft_of_kind("standard", brand=contest.brand).pk, status=404)


def test_without_speculative_work_links_are_sent_instead_of_files() -> None:
    contest, author = open_of_kind("zero_spec", now=timezone.now()), make_creative()
    page = text(of(author), "enter", contest.pk)
    assert 'name="portfolio"' in page and 'type="file"' not in page
    sent = {"token": "once", "title": "How I would go about it", "sources": "None", "declared": "on"}
    words = "I would start from the nets and draw by hand, in one week."
    address = reverse("pages:enter", args=[contest.pk])
    assert of(author).post(address, sent | {"portfolio": "work.example", "statement": words}).status_code == 422
    good = sent | {"token": "again", "portfolio": "https://work.example/one", "statement": words}
    assert of(author).post(address, good).status_code == 302
    shown = text(of(owner_of(contest.brand)), "entry", Entry.objects.get().pk)
    assert "https://work.example/one" in shown


def test_a_draft_shows_what_is_missing_is_looked_at_and_copied() -> None:
    contest = draft_of_kind("nda")
    owner = of(owner_of(contest.brand))
    review = text(owner, "brief_review", contest.pk)
    assert "The description is short." in review and "There is no sentence that sums it up." in review
    assert SECRET in text(owner, "brief_preview", contest.pk)
    assert SECRET not in text(owner, "brief_preview", contest.pk, query="?as=outside")
    text(of(make_creative()), "brief_preview", contest.pk, status=404)
    assert owner.post(reverse("pages:brief_duplicate", args=[contest.pk])).status_code == 302
    copy = Contest.objects.exclude(pk=contest.pk).get()
    assert (copy.kind, copy.state, copy.brief.description) == ("nda", "draft", f"All about {SECRET}.")
    assert "Brome" in text(Client(), "brief_example", "logo")


def test_files_and_kit_are_written_by_the_brand_and_shown_with_the_brief() -> None:
    contest = draft_of_kind("standard")
    owner = of(owner_of(contest.brand))
    assert (
        owner.post(reverse("pages:brief_files", args=[contest.pk]), {"files": [image("style.png")]}).status_code == 302
    )
    examine_files(timezone.now())
    assert "style.png" in text(owner, "brief_files", contest.pk)
    kit = reverse("pages:brand_kit", args=[contest.brand_id])
    refused = owner.post(kit, {"colours": "Quay green", "tone": "Calm."})
    assert refused.status_code == 422 and "Quay green #1f5c4d" in refused.content.decode()
    assert (
        owner.post(kit, {"colours": "Quay green #1f5c4d", "tone": "Calm.", "logo": image("logo.png")}).status_code
        == 302
    )
    assert "contrast 7.7 on white" in text(owner, "brand_kit", contest.brand_id)
    step = reverse("pages:brief_edit", args=[contest.pk]) + "?step=need"
    answers = {
        "kind": "fast",
        "category": "logo",
        "title": "A mark for a bakery",
        "description": "A warm mark that works on paper bags and on a sign.",
        "tone_quiet_loud": "2",
        "kit": str(BrandKit.objects.get().pk),
        "language": "en",
    }
    assert owner.post(step, answers).status_code == 302
    contest.refresh_from_db()
    assert (contest.kind, contest.entries_period.days, contest.brief.tones) == ("fast", 3, [0, 0, 2, 0, 0])
    review = text(owner, "brief_review", contest.pk)
    assert "Step 2 of 7 from quiet to loud" in review and "Calm." in review and "style.png" in review


def test_what_opens_says_who_sees_it() -> None:
    said = {
        "standard": "Everybody can see it now",
        "invited": "Only those whom you invite",
        "nda": "only who has promised",
    }
    for kind, words in said.items():
        contest = open_of_kind(kind, now=timezone.now())
        page = text(of(owner_of(contest.brand)), "funding", contest.pk)
        assert [other for other in said.values() if other in page] == [words]
        assert (reverse("pages:brief_guests", args=[contest.pk]) in page) == (kind == "invited")


def test_a_draft_shows_its_brand_what_creatives_will_be_paid_as_soon_as_its_figures_may_be_published() -> None:
    contest = draft_contest(make_brand())
    owner = sign_in(Client(), owner_of(contest.brand))
    shown = text(owner, "brief_preview", contest.pk)
    assert "Paid if shortlisted, at least" in shown and "The brand never chooses at all" in shown
    contest.prizes.all().delete()
    shown = text(owner, "brief_preview", contest.pk)
    assert "Paid if shortlisted, at least" not in shown and "The brand never chooses at all" not in shown
