"""The office's pages for what leaves the house."""

from post.admin import links, mails

__all__ = ["links", "mails"]
