"""
What says the same whatever the database: on PostgreSQL with `make test-postgres-all` only.

Walks of all pages for each kind of reader, counts of queries, texts and settings.
Their rows are written, locked, searched and sorted by other tests, and those run
on both databases, as do all that post, and whatever is tried at the same moment.
"""

FILES = {
    "tests/advice/test_leaks.py",
    "tests/gremium/test_example_story.py",
    "tests/gremium/test_freshness.py",
    "tests/gremium/test_load_example.py",
    "tests/gremium/test_settings.py",
    "tests/meetings/test_link_matrix.py",
    "tests/meetings/test_minutes_leaks.py",
    "tests/meetings/test_standing_items.py",
    "tests/test_addresses.py",
    "tests/test_closed_board.py",
    "tests/test_doors.py",
    "tests/test_ended_seat.py",
    "tests/test_entitlement.py",
    "tests/test_headers.py",
    "tests/test_hidden_later.py",
    "tests/test_office_doors.py",
    "tests/test_office_words.py",
    "tests/test_one_page_all_rights.py",
    "tests/test_pages.py",
    "tests/test_queries.py",
}
DATABASE = {"db", "transactional_db", "django_db_serialized_rollback"}


def is_alike(item) -> bool:
    """Tell whether the test is one of those, or asks no database at all."""
    if item.nodeid.split("::")[0] in FILES:
        return True
    return not (item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))
