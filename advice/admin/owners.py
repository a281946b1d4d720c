"""Who in the office is in charge of a piece of advice: somebody who works there today."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.admin.forms import OfficeForm
from advice.models import Advice


class AdviceForm(OfficeForm):
    """Offer who works in the office; who was in charge so far stays until another one is chosen."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("owner")
        if field and not field.disabled:
            so_far = Advice.objects.filter(pk=self.instance.pk).values("owner")
            works = Q(is_active=True, is_staff=True)
            field.queryset = field.queryset.filter(works | Q(pk__in=so_far))
            field.label_from_instance = name_of


def name_of(owner) -> str:
    """Return the name, and that nobody is behind it any more."""
    if owner.is_active and owner.is_staff:
        return str(owner)
    return _("%s (nicht mehr in der Geschäftsstelle)") % owner
