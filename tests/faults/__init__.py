"""Faults the shop has to survive: nothing acknowledged is lost, nothing is half written, and the next call is good."""
