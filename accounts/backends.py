"""The account behind a request."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend


class AskedOnce(ModelBackend):
    """Django's own, whose account comes with its person and is asked once where that belongs."""

    def get_user(self, user_id):
        accounts = get_user_model()._default_manager.select_related("person")
        user = accounts.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        # See partners/reader.py.
        user.known = {}
        return user
