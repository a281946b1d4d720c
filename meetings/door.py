"""
The two doors to a member's pages: signed in (`/mein/`), or by personal link (`/l/…/`).

Behind both stand the same views. A door knows who came in, what they may read,
and how addresses continue, so that no page leads from one door to the other.
Private notes alone are for who signed in, as a link may be passed on.
"""

from functools import cached_property, wraps

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.debug import sensitive_variables

from accounts.policy import declare, public, signed_in, unversioned
from accounts.throttle import WrongTokenError
from meetings.entitlement import Act, may
from meetings.models import Minutes
from meetings.models.afterwards import kept_by
from partners.reader import Reader, on_board, person_of
from post.models import PersonalLink

SECRET_HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


class Door:
    """Who came in, and where the pages behind this door are."""

    # False only behind the link of somebody whose part has ended: some pages are left.
    takes_part = True

    def __init__(self, person, reader, token=None, link=None):
        self.person, self.reader, self.token, self.link = person, reader, token, link

    @property
    def is_link(self):
        return self.token is not None

    @property
    def board_id(self):
        """The only board behind the door, or None: all of the person's boards."""
        return self.link and self.link.board_id

    def url(self, name, *args):
        """Return the address of the page `name` behind the same door; "app:name" of another app."""
        app, page = name.split(":") if ":" in name else ("meetings", name)
        if self.is_link:
            return reverse(f"{app}:link-{page}", args=[self.token, *args])
        return reverse(f"{app}:my-{page}", args=args)

    @cached_property
    def reports(self):
        """Tell whether the person is asked for reports on projects."""
        return reports_still(self.reader)

    @cached_property
    def only_reports(self):
        """Tell whether that is all: then nothing of the board is theirs to see."""
        return self.reports and not takes_part_still(self.reader)

    def file_url(self, document):
        """Return the address of a document's newest version; needs `with_newest()`."""
        if self.is_link:
            return self.url("document", document.token, document.file_name)
        return document.get_absolute_url()

    def note_use(self):
        """Remember that the link was used; called by acts only, never by a GET."""
        if self.link and not self.link.used_at:
            self.link.used_at = timezone.now()
            self.link.save(update_fields=["used_at"])


def takes_part_still(reader) -> bool:
    """Tell whether pages of a board or a session are open to the reader today."""
    return bool(may(reader, Act.ENTER))


def reports_still(reader) -> bool:
    """A report was asked of the person, and the session is not held yet; no mandate needed."""
    asked = reader.person.report_requests.open()
    return asked.filter(on_board(reader, "round__meeting__board")).exists()


def kept_minutes(reader):
    """Return the minutes of sessions at which the person spoke for a seat, while they last."""
    return Minutes.objects.filter(kept_by(reader), state__in=Minutes.RELEASED)


def for_former(view):
    """Open the page behind a link for those, too, whose mandate has ended since the session."""
    return declare(view, is_for_former=True)


def for_reporters(view):
    """Open the page behind a link for those, too, who have to do with reports alone."""
    return declare(view, is_for_reporters=True)


def is_left_open(view, reader) -> bool:
    """Tell whether the page is open to the reader, who takes part in nothing any more."""
    if getattr(view, "is_for_former", False) and kept_minutes(reader).exists():
        return True
    return getattr(view, "is_for_reporters", False) and reports_still(reader)


def keep_secret(response):
    """Let no cache, search engine or linked site learn an address with a token."""
    for name, value in SECRET_HEADERS.items():
        response[name] = value
    patch_cache_control(response, private=True, no_store=True)
    return response


def by_link(view):
    """Open `view(request, door, …)` for the person of the link in the address, or answer 404."""

    @sensitive_variables("token")
    @wraps(view)
    def inner(request, token, *args, **kwargs):
        link = PersonalLink.objects.find(token, PersonalLink.Purpose.PERSONAL)
        if link is None:
            raise WrongTokenError
        reader = Reader(link.person, link.board_id)
        takes_part = takes_part_still(reader)
        if not (takes_part or is_left_open(view, reader)):
            raise Http404
        door = Door(link.person, reader, token, link)
        door.takes_part = takes_part
        return keep_secret(view(request, door, *args, **kwargs))

    return declare(unversioned(public(inner)), has_secret_address=True)


def by_login(view):
    """Open `view(request, door, …)` for the person behind the account."""

    @wraps(view)
    def inner(request, *args, **kwargs):
        response = view(request, Door(person_of(request.user), request.user), *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    return declare(signed_in(inner), is_versioned=False)
