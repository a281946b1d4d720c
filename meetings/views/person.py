"""Pages about a person need one: an account of the office may have none."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render


def with_person(view):
    """Open `view` for the person behind the door; an account without one gets an explanation."""

    @wraps(view)
    def inner(request, door, *args, **kwargs):
        if door.person:
            return view(request, door, *args, **kwargs)
        if request.method not in {"GET", "HEAD"}:
            raise Http404
        return render(request, "meetings/my/no_person.html")

    return inner
