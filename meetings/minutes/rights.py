"""
What an office account reads of minutes: of each kind only what it may read elsewhere, too.

Who was there, what was found and noted are the minutes themselves; resolutions, advice, tasks,
papers and stations have rights of their own, and so have their wording and titles here.
"""

from accounts.visibility import Visibility

KINDS = {
    "resolutions": "meetings.view_resolution",
    "advice": "advice.view_advice",
    "tasks": "meetings.view_task",
    "demonstrations": "projects.view_demonstration",
}
PAPERS = "meetings.view_document"


def has_all(user) -> bool:
    return user.has_perms([*KINDS.values(), PAPERS])


def as_far_as(user, content: dict) -> dict:
    """Return `content` without the kinds that `user` may not read."""
    hidden = [name for name, right in KINDS.items() if not user.has_perm(right)]
    content = content | {
        "items": [without(hidden, item) for item in content["items"]],
        "circulars": [] if "resolutions" in hidden else content["circulars"],
    }
    if not user.has_perm(PAPERS):
        content["attachments"] = [paper for paper in content["attachments"] if is_public(paper)]
    return content


def without(names, item: dict) -> dict:
    return item | {name: [] for name in names if name in item}


def is_public(paper) -> bool:
    return paper["visibility"] == paper["item"] == Visibility.PUBLIC
