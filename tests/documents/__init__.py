"""The calls of the five founding documents, as they are printed there, against the running demo."""
