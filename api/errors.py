"""The one error of the API's own: a problem with its status, its code, and what is wrong in which field.

Apart from `api.problems`, because REST framework loads our authentication before it has finished loading itself.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework.exceptions import APIException


class ApiProblem(APIException):
    """A problem of the API's own making."""

    def __init__(
        self, status_code: int, code: str, detail: str, *, errors: Iterable[Mapping[str, str]] = (), **more: Any
    ) -> None:
        super().__init__(detail, code)
        self.status_code = status_code
        self.problem_code = code
        self.errors = [dict(error) for error in errors]
        self.more = more
