"""What follows when an account's password or second factor changes."""

from allauth.account.adapter import get_adapter


def changed(user, what):
    """
    Sign the account out everywhere and tell its owner by mail what changed.

    Call it in the transaction of the change. The session that asked for it is
    kept by update_session_auth_hash().
    """
    user.end_sessions()
    get_adapter().tell(user, what)
