"""One look through the gate: the page as it would be, what speaks against it, a mark of both."""

import hashlib
from dataclasses import dataclass

from django.http import HttpResponse

from gremium.gate.checks import Findings, findings
from gremium.gate.preview import as_published


@dataclass(frozen=True)
class Look:
    """What the office sees before it publishes; `mark` changes with all that it has seen."""

    response: HttpResponse | None
    found: Findings
    mark: str

    @property
    def has_page(self):
        return self.response is not None and self.response.status_code == 200


def look(kind, obj, request) -> Look:
    """Make the page with `obj` on it and read it; `obj` itself stays as it is."""
    # Made anew: what the act changed on it must not show beside.
    response, refused = as_published(kind, kind.model.objects.get(pk=obj.pk), request)
    found = findings(obj, response, refused)
    html = response.content.decode() if response else ""
    seen = [html.replace(str(request.csp_nonce), ""), *found.obstacles, *found.warnings]
    return Look(response, found, hashlib.sha256("\0".join(map(str, seen)).encode()).hexdigest())
