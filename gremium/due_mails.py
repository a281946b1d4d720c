"""What today's list says of mails that did not get through."""

import datetime as dt

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from post.models import Mail

PATIENCE = dt.timedelta(hours=1)


def mail_lines(mails, line, address):
    """
    Yield a `line` for `mails` that failed, and for those that wait too long.

    `address` makes the link to the list narrowed to one state.
    """
    late = Q(state=Mail.State.QUEUED, queued_at__lt=timezone.now() - PATIENCE)
    counts = mails.order_by().aggregate(
        failed=Count("pk", filter=Q(state=Mail.State.FAILED, is_superseded=False)),
        late=Count("pk", filter=late),
    )
    if count := counts["failed"]:
        text = ngettext("%d Mail ist nicht zustellbar", "%d Mails sind nicht zustellbar", count)
        yield line(text % count, address(Mail.State.FAILED), _("ansehen"))
    if count := counts["late"]:
        yield line(why_late(count), address(Mail.State.QUEUED), _("ansehen"))


def why_late(count):
    if settings.HAS_MAIL_SERVER or settings.MAIL_IS_SHOWN:
        text = ngettext(
            "%d Mail wartet seit über einer Stunde auf den Versand",
            "%d Mails warten seit über einer Stunde auf den Versand",
            count,
        )
    else:
        text = ngettext(
            "%d Mail wartet: Es ist kein Mailserver eingerichtet",
            "%d Mails warten: Es ist kein Mailserver eingerichtet",
            count,
        )
    return text % count
