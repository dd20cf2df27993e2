"""Every error as a problem document (RFC 9457): a stable `type`, a title, what happened, and what to do, per field.

One table says which refusal of which service answers with which status.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts import errors as accounts
from api.errors import ApiProblem
from contests import errors as contests
from contests.lifecycle import NotAllowed, WrongMove
from paper.sealing import NotSealedYet
from payouts import errors as payouts
from payouts.documents import errors as papers
from payouts.policy import Refused
from payouts.rails.base import RailUnavailable

API_PREFIX = "/api/"
Fields = list[dict[str, str]]


# The first class that fits decides, so that the special stand before the general.
STATUS: tuple[tuple[type[Exception], int], ...] = (
    (contests.NotVisible, 404),
    (contests.UnknownContest, 404),
    (contests.UnknownEntry, 404),
    (contests.NotPermitted, 403),
    (contests.WrongMoment, 409),
    (contests.UploadGone, 410),
    (contests.UploadTooLarge, 413),
    (contests.ChecksumMismatch, 460),
    (contests.ContestRefusal, 400),
    (payouts.LiabilityNotCovered, 409),
    (payouts.NothingToRefund, 409),
    (payouts.HeldInAnotherCurrency, 409),
    (payouts.OperatorOnly, 403),
    (payouts.NoSuchDeposit, 404),
    (payouts.NoSuchRail, 404),
    (payouts.NotTheirPolicy, 403),
    (payouts.PolicyNotReady, 409),
    (payouts.NotTheirDispute, 403),
    (payouts.DisputeNotReady, 409),
    (payouts.FourEyesNeeded, 403),
    (payouts.RunRefused, 409),
    (payouts.PeriodClosed, 409),
    (payouts.CloseRefused, 409),
    (payouts.NotSealedYet, 409),
    (payouts.SealDamaged, 409),
    (payouts.TransferActRefused, 409),
    (payouts.FileActRefused, 409),
    (payouts.KeyReused, 422),
    (papers.MandateRefused, 409),
    (papers.ObjectionRefused, 409),
    (papers.StatementRefused, 409),
    (papers.CreditRefused, 409),
    (NotSealedYet, 409),
    (payouts.PayoutRefusal, 400),
    (accounts.NotThere, 404),
    (accounts.Forbidden, 403),
    (accounts.Impossible, 409),
    (accounts.AccountsRefusal, 400),
    (Refused, 400),
    (NotAllowed, 403),
    (WrongMove, 409),
    (RailUnavailable, 503),
    (ObjectDoesNotExist, 404),
)

TITLES = {
    400: gettext_lazy("This request cannot be accepted"),
    401: gettext_lazy("Sign in first"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This method does not exist here"),
    406: gettext_lazy("No such representation"),
    409: gettext_lazy("Not possible now"),
    410: gettext_lazy("Gone"),
    412: gettext_lazy("Another version of the protocol"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("This media type is not taken here"),
    422: gettext_lazy("Key used for another request"),
    429: gettext_lazy("Too many requests"),
    460: gettext_lazy("Checksum mismatch"),
    500: gettext_lazy("Our fault"),
    503: gettext_lazy("Not available now"),
}


def problem(
    status_code: int, code: str, detail: str, *, errors: Fields | None = None, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The document itself."""
    body: dict[str, Any] = {
        "type": f"{settings.SITE_URL}/problems/{code}",
        "title": str(TITLES.get(status_code, TITLES[400])),
        "status": status_code,
        "code": code,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return body | dict(more or {})


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler. None for an unforeseen error, which Django then reports as our fault."""
    told = _of_service(error) or _of_framework(error)
    if told is None:
        return None
    set_rollback()
    status_code, body, headers = told
    response = Response(body, status=status_code, headers=headers)
    response.is_problem = True  # type: ignore[attr-defined]
    return response


def _of_service(error: Exception) -> tuple[int, dict[str, Any], dict[str, str]] | None:
    for kind, status_code in STATUS:
        if isinstance(error, kind):
            code = _code_of(error, kind)
            errors = _fields(error, code)
            return status_code, problem(status_code, code, _sentence(error), errors=errors, more=_figures(error)), {}
    if isinstance(error, IntegrityError):
        detail = _("Somebody else has just changed this, or it contradicts what is stored. Reload and look again.")
        return 409, problem(409, "conflict", detail), {}
    if isinstance(error, DataError):
        return 400, problem(400, "invalid", _("Something in this request is larger than what can be kept.")), {}
    if isinstance(error, SuspiciousOperation):
        if isinstance(error, RequestDataTooBig):
            return 413, problem(413, "too-large", _("The fields of this form are too large.")), {}
        return 400, problem(400, "malformed", _("This request cannot be read.")), {}
    return None


def _code_of(error: Exception, kind: type[Exception]) -> str:
    if isinstance(error, ObjectDoesNotExist):
        return "not-found"
    return getattr(error, "code", None) or _dashed(kind.__name__)


def _of_framework(error: Exception) -> tuple[int, dict[str, Any], dict[str, str]] | None:
    if isinstance(error, Http404 | exceptions.NotFound):
        error = exceptions.NotFound(_("There is nothing here, or it is not shown to you."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, ApiProblem):
        body = problem(error.status_code, error.problem_code, str(error.detail), errors=error.errors, more=error.more)
        return error.status_code, body, {}
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        detail = _("Some fields cannot be accepted; see errors.")
        return 400, problem(400, "invalid", detail, errors=list(_flat(error.get_full_details()))), headers
    code = CODES.get(type(error), "") or _dashed(type(error).__name__)
    return error.status_code, problem(error.status_code, code, str(error.detail)), headers


CODES: dict[type[Exception], str] = {
    exceptions.NotAuthenticated: "not-authenticated",
    exceptions.AuthenticationFailed: "bad-credentials",
    exceptions.PermissionDenied: "not-permitted",
    exceptions.ParseError: "malformed",
    exceptions.Throttled: "throttled",
}


def _sentence(error: Exception) -> str:
    if isinstance(error, ObjectDoesNotExist):
        return _("There is nothing here, or it is not shown to you.")
    if isinstance(error, NotSealedYet):
        return _("This file is being printed. Ask for it again in a moment.")
    if isinstance(error, RailUnavailable):
        return _("The rail does not answer. Try again in a while.")
    return str(getattr(error, "message", "") or error)


def _fields(error: Exception, code: str) -> Fields:
    problems = getattr(error, "problems", ())
    if problems:
        return [{"field": one.field, "message": _said(one), "code": code} for one in problems]
    field = getattr(error, "field", None)
    return [{"field": field, "message": _sentence(error), "code": code}] if field else []


def _said(one: Any) -> str:
    """The engine's problems speak both languages themselves; those of the services were written in the reader's."""
    return one.say(get_language() or "en") if hasattr(one, "say") else str(one.message)


def _figures(error: Exception) -> dict[str, Any]:
    names = ("held_minor", "liability_minor", "missing_minor", "currency")
    return {name: getattr(error, name) for name in names if hasattr(error, name)}


def _flat(details: Any, path: str = "") -> Iterable[dict[str, str]]:
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield {"field": path or "-", "message": str(details["message"]), "code": str(details["code"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _flat(inner, f"{path}.{name}" if path else str(name))
    else:
        for index, inner in enumerate(details):
            leaf = isinstance(inner, dict) and set(inner) == {"message", "code"}
            yield from _flat(inner, path if leaf else f"{path}[{index}]")


def _dashed(name: str) -> str:
    """
    >>> _dashed("MethodNotAllowed")
    'method-not-allowed'
    """
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def plain_problem(status_code: int, code: str, detail: str) -> JsonResponse:
    """A problem outside REST framework."""
    return JsonResponse(problem(status_code, code, detail), status=status_code, content_type="application/problem+json")


def unknown_address(request: HttpRequest, *_path: Any, **_named: Any) -> JsonResponse:
    """Every address under /api/ that is none of ours, whatever the method."""
    return plain_problem(404, "not-found", _("There is no such address. The API's document lists them all."))


unknown_address.csrf_exempt = True  # type: ignore[attr-defined]  # There is nothing that could be forged.


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of unforeseen errors: a problem for programs, the site's page for people."""
    if request.path.startswith(API_PREFIX):
        return plain_problem(500, "internal", _("We have been told and will look into it."))
    return defaults.server_error(request)
