"""What this app has to tell apps above it."""

from django.dispatch import Signal

customer_created = Signal()
"""Sent inside the transaction that opens an account, with `customer`."""
