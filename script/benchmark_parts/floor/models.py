"""The few columns that a bare list needs, of tables that the product made."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Person(AbstractBaseUser):
    """A user, as Django's own would be."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    USERNAME_FIELD = "email"

    class Meta:
        managed = False
        db_table = "partnerships_user"


class Membership(models.Model):
    """Which partnership a person belongs to."""

    partnership_id = models.BigIntegerField()
    user = models.ForeignKey(Person, on_delete=models.CASCADE)
    active = models.BooleanField()

    class Meta:
        managed = False
        db_table = "partnerships_membership"


class Agency(models.Model):
    """Who referred."""

    title = models.CharField(max_length=160)

    class Meta:
        managed = False
        db_table = "partnerships_agency"


class Case(models.Model):
    """A row of the list."""

    partnership_id = models.BigIntegerField()
    reference = models.CharField(max_length=24)
    received_at = models.DateTimeField()
    referring_agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE)
    referrer_name = models.CharField(max_length=160)
    stage_title = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "cases_case"
