"""Documents of a session or of one item, in versions."""

import hashlib
import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.visibility import PublicFace, VisibilityField, open_to
from meetings.models.agenda import AgendaItem, guest_for
from meetings.models.meeting import INTERNAL, Meeting, stands_in
from partners import files
from partners.models.board import member_of, office_boards


def new_token():
    """Return 128 random bits for an address nobody can guess."""
    return secrets.token_urlsafe(16)


def document_path(instance, name):
    return files.random_name("dokumente", name)


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of visible sessions; of an item only if the item may be read."""
        return self.readable_by(user).filter(
            meeting__in=Meeting.objects.visible_to(user).values("pk")
        )

    def readable_by(self, user):
        """Those the user may read once they may see the session."""
        return self.filter(
            Q(agenda_item=None)
            | Q(agenda_item__in=AgendaItem.objects.readable_by(user).values("pk")),
            open_to(
                user,
                members=member_of(user, "meeting__board")
                | stands_in(user, "meeting")
                | guest_for(user, "agenda_item"),
                office=office_boards(user, "meetings.view_document", "meeting__board"),
            ),
        )

    def with_newest(self):
        """Annotate what a page says of the newest version; drop empty documents."""
        newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
        return self.annotate(
            newest_id=Subquery(newest.values("pk")[:1]),
            file_name=Subquery(newest.values("file_name")[:1]),
            size=Subquery(newest.values("size")[:1]),
            pages=Subquery(newest.values("pages")[:1]),
        ).exclude(newest_id=None)


class Document(PublicFace):
    """A paper of a session; its newest version is what readers get."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("Sitzung"), related_name="documents", on_delete=models.CASCADE
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("TOP"),
        related_name="documents",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Leer: zur ganzen Sitzung."),
    )
    title = models.CharField(_("Titel"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    visibility = VisibilityField()
    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=[*INTERNAL, "token"])

    class Meta:
        verbose_name = _("Dokument")
        verbose_name_plural = _("Dokumente")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def public_values(self):
        return (self.meeting_id, self.agenda_item_id, self.title, self.position, self.visibility)

    def clean(self):
        super().clean()
        if self.agenda_item and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("Dieser TOP gehört zu einer anderen Sitzung.")})

    def get_absolute_url(self):
        """Return the address of the newest version; needs `with_newest()`."""
        return reverse("meetings:document-file", args=[self.token, self.file_name])

    @transaction.atomic
    def add_version(self, content, name, pages=None, by=None):
        """
        Store `content`, a checked file, as the newest version.

        The title is taken from the file name where none was given. See
        partners.files.checked_document for the check.
        """
        if not self.title:
            self.title = name.rsplit(".", 1)[0].replace("_", " ")
        content.name = content.name or name
        digest = hashlib.sha256(content.read()).hexdigest()
        content.seek(0)
        # The row is written first: a second writer waits here for its number.
        self.save()
        last = self.versions.aggregate(models.Max("number"))["number__max"] or 0
        version = DocumentVersion(
            document=self,
            number=last + 1,
            file=content,
            file_name=files.shown_name(name),
            sha256=digest,
            size=content.size,
            pages=pages,
            uploaded_by=by,
        )
        version.save_or_leave_nothing()
        return version


class DocumentVersion(PublicFace):
    """One uploaded file; older versions stay, for the office only."""

    document = models.ForeignKey(
        Document, verbose_name=_("Dokument"), related_name="versions", on_delete=models.CASCADE
    )
    number = models.PositiveSmallIntegerField(_("Fassung"))
    file = models.FileField(_("Datei"), upload_to=document_path, max_length=200)
    file_name = models.CharField(_("Dateiname"), max_length=200)
    sha256 = models.CharField(_("Prüfsumme"), max_length=64)
    size = models.PositiveIntegerField(_("Größe in Bytes"))
    pages = models.PositiveIntegerField(_("Seiten"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("hochgeladen am"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("hochgeladen von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("Fassung")
        verbose_name_plural = _("Fassungen")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="document_version_once",
                violation_error_message=_("Diese Fassung gibt es schon."),
            )
        ]

    def __str__(self):
        return f"Fassung {self.number}"

    def public_values(self):
        return (self.document_id, self.number, self.sha256, self.file_name)

    def save_or_leave_nothing(self):
        """Save row and file; remove the file again if the row is refused."""
        try:
            self.save()
        except Exception:
            if self.file._committed:
                self.file.storage.delete(self.file.name)
            raise
