"""Countries and their regions, with Magento's ids, and the rates of currencies."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from directory.currency_codes import CURRENCY_CODES


def currency_choices() -> list[tuple[str, str]]:
    """The currencies to choose from; a function, so that migrations do not list them."""
    return [(code, code) for code in CURRENCY_CODES]


class Country(models.Model):
    """A country. Its id is its two-letter code; its name comes from the locale library (`names.country_name`)."""

    id = models.CharField(primary_key=True, max_length=2)
    iso2 = models.CharField(max_length=2)
    iso3 = models.CharField(max_length=3)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.id


class Region(models.Model):
    """A state, province or county. Ids up to 511 are the same in every Magento; later ones vary from shop to shop."""

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="regions")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=255)

    class Meta:
        ordering = ["country_id", "name"]
        # Not unique: four of the American armed forces' regions are all AE.
        indexes = [models.Index(fields=["country", "code"], name="region_code")]

    def __str__(self) -> str:
        return self.name


class CurrencyRate(models.Model):
    """How much of one currency a unit of another is worth. A currency's rate to itself is 1 and stands nowhere."""

    currency_from = models.CharField("from", max_length=3, choices=currency_choices)
    currency_to = models.CharField("to", max_length=3, choices=currency_choices)
    rate = models.DecimalField(max_digits=24, decimal_places=12, validators=[MinValueValidator(Decimal("1E-12"))])

    class Meta:
        ordering = ["currency_from", "currency_to"]
        constraints = [
            models.UniqueConstraint(fields=["currency_from", "currency_to"], name="one_rate_for_two_currencies"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_is_positive"),
            models.CheckConstraint(condition=~Q(currency_from=F("currency_to")), name="rate_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.currency_from}/{self.currency_to}"
