"""How Stripe says no. `saved`: whether the answer is kept under the request's key, having been begun."""

from typing import Any


class ApiError(Exception):
    """An error that is answered with a status and an error object."""

    def __init__(self, status: int, kind: str, message: str, *, saved: bool = False, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.saved = saved
        self.body = {"error": {"type": kind, "message": message} | {k: v for k, v in more.items() if v is not None}}


def invalid(message: str, *, param: str | None = None, code: str | None = None, status: int = 400) -> ApiError:
    """A request that cannot be carried out as it stands; nothing was begun."""
    return ApiError(status, "invalid_request_error", message, param=param, code=code)


def refused(message: str, code: str | None, *, param: str | None = None) -> ApiError:
    """A good request that was begun and then refused."""
    return ApiError(400, "invalid_request_error", message, saved=True, code=code, param=param)


def missing(kind: str, reference: str, *, param: str = "id", status: int = 404) -> ApiError:
    return invalid(f"No such {kind}: '{reference}'", param=param, code="resource_missing", status=status)


def declined(code: str, decline_code: str | None, intent: dict[str, Any]) -> ApiError:
    """A card's bank said no; the PaymentIntent that came of it stands in the error."""
    return ApiError(
        402,
        "card_error",
        "Your card was declined.",
        saved=True,
        code=code,
        decline_code=decline_code,
        charge=intent.get("latest_charge"),
        payment_intent=intent,
    )
