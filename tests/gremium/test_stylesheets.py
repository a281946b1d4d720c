from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from gremium.stylesheets import Joined, JoiningStorage, joined


def test_parts_stand_in_place_of_their_names_in_order():
    parts = {"a.css": "a {}\n", "b.css": "b {}\n"}

    css = joined('@import "a.css";\n@import "b.css";\n', parts.get)

    assert css == "a {}\n\nb {}\n\n"


def test_part_for_a_medium_stays_with_its_medium():
    css = joined('@import "p.css" print;', {"p.css": "p {}\n"}.get)

    assert css == "@media print {\np {}\n}\n"


def test_part_is_read_beside_the_sheet_that_names_it():
    storage = InMemoryStorage()
    storage.save("css/site.css", ContentFile(b'@import "a.css";'))
    storage.save("css/a.css", ContentFile("a::before { content: „ä“ }".encode()))

    assert Joined(storage).open("css/site.css").read().decode() == "a::before { content: „ä“ }"


def test_collected_sheet_has_no_import_left(tmp_path):
    storage = JoiningStorage(location=tmp_path, base_url="/static/")
    storage.save("css/site.css", ContentFile(b'@import "a.css";'))
    storage.save("css/a.css", ContentFile(b"a { color: red }"))
    paths = {name: (storage, name) for name in ("css/site.css", "css/a.css")}

    collected = {name: hashed for name, hashed, done in storage.post_process(paths) if done}

    assert (tmp_path / collected["css/site.css"]).read_text() == "a { color: red }"
