"""Sessions in the database, as Django keeps them; the one that every request reads is found by a statement that is worked out once."""

from django.contrib.sessions.backends.db import SessionStore as Stored
from django.contrib.sessions.models import Session
from django.utils import timezone

from home.prepared import Prepared

OPEN = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(Stored):
    """Django's own, but for how a session is found."""

    def _get_session_from_db(self):
        found = OPEN.first(self.session_key, timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found
