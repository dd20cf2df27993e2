"""What trust and safety refuses, each by the name of the broken rule. The families of contests tell what to answer."""

from contests.errors import Invalid, NotPermitted, WrongMoment


class InvalidReport(Invalid):
    """A report that cannot be taken as it is."""

    code = "invalid-report"


class InvalidDecision(Invalid):
    """A decision without facts or ground, or one that makes no sense for what it is about."""

    code = "invalid-decision"


class InvalidAppeal(Invalid):
    """An appeal that says nothing."""

    code = "invalid-appeal"


class TooManyReports(WrongMoment):
    """One person reports only so much in a day."""

    code = "too-many-reports"


class ReportedAlready(WrongMoment):
    """The same person has reported the same thing, and it has not been decided yet."""

    code = "reported-already"


class CaseClosed(WrongMoment):
    """It has been decided already."""

    code = "case-closed"


class AppealRefused(WrongMoment):
    """Too late, a second time, or of something that cannot be appealed."""

    code = "appeal-refused"


class TooClose(NotPermitted):
    """Whoever has a part in it does not decide on it."""

    code = "too-close"


class OtherEyesNeeded(NotPermitted):
    """An appeal is decided by somebody else than the decision."""

    code = "other-eyes-needed"
