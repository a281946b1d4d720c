"""What the office has to look at: reports nobody was asked for, and reports that are late."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.partner_pages import partner_pages

# So long before the deadline partners should know of it.
NOTICE = dt.timedelta(days=21)


def words(round_, today):
    """Yield what is due; nothing for a session that is held or cancelled."""
    if round_.is_over:
        return
    if round_.opened_at is None:
        if today >= round_.due_on - NOTICE:
            yield _("Die Berichte sind noch nicht angefragt.")
        return
    missing = missing_partners(round_) if today > round_.due_on else []
    if missing:
        text = ngettext(
            "%(count)d Partner hat noch nicht berichtet: %(names)s.",
            "%(count)d Partner haben noch nicht berichtet: %(names)s.",
            len(missing),
        )
        yield text % {"count": len(missing), "names": ", ".join(missing)}


def missing_partners(round_) -> list[str]:
    """Return the short names of partners with a project on which nothing is handed in."""
    pages = partner_pages(round_, shows_all=True)
    return [one.organisation.short_name for one in pages if one.entries and one.is_incomplete]
