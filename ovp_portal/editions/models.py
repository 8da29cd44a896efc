from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EditionQuerySet(models.QuerySet):
    def of(self, address: str) -> Self:
        """Every edition of a paper, newest first."""
        return self.filter(address=address).order_by("-major", "-minor")


class Edition(models.Model):
    """What was published, frozen. A change is a new edition; no foreign key leads upward.

    `address` is the paper's own address below the site's root, the same for all its editions.
    `payload` is canonical JSON, byte for byte what the checksum was taken of.
    """

    address = models.CharField(max_length=200)
    major = models.PositiveSmallIntegerField(default=1)
    minor = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=500)
    published_at = models.DateTimeField(db_index=True)
    published_by = models.CharField(_("published by"), max_length=300)
    payload = models.TextField()
    checksum = models.CharField(max_length=64)
    change_note = models.TextField(_("what was changed, and why"), blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "major", "minor"], name="one_edition_a_number"),
            models.CheckConstraint(
                condition=Q(major=1, minor=0) | ~Q(change_note=""),
                name="a_later_edition_says_what_changed",
                violation_error_message=_("Say what was changed, and why."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="an_edition_is_fixed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.title}, {self.number}"

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"


class EditionPage(models.Model):
    """The rendered page of an edition in one language of the interface, frozen with it."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="pages")
    language = models.CharField(max_length=10)
    html = models.TextField()
    checksum = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "language"], name="one_page_a_language")]
        triggers = [pgtrigger.Protect(name="an_edition_page_is_fixed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.edition} ({self.language})"


class EditionFile(models.Model):
    """An edition as a file, in one language: made of the frozen page when it is first asked for, then kept.

    Who fetches it next year gets the same bytes, whatever the portal's typesetter has become.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    language = models.CharField(max_length=10)
    format = models.CharField(max_length=10)
    content = models.BinaryField()
    checksum = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language", "format"], name="one_file_a_language_and_format")
        ]
        triggers = [pgtrigger.Protect(name="an_edition_file_is_fixed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.edition} ({self.language}, {self.format})"
