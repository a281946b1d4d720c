"""A weighing behind both doors: five points a seat while it runs, then the result."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.policy import post_only, read_only
from advice import points
from advice import weighing as weighings
from advice.forms.topics import PointsForm
from advice.models import Topic, Weighing, Weight
from advice.ranking import ranking
from meetings.views.person import with_person


def opened(door):
    """Return the weighings the reader may know of."""
    found = Weighing.objects.visible_to(door.reader).filter(opened_at__isnull=False)
    return found.select_related("board")


@read_only
@with_person
def weighing_page(request, door, pk):
    return show(request, door, get_object_or_404(opened(door), pk=pk))


@post_only
@with_person
def give_points(request, door, pk):
    one = get_object_or_404(opened(door), pk=pk)
    place = place_asked(request, one, door.person)
    if place is None:
        messages.error(request, _("Für diesen Sitz können Sie keine Punkte vergeben."))
        return show(request, door, one, status=409)
    form = PointsForm(request.POST, topics=topics_of(door, one), seat=place.seat.pk)
    if not form.is_valid():
        return show(request, door, one, refused=form, status=422)
    try:
        points.give(one, door.person, place.seat.pk, form.points)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        one.refresh_from_db(fields=["closed_at"])
        return show(request, door, one, refused=form, status=409)
    door.note_use()
    messages.success(request, _("Ihre Punkte sind vermerkt. Bis zum Ende können Sie sie ändern."))
    return redirect(door.url("advice:weighing", one.pk))


def place_asked(request, one, person):
    """Return the person's place that the form names, or None."""
    wanted = request.POST.get("seat", "")
    places = weighings.places_of(one, person)
    return next((place for place in places if str(place.seat.pk) == wanted), None)


def show(request, door, one, refused=None, status=200):
    seen = topics_of(door, one)
    ranks = [rank for rank in ranking(one) if rank.topic in seen]
    context = {
        "door": door,
        "place": "topics",
        "weighing": one,
        "places": filled(door, one, seen, refused) if one.is_running else [],
        "ranks": with_addresses(ranks, seen),
        "turnout": weighings.turnout(one),
    }
    return render(request, "advice/my/weighing.html", context, status=status)


def topics_of(door, one):
    """Return the topics to weigh that the reader may see, each with its address."""
    topics = list(Topic.objects.visible_to(door.reader).filter(weighings=one))
    for topic in topics:
        topic.address = door.url("advice:topic", topic.slug)
    return topics


def with_addresses(ranks, seen):
    addresses = {topic.pk: topic.address for topic in seen}
    for rank in ranks:
        rank.topic.address = addresses[rank.topic.pk]
    return ranks


def filled(door, one, topics, refused=None):
    """Return the person's places, each with the points that stand and the form to change them."""
    found = []
    for place in weighings.places_of(one, door.person):
        rows = list(one.weights.filter(seat=place.seat).select_related("person"))
        is_locked = not place.is_member and any(row.by == Weight.By.MEMBER for row in rows)
        given = {f"thema-{row.topic_id}": row.points for row in rows}
        form = PointsForm(initial=given, topics=topics, seat=place.seat.pk)
        if refused and refused.seat == form.seat:
            form = refused
        found.append(
            {
                "place": place,
                "last": rows[0] if rows else None,
                "form": form,
                "is_locked": is_locked,
            }
        )
    return found
