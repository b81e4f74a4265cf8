"""Countries and their regions, with Magento's ids."""

from __future__ import annotations

from django.db import models


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
