"""Operations thought of together make their tables in any order, take them back, and render each model once."""

from contextlib import AbstractContextManager

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from duerows.together import Together


def create(name: str, to: str) -> migrations.CreateModel:
    key = models.AutoField(primary_key=True)
    other = models.ForeignKey(f"tried.{to}", models.CASCADE, null=True, related_name="+")
    constraint = models.CheckConstraint(condition=models.Q(id__gt=0), name=f"{name.lower()}_positive")
    return migrations.CreateModel(name, [("id", key), ("other", other)], {"constraints": [constraint]})


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("tried_")}


def foreign_keys(table: str) -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_relations(cursor, table)
    return {info[1] for info in found.values()}


@pytest.mark.django_db(transaction=True)
def test_tables_that_refer_to_each_other_are_made_and_taken_back(
    as_owner: AbstractContextManager[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    render = ModelState.render

    def counting(self: ModelState, apps: object) -> object:
        rendered.append(self.name)
        return render(self, apps)

    monkeypatch.setattr(ModelState, "render", counting)
    together = Together([create("Egg", "hen"), create("Hen", "feather"), create("Feather", "egg")])
    before = ProjectState()
    assert before.apps.get_models() == []  # Rendered, as it is when a migration begins.
    after = before.clone()
    with as_owner:
        together.state_forwards("tried", after)
        with connection.schema_editor() as editor:
            together.database_forwards("tried", editor, before, after)
        assert sorted(rendered) == ["Egg", "Feather", "Hen"]
        assert tables() == {"tried_egg", "tried_hen", "tried_feather"}
        assert [foreign_keys(f"tried_{name}") for name in ("egg", "hen", "feather")] == [
            {"tried_hen"},
            {"tried_feather"},
            {"tried_egg"},
        ]
        with connection.schema_editor() as editor:
            together.database_backwards("tried", editor, after, before)
        assert tables() == set()
