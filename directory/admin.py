"""Countries and regions in the admin, to look at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from directory.models import Country, CurrencyRate, Region
from directory.names import country_name
from stores.admin import ReadOnly


@admin.register(Country)
class CountryAdmin(ReadOnly):
    list_display = ("id", "name", "iso3", "regions")
    list_display_links = ("id", "name")
    search_fields = ("id", "iso3")
    list_per_page = 300
    fields = ("id", "name", "iso2", "iso3", "regions")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Country]:
        return super().get_queryset(request).annotate(regions_count=Count("regions"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Country], search_term: str
    ) -> tuple[QuerySet[Country], bool]:
        """Countries are found by name too, which is in no column."""
        found, repeats = super().get_search_results(request, queryset, search_term)
        if not search_term.strip():
            return found, repeats
        wanted = search_term.strip().casefold()
        named = [pk for pk in queryset.values_list("pk", flat=True) if wanted in country_name(pk).casefold()]
        return found | queryset.filter(pk__in=named), repeats

    @admin.display(description="name")
    def name(self, country: Country) -> str:
        return country_name(country.pk)

    @admin.display(description="regions", ordering="regions_count")
    def regions(self, country: Country) -> int:
        return int(country.regions_count)  # type: ignore[attr-defined]


@admin.register(Region)
class RegionAdmin(ReadOnly):
    list_display = ("id", "name", "code", "country")
    list_display_links = ("id", "name")
    list_filter = ("country",)
    search_fields = ("=id", "name", "code", "=country__id")
    fields = ("id", "country", "code", "name")


@admin.register(CurrencyRate)
class CurrencyRateAdmin(ModelAdmin):
    list_display = ("__str__", "rate")
