"""The page as a visitor would get it: made by the real view, then everything is rolled back."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve

MACHINE = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "REMOTE_ADDR", "wsgi.url_scheme")


def as_published(kind, obj, request):
    """
    Return the public page with `obj` on it, as if it were published, and why it cannot be.

    The page is None where there is none. Nothing of it stays: the act runs in
    a transaction that is rolled back.
    """
    with transaction.atomic():
        try:
            if not kind.is_public(obj):
                kind.show(obj, request.user)
            return visit(kind.page(obj), request), []
        except Http404:
            return None, []
        except ValidationError as error:
            return None, list(error.messages)
        finally:
            transaction.set_rollback(True)


def visit(address, request):
    """Return the rendered answer that a visitor gets at `address`."""
    path, _sign, query = address.partition("#")[0].partition("?")
    visitor = HttpRequest()
    visitor.method = "GET"
    visitor.META = {name: request.META[name] for name in MACHINE if name in request.META}
    visitor.META["QUERY_STRING"] = query
    visitor.path = visitor.path_info = path
    visitor.GET = QueryDict(query)
    visitor.user = AnonymousUser()
    visitor.csp_nonce = request.csp_nonce
    visitor.resolver_match = match = resolve(path)
    response = match.func(visitor, *match.args, **match.kwargs)
    return response.render() if hasattr(response, "render") else response
