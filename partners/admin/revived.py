"""Rows of a posted form that another one deleted meanwhile: they come back as new ones."""


def revive(data, prefix, keys):
    """
    Let the rows under `prefix` in `data` whose key is not in `keys` count as new.

    What stands in them stays; Django would drop them, or refuse the form for ever.
    """
    names = [f"{prefix}-INITIAL_FORMS", f"{prefix}-TOTAL_FORMS"]
    initial, total = (int(data[name]) if data.get(name, "").isdecimal() else 0 for name in names)
    gone = [row for row in range(initial) if key_of(data, prefix, row) not in keys]
    if not gone or total > len(data):
        return
    kept = [row for row in range(initial) if row not in gone]
    order = [*kept, *gone, *range(initial, total)]
    rows = [take(data, f"{prefix}-{row}-") for row in order]
    for number, (old, row) in enumerate(zip(order, rows, strict=True)):
        if old in gone:
            row["id"] = [""]
        for name, values in row.items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[names[0]] = str(len(kept))


def key_of(data, prefix, row):
    key = data.get(f"{prefix}-{row}-id", "")
    return int(key) if key.isascii() and key.isdecimal() else None


def take(data, start):
    """Remove what begins with `start` from `data` and return it without that."""
    names = [name for name in data if name.startswith(start)]
    return {name.removeprefix(start): data.pop(name) for name in names}
