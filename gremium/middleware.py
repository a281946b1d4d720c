"""What holds for every request and every answer."""

import re
from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.utils.functional import SimpleLazyObject

from accounts import second_factor, throttle
from accounts.untouched import plain_ends
from meetings.door import keep_secret

SECRET_ADDRESS = re.compile(r"/+(l|kalender|rueckmeldung)/", re.IGNORECASE)


class SecretAddresses:
    """
    Let nobody learn a personal address, whatever answers there.

    By path, and before all others: errors and redirects are made by many.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return keep_secret(response) if SECRET_ADDRESS.match(request.path_info) else response


class WrongTokens:
    """
    Answer 429 to who tries many addresses with wrong tokens.

    Counted where a token turns out to be wrong, so a right one opens as ever,
    also from a network that is held back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, throttle.WrongTokenError):
            return None
        seconds = throttle.seconds_to_wait(request, throttle.TOKENS, throttle.TOKEN_LIMIT)
        return throttle.refuse(request, seconds, is_token=True) if seconds else None


class GuardInput:
    """
    Refuse NUL in path or query, drop cookies that carry one.

    No page needs one, and PostgreSQL cannot store or compare it: without this
    guard a lookup would end as an error of ours instead of theirs.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        request.COOKIES = {
            name: value for name, value in request.COOKIES.items() if "\0" not in value
        }
        return self.get_response(request)


class PlainLineEnds:
    """
    Let posted text end its lines as it is stored.

    Browsers send CRLF whatever they were given; a text that nobody touched
    would count as changed, and blank lines would not part paragraphs.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not any("\r" in text for _name, texts in request.POST.lists() for text in texts):
            return
        data = request.POST.copy()
        for name, texts in data.lists():
            data.setlist(name, [plain_ends(text) for text in texts])
        data._mutable = False
        request.POST = data


class SecurityHeaders:
    """Headers that neither Django nor django-csp sets."""

    HEADERS = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class OriginBehindLinks:
    """
    Let forms through that browsers send with „Origin: null“ from behind a personal link.

    They do so because these pages send no referrer. What Django reads from the
    origin, that no foreign page sends the form, holds anyway: none knows the
    address. The form's token is checked as ever.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        has_secret_address = getattr(view, "has_secret_address", False)
        if has_secret_address and request.META.get("HTTP_ORIGIN") == "null":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"


class OfficeBehindSecondFactor:
    """
    Show an account of the office as a visitor until its session has shown a second factor.

    So no page, file or calendar has to think of it; only the way in looks at
    the account itself (accounts.policy.before_second_factor).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "is_before_second_factor", False):
            # Lazy: a page that asks for nobody reads no session.
            request.user = SimpleLazyObject(partial(reader_of, request, request.user))


def reader_of(request, user):
    return AnonymousUser() if second_factor.is_held_back(request, user) else user
