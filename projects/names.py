"""Partners and topics beside projects, as far as the reader may see them; in one query."""

from collections import defaultdict

from django.db.models import CharField, Value

from advice.models import Topic
from partners.models import Organisation

REPORTER, PARTNER, TOPIC = "1", "2", "3"


def put_on(projects, of, user):
    """
    Give each project `organisations`, who reports first, and `tags`: (name, slug) pairs.

    `of` is the set in which the projects are found.
    """
    found = names_beside(of, user)
    for one in projects:
        beside = found[one.pk]
        named = [*beside[REPORTER], *beside[PARTNER]]
        one.organisations = list(dict.fromkeys(named))
        one.tags = beside[TOPIC]
    return projects


def names_beside(projects, user):
    keys = projects.order_by().values("pk")
    organisations = Organisation.objects.visible_to(user)
    topics = Topic.objects.visible_to(user)
    rows = (
        pairs(organisations, "reported_projects", keys, REPORTER, "name")
        .union(pairs(organisations, "projects", keys, PARTNER, "name"), all=True)
        .union(pairs(topics, "projects", keys, TOPIC, "title"), all=True)
    )
    found = defaultdict(lambda: defaultdict(list))
    for key, kind, name, slug in sorted(rows, key=lambda row: (row[1], row[2])):
        found[key][kind].append((name, slug))
    return found


def pairs(rows, path, keys, kind, name):
    """Return (project, kind, name, slug) for each of `rows` that belongs to one of `keys`."""
    marked = rows.filter(**{f"{path}__in": keys}).order_by()
    return marked.annotate(of=Value(kind, CharField())).values_list(path, "of", name, "slug")
