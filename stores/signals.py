"""What this app has to tell apps above it."""

from django.dispatch import Signal

store_deleted = Signal()
"""Sent inside the transaction that deletes a store view, with its `store_id`."""
