"""What the floor of the house keeps about people, and what the parts that it stands on keep for it."""

from home.privacy import contributions, editing, people, rights, signing_in, telling  # noqa: F401 - each registers what is kept
