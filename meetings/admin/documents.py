"""Documents: uploaded inside the session's form, with versions by themselves."""

import hashlib
from functools import partial

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import Rows
from meetings.admin.ordered import OrderedCards, OrderedForm
from meetings.models import Document, DocumentVersion, Meeting
from meetings.novelties import marked
from meetings.views.documents import download
from partners.admin.scope import Scoped, ScopedAdmin
from partners.files import CONTENT_TYPES, checked_document

FORMATS = ",".join(CONTENT_TYPES)


class DocumentForm(OrderedForm):
    """A document whose file is checked before anything is stored."""

    uploader = None
    upload = forms.FileField(
        label=_("Datei"),
        required=False,
        widget=forms.FileInput(attrs={"accept": FORMATS}),
        help_text=_("PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG oder JPG, höchstens 25 MB."),
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload:
            self.content, self.pages = checked_document(upload)
        return upload

    def clean(self):
        data = super().clean()
        upload = data.get("upload")
        if not upload and not self.instance.pk and "upload" not in self.errors:
            self.add_error("upload", _("Bitte wählen Sie eine Datei."))
        if upload and not data.get("title"):
            data["title"] = upload.name.rsplit(".", 1)[0].replace("_", " ")[:200]
        if upload and not self.instance.pk and self.is_there(data):
            self.add_error("upload", _("Dieses Dokument gibt es in der Sitzung schon."))
        return data

    def is_there(self, data):
        """Tell whether the meeting has the same file with the same title, from a second click."""
        meeting = data.get("meeting")
        if meeting is None or meeting.pk is None:
            return False
        # The second of two at once waits here until the first is stored.
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        digest = hashlib.sha256(self.content.read()).hexdigest()
        self.content.seek(0)
        same = DocumentVersion.objects.filter(document__meeting=meeting, sha256=digest)
        return same.filter(document__title=data["title"]).exists()

    def _save_m2m(self):
        super()._save_m2m()
        if upload := self.cleaned_data.get("upload"):
            self.instance._change_reason = str(_("Datei hochgeladen: %s") % upload.name)[:100]
            self.instance.add_version(
                self.content, self.content.name or upload.name, self.pages, self.uploader
            )


class Uploads:
    """Offer the meeting's own items, and note who uploads."""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.uploader = request.user
        if field := formset.form.base_fields.get("agenda_item"):
            field.queryset = field.queryset.filter(meeting=obj)
            field.widget.can_add_related = field.widget.can_change_related = False
        return formset


class DocumentCards(Uploads, Scoped, OrderedCards):
    model = Document
    form = DocumentForm
    board_path = "meeting__board"
    show_change_link = True
    readonly_fields = ("newest",)
    fieldsets = (
        (
            None,
            {"fields": ("newest", ("upload", "title"), ("agenda_item", "visibility"), "position")},
        ),
    )

    class Media:
        js = ("js/upload.js",)

    def get_queryset(self, request):
        return marked(super().get_queryset(request))

    @admin.display(description=_("Aktuelle Fassung"))
    def newest(self, document):
        return format_html("{} {}", newest_link(document), novelty(document))


class VersionRows(Scoped, Rows):
    """What was uploaded when and by whom; nothing of it changes."""

    model = DocumentVersion
    board_path = "document__meeting__board"
    fields = readonly_fields = ("number", "link", "weight", "pages", "uploaded_at", "uploaded_by")
    can_delete = False

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("Datei"))
    def link(self, version):
        return version_link(version)

    @admin.display(description=_("Größe"))
    def weight(self, version):
        return filesizeformat(version.size)


def novelty(document):
    """Say of a card that the paper came after people were last sent the papers."""
    if getattr(document, "is_tabled", False):
        return format_html('<span class="novelty">{}</span>', _("Tischvorlage"))
    if getattr(document, "is_new", False):
        return format_html('<span class="novelty">{}</span>', _("neu seit Versand"))
    return ""


def newest_link(document):
    version = document.versions.first() if document.pk else None
    return version_link(version) if version else "–"


def version_link(version):
    address = reverse("admin:meetings_document_version", args=[version.document_id, version.number])
    return format_html('<a href="{}">{}</a>', address, version.file_name)


class FileKeeper:
    """Deleting documents, or a session with documents, removes their files too."""

    def versions_of(self, queryset):
        raise NotImplementedError

    def delete_queryset(self, request, queryset):
        files = [one.file for one in self.versions_of(queryset)]
        super().delete_queryset(request, queryset)
        remove_after_commit(files)

    def delete_model(self, request, obj):
        files = [one.file for one in self.versions_of([obj])]
        super().delete_model(request, obj)
        remove_after_commit(files)


def remove_after_commit(files):
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name))


@admin.register(Document)
class DocumentOffice(FileKeeper, ScopedAdmin):
    """A document with all its versions."""

    form = DocumentForm
    board_path = "meeting__board"
    fixed = ("meeting",)
    list_display = ("title", "meeting", "agenda_item", "visibility", "newest")
    list_select_related = ("meeting", "agenda_item")
    list_filter = ("visibility", ("meeting", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "meeting__slug", "versions__file_name")
    autocomplete_fields = ("meeting", "agenda_item")
    fields = (("meeting", "agenda_item"), "title", "visibility", "upload")
    inlines = (VersionRows,)
    export_columns = ("meeting", "agenda_item", "title", "visibility")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.uploader = request.user
        return form

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def versions_of(self, queryset):
        return list(DocumentVersion.objects.filter(document__in=queryset))

    def get_urls(self):
        view = self.admin_site.admin_view(self.version_view)
        address = path("<int:pk>/fassung/<int:number>/", view, name="meetings_document_version")
        return [address, *super().get_urls()]

    def version_view(self, request, pk, number):
        """Hand out any version, also those no page shows any more."""
        document = self.get_object(request, str(pk))
        if document is None or not self.has_view_permission(request, document):
            raise Http404
        version = document.versions.filter(number=number).first()
        if version is None:
            raise Http404
        return download(version)

    @admin.display(description=_("Aktuelle Fassung"))
    def newest(self, document):
        return newest_link(document)

    def view_on_site(self, document):
        shown = Document.objects.with_newest().filter(pk=document.pk).first()
        return shown and shown.get_absolute_url()
