"""
A mail's HTML in a frame of the office, without a hole in its security policy.

Mail programs want styles written on the elements; the policy of our pages
forbids exactly that. So each style becomes a class, and all of them stand in
one element with the nonce of the answer.
"""

import re

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.utils.html import escape
from django.views.decorators.clickjacking import xframe_options_sameorigin

STYLE = re.compile(r'(?: class="([^"]*)")? style="([^"]*)"')
SHEET = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL)
POLICY = {
    "default-src": [NONE],
    "script-src": [NONE],
    "img-src": [NONE],
    "connect-src": [NONE],
    "font-src": [NONE],
    "manifest-src": [NONE],
    "form-action": [NONE],
    "style-src": [NONCE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def framed(html, nonce) -> str:
    """
    Return the mail as a page of its own; its links open in new windows.

    What people wrote cannot be taken for a style: in it every quote is escaped.
    """
    rules, classes = [], {}

    def as_class(match):
        own, style = match.groups()
        name = classes.setdefault(style, f"m{len(classes)}")
        return f' class="{own} {name}"' if own else f' class="{name}"'

    body = STYLE.sub(as_class, SHEET.sub("", html))
    rules += [f".{name} {{ {style} }}" for style, name in classes.items()]
    rules += SHEET.findall(html)
    head = f'<base target="_blank"><style nonce="{escape(nonce)}">{" ".join(rules)}</style></head>'
    return body.replace("</head>", head, 1)


@xframe_options_sameorigin
@csp_replace(POLICY)
def frame(request, html):
    """Answer with the mail's HTML for a sandboxed frame."""
    return HttpResponse(framed(html, request.csp_nonce))
