"""What holds for every request and every answer."""

from django.core.exceptions import BadRequest


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
