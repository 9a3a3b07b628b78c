"""Who: partnerships (the tenants), their boroughs, agencies and bodies, and the people who hold roles in them."""

from __future__ import annotations

import hashlib

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from simple_history.models import HistoricalRecords

from .scope import TenantModel, scoped_manager


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail address. What they may do comes only from memberships and roles."""

    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name


class Partnership(models.Model):
    """A tenant. Everything about how it works is in its procedure text; here is only what pages need everywhere."""

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    short_title = models.CharField(max_length=60)
    code = models.CharField(max_length=8, unique=True, help_text="the first part of references: RED")
    country = models.CharField(max_length=2, default="GB")
    subdivision = models.CharField(max_length=6, blank=True, default="ENG")
    contact_email = models.EmailField(blank=True)
    second_factor_required = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.title

    @property
    def name(self) -> str:
        return self.title


class Borough(TenantModel):
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "slug", name="borough_once")]

    def __str__(self):
        return self.title


class Agency(TenantModel):
    """A member body. The agency is the service, not the council it belongs to (RED-1)."""

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    sector = models.SlugField(max_length=60)
    statutory = models.BooleanField(default=False)
    member = models.BooleanField(default=True, help_text="false: invited for single cases only")
    active = models.BooleanField(default=True)
    contact_email = models.EmailField(blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "slug", name="agency_once")]
        ordering = [Lower("title")]

    def __str__(self):
        return self.title


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(active=True, user__is_active=True)

    def holding(self, *roles: str, on=None):
        """People who hold one of the roles (names of the text) on a day (a date; None: no end date at all counts)."""
        found = Q(roles__role__in=roles)
        if on is not None:
            found &= Q(roles__starts_on__lte=on) & (Q(roles__ends_on=None) | Q(roles__ends_on__gte=on))
        return self.filter(found).distinct()


class Membership(TenantModel):
    """One person in one partnership, for at most one agency."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    job_title = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    objects = scoped_manager(MembershipQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint("partnership", "user", name="one_membership_per_person")]

    def __str__(self):
        return self.user.name


class RoleHolding(TenantModel):
    """Who holds which role of the procedure text, from when to when; `borough` null means everywhere."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    role = models.SlugField(max_length=60)
    borough = models.ForeignKey(Borough, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    covers = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="covered_by",
        help_text="whose place it is held in while they are away",
    )  # fmt: skip
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="role_ends_after_start"
            ),
            models.UniqueConstraint(
                "membership",
                "role",
                "borough",
                name="role_held_once",
                condition=Q(ends_on=None),
                nulls_distinct=False,
            ),
        ]


class AdministrationEvent(TenantModel):
    """One act of an administrator: who, when, about whom, in words. Only ever added to (walls.APPEND_ONLY)."""

    act = models.SlugField(max_length=60)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=160)
    about = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")
    about_label = models.CharField(max_length=120, blank=True, help_text="the person's name as it was then")
    summary = models.CharField(max_length=300)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(F("partnership"), F("id").desc(), name="administration_newest"),
            models.Index(F("partnership"), F("act"), F("id").desc(), name="administration_by_act"),
        ]


class PrivateLink(models.Model):
    """A secret link for somebody without an account. Only its hash is kept; the table names no person.

    Outside the tenant wall on purpose: it is how a visitor's partnership is found (DESIGN.md §4).
    """

    token_hash = models.CharField(max_length=64, unique=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="+")
    purpose = models.SlugField(max_length=40)
    object_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
