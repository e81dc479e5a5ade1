"""The library's addresses that are open here, by name; every other page of it does not exist."""

from allauth.account import views
from allauth.mfa.base import views as factor
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from yuegang.accounts import views_factor
from yuegang.accounts.guards import officer_required

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),  # closed by OfficerAdapter; the library needs the name
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", officer_required(views.password_change), name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("2fa/", views_factor.index, name="mfa_index"),
    path("2fa/authenticate/", factor.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", views_factor.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", views_factor.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", views_factor.view_codes, name="mfa_view_recovery_codes"),
    path("2fa/codes/generate/", views_factor.new_codes, name="mfa_generate_recovery_codes"),
    path("2fa/codes/download/", views_factor.download_codes, name="mfa_download_recovery_codes"),
    path("2fa/passkeys/", views_factor.index, name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", views_factor.add_passkey, name="mfa_add_webauthn"),
    path("2fa/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", views_factor.remove_passkey, name="mfa_remove_webauthn"),
    path("2fa/passkeys/<int:pk>/rename/", views_factor.rename_passkey, name="mfa_edit_webauthn"),
]
