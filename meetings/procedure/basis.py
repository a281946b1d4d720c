"""Where a rule comes from, and whether it holds."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from partners.models import Rules


@dataclass(frozen=True)
class Verdict:
    """Whether something holds, and why."""

    holds: bool
    text: str


def basis_of(rules: Rules) -> str:
    """Return which version of the rules of procedure an answer rests on."""
    if rules.pk is None:
        return _("übliche Regel; für das Gremium ist keine Geschäftsordnung hinterlegt")
    return _("Geschäftsordnung vom %s") % f"{rules.valid_from:%d.%m.%Y}"


def resting_on(rules: Rules, sentence: str) -> str:
    """Return `sentence`, which ends with its full stop, with the rule it rests on before that."""
    return f"{sentence.removesuffix('.')} ({basis_of(rules)})."
