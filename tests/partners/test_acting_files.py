"""Uploads that act, fetch, hold other files or are two kinds at once are refused."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from partners import files
from tests.partners.acting_files import (
    ACTING,
    ELSEWHERE,
    HOLDING,
    OFFICE_ACTING,
    OFFICE_PLAIN,
    PLAIN,
    TWO_KINDS,
)

REFUSED = [
    *((f"{name}.pdf", content, "Skripte oder Befehle") for name, content in ACTING.items()),
    *((f"{name}.pdf", content, "von anderswo") for name, content in ELSEWHERE.items()),
    *((f"{name}.pdf", content, "weitere Dateien") for name, content in HOLDING.items()),
    *((f"{name}.pdf", content, "zugleich etwas anderes") for name, content in TWO_KINDS.items()),
    *((name, content, "") for name, content in OFFICE_ACTING.items()),
]
KEPT = [*((f"{name}.pdf", content) for name, content in PLAIN.items()), *OFFICE_PLAIN.items()]


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED, ids=[one[0] for one in REFUSED])
def test_file_that_does_more_than_show_is_refused(name, content, reason):
    with pytest.raises(ValidationError) as refused:
        files.checked_document(SimpleUploadedFile(name, content))

    assert reason in str(refused.value)
    assert "beschädigt" not in str(refused.value)


@pytest.mark.parametrize(("name", "content"), KEPT, ids=[one[0] for one in KEPT])
def test_file_that_only_shows_is_kept(name, content):
    kept, _pages = files.checked_document(SimpleUploadedFile(name, content))

    assert kept.size == len(content)
