"""The second half of the table: allauth's addresses, for coming in, going out and looking after an account.

Changing how one signs in asks for the password again first: that is the 302 of the second factor's pages.
"""

from tests.site.addresses import TO_SIGN_IN, Row, door, page

HAS_APP = "ben carys editor lead admin"  # who has an authenticator app; the others have nothing to take away

DOORS: dict[str, list[Row]] = {
    "account_login": door("accounts/login/"),
    "account_logout": door("accounts/logout/", signed_in=200, anonymous=302),
    "account_inactive": door("accounts/inactive/", signed_in=200),
    "account_signup": door("accounts/signup/"),
    "account_reauthenticate": page("accounts/reauthenticate/"),
    "account_email": page("accounts/email/"),
    "account_email_verification_sent": door("accounts/confirm-email/", signed_in=200),
    "account_change_password": page("accounts/password/change/"),
    "account_set_password": page("accounts/password/set/", answer=302),
    "account_reset_password": door("accounts/password/reset/", signed_in=200),
    "account_confirm_login_code": door("accounts/login/code/confirm/", anonymous=TO_SIGN_IN),
    "account_confirm_email": door("accounts/confirm-email/wrong/", signed_in=200),
    "account_reset_password_from_key_done": door("accounts/password/reset/key/done/", signed_in=200),
    "account_reset_password_from_key": door("accounts/password/reset/key/1-wrong/", signed_in=200),
    "account_reset_password_done": door("accounts/password/reset/done/", signed_in=200),
    "account_request_login_code": door("accounts/login/code/"),
    "mfa_index": page("accounts/2fa/"),
    "mfa_authenticate": door("accounts/2fa/authenticate/", anonymous=TO_SIGN_IN),
    "mfa_reauthenticate": page("accounts/2fa/reauthenticate/", HAS_APP, refused=302),
    "mfa_activate_totp": page("accounts/2fa/totp/activate/", answer=302),
    "mfa_deactivate_totp": page("accounts/2fa/totp/deactivate/", HAS_APP, answer=302),
    "mfa_view_recovery_codes": page("accounts/2fa/recovery-codes/", ""),
    "mfa_generate_recovery_codes": page("accounts/2fa/recovery-codes/generate/", answer=302),
    "mfa_download_recovery_codes": page("accounts/2fa/recovery-codes/download/", ""),
    "mfa_list_webauthn": page("accounts/2fa/webauthn/"),
    "mfa_add_webauthn": page("accounts/2fa/webauthn/add/", answer=302),
    "mfa_reauthenticate_webauthn": page("accounts/2fa/webauthn/reauthenticate/", answer=302),
    "mfa_remove_webauthn": page("accounts/2fa/webauthn/keys/1/remove/", answer=302),
    "mfa_edit_webauthn": page("accounts/2fa/webauthn/keys/1/edit/", answer=302),
    "mfa_login_webauthn": door("accounts/2fa/webauthn/login/", anonymous=TO_SIGN_IN),
    "socialaccount_login_cancelled": door("accounts/3rdparty/login/cancelled/", signed_in=200),
    "socialaccount_login_error": door("accounts/3rdparty/login/error/", signed_in=401, anonymous=TO_SIGN_IN),
    "socialaccount_signup": door("accounts/3rdparty/signup/", signed_in=TO_SIGN_IN, anonymous=TO_SIGN_IN),
    "socialaccount_connections": page("accounts/3rdparty/"),
    "accounts/social/login/cancelled/": door("accounts/social/login/cancelled/", signed_in=301, anonymous=TO_SIGN_IN),
    "accounts/social/login/error/": door("accounts/social/login/error/", signed_in=301, anonymous=TO_SIGN_IN),
    "accounts/social/signup/": door("accounts/social/signup/", signed_in=301, anonymous=TO_SIGN_IN),
    "accounts/social/connections/": door("accounts/social/connections/", signed_in=301, anonymous=TO_SIGN_IN),
    "openid_connect_login": door("accounts/oidc/work/login/", signed_in=404, anonymous=404),
    "openid_connect_callback": door("accounts/oidc/work/login/callback/", signed_in=404, anonymous=404),
    "usersessions_list": page("accounts/sessions/"),
}
