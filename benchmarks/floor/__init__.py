"""For comparison only: the least a Python program can do for a customer's own account, without any framework."""
