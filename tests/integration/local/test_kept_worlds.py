"""A world that a module keeps is found untouched by each who asks for it, and by nobody else."""

import pytest

from accounts.models import User
from tests.fixtures.kept import Keep, Kept
from tests.fixtures.worlds import make_user


@pytest.fixture(scope="module")
def kept_person(keep: Keep, request: pytest.FixtureRequest) -> Kept[User]:
    return keep(request, make_user)


@pytest.mark.django_db
@pytest.mark.parametrize("time", range(2))
def test_what_one_test_does_to_it_the_next_does_not_find(kept_person: Kept[User], time: int) -> None:
    person = kept_person()
    assert (person.display_name[:6], User.objects.get().display_name[:6]) == ("Person", "Person")
    person.display_name = "Somebody else"
    person.save()
    make_user()


@pytest.mark.django_db
def test_who_does_not_ask_for_it_does_not_find_it() -> None:
    assert not User.objects.exists()


@pytest.mark.django_db
def test_asked_for_again_it_is_there_again(kept_person: Kept[User]) -> None:
    assert User.objects.get() == kept_person()


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_makes_its_own(kept_person: Kept[User]) -> None:
    assert not User.objects.exists()
    person = kept_person()
    assert User.objects.get() == person
