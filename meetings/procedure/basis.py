"""Where a rule comes from."""

from django.utils.translation import gettext as _

from partners.models import Rules


def basis_of(rules: Rules) -> str:
    """Return which version of the rules of procedure an answer rests on."""
    if rules.pk is None:
        return _("übliche Regel; für das Gremium ist keine Geschäftsordnung hinterlegt")
    return _("Geschäftsordnung vom %s") % f"{rules.valid_from:%d.%m.%Y}"
