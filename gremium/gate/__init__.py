"""
The publication gate: what the office sees before something goes before the public.

One page for every kind of thing: the inside beside the page as visitors would
get it, what speaks against it, and the two acts: publish, and take back.
"""
