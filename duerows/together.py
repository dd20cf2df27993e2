"""A migration's operations that are thought of together: the models are rendered once, not anew after each of them.

Django renders every model that is tied to a changed one, however far away, after each operation: to create a hundred
models one by one is to render thousands. Here the state takes over all operations first; then each of them does its
part in the database, seeing the models as they are after the last. That suits what only creates. A migration that
changes what exists lists its operations one by one, as usual, and as `makemigrations` writes them.
"""

from collections.abc import Sequence
from typing import ClassVar

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Together(Operation):
    """Creates what its operations create. Foreign keys among the new tables may point in any direction."""

    serialization_expand_args: ClassVar[list[str]] = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Forgets the rendered models, which are rendered again when somebody asks for one."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Each operation sees the models as they were with all of them: what comes before it has no part of theirs."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, from_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)
