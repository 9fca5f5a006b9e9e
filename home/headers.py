"""Headers that say who else may do what with what is ours; plain enough for the settings to name."""

from urllib.parse import urlsplit

PERMISSIONS = ", ".join(
    f"{name}=()" for name in ("browsing-topics", "camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")
)
OWN_PAGES = "same-origin"


def for_this_site_alone(headers, path, url) -> None:
    """What WhiteNoise adds to a static file: no page of another site embeds it."""
    headers["Cross-Origin-Resource-Policy"] = OWN_PAGES


def policy(*, forms_to: str = "") -> dict:
    """What pages may load and where their forms may lead: here, and to the work accounts' server `forms_to` where there is one."""
    elsewhere = [urlsplit(forms_to)._replace(path="", query="", fragment="").geturl()] if forms_to else []
    own = ("script-src", "style-src", "media-src", "font-src", "connect-src", "manifest-src")
    return {
        "DIRECTIVES": {
            "default-src": ["'none'"],
            "img-src": ["'self'", "data:"],
            **{source: ["'self'"] for source in own},
            "form-action": ["'self'", *elsewhere],
            "base-uri": ["'none'"],
            "object-src": ["'none'"],
            "frame-ancestors": ["'self'"],
        }
    }
