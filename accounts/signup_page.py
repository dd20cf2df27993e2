"""The page to sign up on: allauth's, with the answer filled in that a link has already given."""

from typing import Any

from allauth.account.views import SignupView

from accounts.services.people import SignupKind


class SignupPage(SignupView):  # type: ignore[misc]  # allauth has no types
    """Whoever follows a link meant for brands finds that they come as one."""

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()
        asked = self.request.GET.get("kind", "")
        return initial | ({"kind": asked} if asked in {kind.value for kind in SignupKind} else {})
