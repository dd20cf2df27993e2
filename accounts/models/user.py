"""A person. One account may be a creative, a brand's member and, for staff, an auditor or an admin."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import guards


class StaffRole(models.TextChoices):
    """What the platform's own people may do. Auditors read everything about money and change nothing."""

    NONE = "", _("none")
    AUDITOR = "auditor", _("auditor")
    ADMIN = "admin", _("admin")


def new_handle() -> str:
    """A public name for somebody who has not chosen one; it says nothing about them.

    >>> new_handle().startswith("maker-")
    True
    """
    return f"maker-{secrets.token_hex(4)}"


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("An e-mail address is needed.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Addresses are stored in lower case, so that one index serves every letter case."""
        return self.get(email=(username or "").lower())

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        fields |= {"is_staff": True, "is_superuser": True, "staff_role": StaffRole.ADMIN}
        return self.create_user(email, password, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Signs in with an e-mail address, is shown to others by handle and display name only."""

    email = models.EmailField(_("e-mail address"), unique=True)
    handle = models.SlugField(_("handle"), max_length=40, unique=True, default=new_handle)
    display_name = models.CharField(_("name shown to others"), max_length=80, blank=True)
    locale = models.CharField(_("language"), max_length=5, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris")
    staff_role = models.CharField(_("role in the platform"), max_length=10, choices=StaffRole, blank=True)
    is_staff = models.BooleanField(_("may enter the operations desk"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    blocked_at = models.DateTimeField(_("blocked since"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(
                condition=Q(blocked_at__isnull=True) | Q(staff_role=""), name="user_blocked_holds_no_role"
            ),
        ]
        triggers: ClassVar = [guards.remembers_former_email()]

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        """What others see; never the e-mail address."""
        return self.display_name or self.handle

    @property
    def is_auditor(self) -> bool:
        """Whether this person may read the books."""
        return self.staff_role in (StaffRole.AUDITOR, StaffRole.ADMIN)

    @property
    def is_admin(self) -> bool:
        """Whether this person may act for the platform."""
        return self.staff_role == StaffRole.ADMIN

    @property
    def is_blocked(self) -> bool:
        """Whether this person may begin nothing new. What they earned stays theirs, and within their reach."""
        return self.blocked_at is not None

    @property
    def needs_second_factor(self) -> bool:
        """Whoever may see other people's money must hold a second factor."""
        return self.is_staff or bool(self.staff_role)


class CreativeProfile(models.Model):
    """Having one makes a person a creative, who may enter contests."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="creative")
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    about = models.TextField(_("about"), max_length=2000, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("creative")

    def __str__(self) -> str:
        return self.user.public_name
