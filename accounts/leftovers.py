"""What signing in leaves behind, and nobody needs any more."""

from importlib import import_module

from django.conf import settings
from django.utils import timezone

from accounts.models import Attempt, SignInCode
from accounts.throttle import WINDOW


def clear():
    """Delete sessions and codes that ran out, and tries that count no more."""
    now = timezone.now()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    SignInCode.objects.filter(expires_at__lte=now).delete()
    Attempt.objects.filter(made_at__lte=now - WINDOW).delete()
