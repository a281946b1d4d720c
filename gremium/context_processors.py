from django.conf import settings

from gremium.freshness import centre_of


def site(request):
    """What every page shows: the centre's names, notice and footer."""
    return {"centre": centre_of(request), "site_url": settings.SITE_URL}
