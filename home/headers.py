"""Headers that say who else may do what with what is ours; plain enough for the settings to name."""

PERMISSIONS = ", ".join(
    f"{name}=()" for name in ("browsing-topics", "camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
)
OWN_PAGES = "same-origin"


def for_this_site_alone(headers, path, url) -> None:
    """What WhiteNoise adds to a static file: no page of another site embeds it."""
    headers["Cross-Origin-Resource-Policy"] = OWN_PAGES
