"""Nothing about a person is forgotten: every key to one, over all apps, says what it means to ask and to leave."""

from django.apps import apps
from django.db.models import ForeignKey

from accounts.models import User
from personal.inventory import FURTHER, INVENTORY, SECRET, Fate
from personal.services.forgetting import CHANGES
from personal.services.sections import columns


def keys_to_people() -> set[str]:
    """Every foreign key to a person in every installed model, written as app.Model.field."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is User
    }


def test_every_key_to_a_person_stands_in_the_inventory() -> None:
    """If this fails: add a row to `personal.inventory` for the new key. Copied or not; removed, changed or kept."""
    assert {held.key for held in INVENTORY} == keys_to_people()
    assert len({held.key for held in INVENTORY}) == len(INVENTORY)


def test_what_is_not_given_and_what_is_kept_has_its_reason() -> None:
    assert [held.key for held in INVENTORY if bool(held.section) == bool(held.not_given)] == []
    assert [held.key for held in INVENTORY if (held.fate is Fate.KEPT) != bool(held.because)] == []
    assert {held.key for held in INVENTORY if held.fate is Fate.CHANGED} == set(CHANGES)


def test_each_file_of_a_copy_has_its_own_name() -> None:
    sections = [held.section for held in INVENTORY if held.section] + [section for section, _, _ in FURTHER]
    assert len(sections) == len(set(sections))
    assert not {"person", "files"} & set(sections)


def test_no_secret_and_no_other_person_is_given() -> None:
    for held in INVENTORY:
        if held.section:
            model = apps.get_model(held.label)
            given = set(columns(model, held.field, leave_out=held.leave_out))
            others = {
                field.attname
                for field in model._meta.concrete_fields
                if isinstance(field, ForeignKey) and field.related_model is User and field.name != held.field
            }
            assert not given & (SECRET | others), held.key
            assert given, held.key
