"""The words of the text editor, which its own catalogue lacks or says badly."""

from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

WORDS = {
    # Menu
    "Paragraph": _("Absatz"),
    "paragraph": _("Absatz"),
    "Heading 3": _("Überschrift"),
    "heading 3": _("Überschrift"),
    "Heading 4": _("Zwischenüberschrift"),
    "heading 4": _("Zwischenüberschrift"),
    "unordered list": _("Aufzählung"),
    "ordered list": _("Nummerierte Liste"),
    "List properties": _("Einstellungen der Liste"),
    "blockquote": _("Zitat"),
    "bold": _("Fett"),
    "italic": _("Kursiv"),
    "insert link": _("Link einfügen"),
    "remove link": _("Link entfernen"),
    "undo": _("Rückgängig"),
    "redo": _("Wiederholen"),
    # Tables
    "Insert table": _("Tabelle einfügen"),
    "Insert Table": _("Tabelle einfügen"),
    "Table Properties": _("Tabelle"),
    "Include header row": _("Mit Kopfzeile"),
    "Yes": _("ja"),
    "No": _("nein"),
    "Add column": _("Spalte einfügen"),
    "Delete column": _("Spalte löschen"),
    "Add row": _("Zeile einfügen"),
    "Delete row": _("Zeile löschen"),
    "Merge cells": _("Zellen verbinden"),
    "Split cell": _("Zelle teilen"),
    "Toggle header cell": _("Kopfzelle an oder aus"),
    "Delete table": _("Tabelle löschen"),
    # Dialogs
    "URL": _("Adresse"),
    "Update": _("Übernehmen"),
    "Bullets": _("Punkte"),
    "Uppercase letters": _("Großbuchstaben"),
    "Uppercase Roman numerals": _("Große römische Zahlen"),
    "Start at": _("Beginnen mit"),
    "List type": _("Art der Liste"),
}


class Words(JavaScriptCatalog):
    """The catalogue of the office's scripts."""

    packages = ["django.contrib.admin", "django_prose_editor"]

    def get_catalog(self):
        return super().get_catalog() | {english: str(word) for english, word in WORDS.items()}
