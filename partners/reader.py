"""
Who reads: an account, a person behind a link or a mail, or a kind of reader.

Whoever reads one page or one mail is asked once where they belong (`known`);
all conditions of `visible_to()` then compare keys, and no database plans the
same nested question for each of them.
"""

from django.db.models import Q

from accounts.visibility import NOTHING


class Reader:
    """
    Stands where `visible_to()` expects a user.

    It has what the person's mandates give today, nothing of the office; with
    `board_id` only what they give on that board.
    """

    is_authenticated = True
    is_active = True
    is_staff = is_superuser = False
    pk = None

    def __init__(self, person, board_id=None):
        self.person, self.board_id = person, board_id
        self.known = {}

    def has_perm(self, permission):
        return False


class Anybody(Reader):
    """
    Stands for all readers of one kind, whoever they are, and has nothing of one alone.

    Of the members of a board, or of an office that may read everything.
    """

    def __init__(self, board_id=None, *, is_office=False):
        super().__init__(None, board_id)
        self.is_staff = self.is_superuser = is_office

    def has_perm(self, permission):
        return self.is_superuser


def once(user, name: str, read):
    """
    Return what `read` finds out about the user.

    It is kept under `name` with those who are there for one request or mail alone:
    readers, and the account of a request (accounts/backends.py).
    """
    known = getattr(user, "known", None)
    if known is None:
        return read()
    if name not in known:
        known[name] = read()
    return known[name]


def ask_anew(user):
    """Forget what is known of the user, after an act that may have changed it."""
    if known := getattr(user, "known", None):
        known.clear()


def is_person(user, path: str) -> Q:
    """Return the rows whose person, found at `path`, is the user or reader."""
    if isinstance(user, Anybody):
        return NOTHING
    if isinstance(user, Reader):
        return Q(**{path: user.person.pk})
    return Q(**{f"{path}__user": user.pk})


def on_board(user, path: str) -> Q:
    """Return the rows whose board, found at `path`, is the one the reader is bound to, if any."""
    board_id = getattr(user, "board_id", None)
    return Q(**{path: board_id}) if board_id else Q()


def person_of(user):
    """Return the person behind a user or reader, or None."""
    return getattr(user, "person", None)
