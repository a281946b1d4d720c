"""What leaves the house: mails, and the personal links in them."""

from post.models.link import PersonalLink
from post.models.mail import Mail

__all__ = ["Mail", "PersonalLink"]
