"""One number that moves whenever something moves that processes keep in memory."""

from __future__ import annotations

from django.db import models


class Revision(models.Model):
    """The only row there is. Triggers of the database move it (`revisions.triggers`), so that no way of writing is left
    out: bulk statements, other programs, somebody with a console.

    Each number is drawn at random: one that a rolled back transaction has seen never comes back with other data.
    """

    ONLY = 1

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
