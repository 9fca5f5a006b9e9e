"""How people sign in: what the library for it keeps."""

from home.seams.privacy import YOU, Goes, Kept, keeps, nothing_personal

GROUP = "Signing in"

keeps(
    Kept(
        "account.EmailAddress", "Your addresses", GROUP, "user", {"email": "Address", "verified": "Confirmed", "primary": "Main address"},
        why="You sign in with it, and letters go there.", seen_by="You and administrators", plain="id",
    ),
    Kept(
        "account.EmailConfirmation", "Confirmations of an address", GROUP, "email_address__user", {"created": "Made", "sent": "Sent"},
        why="To know that an address is yours.", seen_by="Nobody", withheld={"key": "Whoever has it could confirm the address."}, plain="id email_address",
    ),
    Kept(
        "mfa.Authenticator", "Your second factors", GROUP, "user", {"type": "Kind", "created_at": "Added", "last_used_at": "Last used"},
        why="So that a stolen password is not enough.", seen_by=YOU, withheld={"data": "The secret itself: a copy of it would be a copy of the key."},
        plain="id",
    ),
    Kept(
        "usersessions.UserSession", "Where you are signed in", GROUP, "user",
        {"created_at": "Since", "ip": "Network address", "last_seen_at": "Last seen", "user_agent": "Browser"},
        why="So that you can see it, and sign out elsewhere.", seen_by=YOU, how_long=Goes(14, "last_seen_at", "Two weeks after you were last there"),
        withheld={"session_key": "Whoever has it is signed in as you."}, plain="id data",
    ),
    Kept(
        "sessions.Session", "The session of each browser", GROUP, "", {"session_data": "That you are signed in, and what you were in the middle of"},
        why="So that the next page knows you.", seen_by="Nobody", how_long=Goes(1, "expire_date", "Twelve hours after you signed in"),
        plain="session_key expire_date",
    ),
    Kept(
        "socialaccount.SocialAccount", "Your work account", GROUP, "user",
        {"provider": "Where", "uid": "Its key there", "last_login": "Last used", "date_joined": "Connected", "extra_data": "What it told us"},
        why="So that you can sign in with it.", seen_by=YOU, plain="id",
    ),
    Kept(
        "socialaccount.SocialToken", "A pass from your work account", GROUP, "account__user", {"expires_at": "Good until"},
        why="The library for signing in has a table for it; this site asks for none.", seen_by="Nobody",
        withheld={"token": "A pass.", "token_secret": "A pass."}, plain="id app account",
    ),
    Kept(
        "wagtailcore.APIToken", "Passes for programs", GROUP, "user",
        {"name": "Name", "created": "Made", "revoked_at": "Taken back", "last_used_at": "Last used"},
        why="Wagtail has a table for them; this site gives none.", seen_by=YOU, withheld={"key_hash": "A digest of a pass."}, plain="id prefix",
    ),
)  # fmt: skip

nothing_personal("socialaccount.SocialApp", "where the area's work accounts live")
