import pytest

from tests.api.matrix_world import addresses, make_world
from tests.api.test_matrix import line, methods_of, written

pytestmark = pytest.mark.django_db
CHANGED = {
    "api:contests",
    "api:contest",
    "pages:contest",
    "pages:briefs",
    "pages:enter",
    "pages:brief_review",
    "pages:brief_edit",
    "pages:brief_new",
    "pages:brand",
    "pages:home",
    "api:rights",
    "pages:rights",
    "pages:image",
    "pages:original",
    "api:contest-entries",
    "pages:contest_entries",
}


def test_new():
    known = {text.split()[1] for text in written()}
    expected = set(written())
    world = make_world()
    with open("/tmp/brief-matrix.txt", "w") as out:
        for a in addresses():
            if a.name not in known or a.name in CHANGED:
                for m in methods_of(a):
                    text = line(world, m, a)
                    if text not in expected:
                        print(text, file=out, flush=True)
