"""Attributes a merchant defines for customers and their addresses, and the options of those that offer a choice."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower


class Labeled(models.Model):
    """What has a label of its own in some store views, and its default label everywhere else."""

    store_labels = models.JSONField(
        "labels by store view", default=dict, blank=True, help_text="Labels by the id of a store view, as text."
    )

    class Meta:
        abstract = True

    def label_in(self, store_id: int | None) -> str:
        """What it is called in a store view; its default label where it has none, and for no store view."""
        default: str = self.label  # type: ignore[attr-defined]
        return str(self.store_labels.get(str(store_id)) or default)


class Attribute(Labeled):
    """A custom attribute. Its values stand in the `custom_values` column of their owner, by code."""

    class Entity(models.TextChoices):
        CUSTOMER = "customer", "Customer"
        ADDRESS = "customer_address", "Customer Address"

    class Input(models.TextChoices):
        TEXT = "text", "Text Field"
        TEXTAREA = "textarea", "Text Area"
        MULTILINE = "multiline", "Multiple Line"
        DATE = "date", "Date"
        SELECT = "select", "Dropdown"
        MULTISELECT = "multiselect", "Multiple Select"
        BOOLEAN = "boolean", "Yes/No"

    class Filter(models.TextChoices):
        NONE = "", "None"
        DATE = "date", "Normalize Date"
        TRIM = "trim", "Trim Spaces"
        STRIPTAGS = "striptags", "Strip HTML Tags"
        ESCAPEHTML = "escapehtml", "Escape HTML Entities"

    entity_type = models.CharField("belongs to", max_length=16, choices=Entity.choices)
    code = models.CharField(
        "attribute code",
        max_length=60,
        help_text="What clients of both APIs call it: letters, digits and underscores, a letter first. It stays.",
    )
    label = models.CharField("default label", max_length=255)
    input_type = models.CharField(max_length=16, choices=Input.choices, default=Input.TEXT)
    is_required = models.BooleanField("values required", default=False)
    default_value = models.TextField(blank=True)
    multiline_count = models.PositiveSmallIntegerField(
        "lines count", default=1, help_text="For Multiple Line: 1 to 20."
    )
    sort_order = models.PositiveIntegerField(default=0)
    forms = models.JSONField(
        "forms to use in", default=list, blank=True, help_text="Codes of the forms that show it; see forms.py."
    )
    is_visible = models.BooleanField(
        "shown to customers", default=True, help_text="No keeps it out of every form of a storefront."
    )
    is_unique = models.BooleanField("unique value", default=False, help_text="Yes lets no two owners have one value.")
    input_filter = models.CharField(
        "input filter",
        max_length=16,
        choices=Filter.choices,
        default=Filter.NONE,
        blank=True,
        help_text="What is done to a text before it is kept. Entities are escaped where it is shown.",
    )
    validate_rules = models.JSONField(
        "validation rules", default=dict, blank=True, help_text="Rules by name; see rules.py."
    )
    frontend_class = models.CharField(
        "CSS class", max_length=255, blank=True, help_text="For storefronts that lay out a form by it."
    )
    note = models.CharField(max_length=255, blank=True, help_text="Shown to customers beside the field.")

    class Meta:
        ordering = ["entity_type", "sort_order", "id"]
        constraints = [models.UniqueConstraint("entity_type", Lower("code"), name="one_attribute_per_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def offers_options(self) -> bool:
        return self.input_type in (self.Input.SELECT, self.Input.MULTISELECT)


class AttributeOption(Labeled):
    """One of the values a Dropdown or Multiple Select offers; clients send and get its id."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="options")
    label = models.CharField(max_length=255)
    sort_order = models.PositiveIntegerField(default=0)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.label
