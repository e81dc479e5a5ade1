"""URLs of the office zone: signed-in pages."""

from django.urls import URLPattern, URLResolver, include, path

from yuegang.deploy.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("", include("yuegang.office.urls")),
    path("", include("yuegang.base.urls")),
    path("reports/", include("yuegang.portal.desk")),
    path("", include("yuegang.enforcement.urls")),
    path("", include("yuegang.enforcement.cases.urls")),
    path("requests/", include("yuegang.enforcement.requests.urls")),
    path("rates/", include("yuegang.enforcement.rates.urls")),
    path("search/", include("yuegang.library.search.urls_office")),
    path("terms/", include("yuegang.library.terms.urls")),
    path("law/", include("yuegang.library.law.urls_office")),
    path("statements/", include("yuegang.exchange.statements.urls")),
    path("obligations/", include("yuegang.exchange.obligations.urls")),
    path("release/", include("yuegang.exchange.release.urls")),
    path("onward/", include("yuegang.exchange.onward.urls")),
    path("channel/", include("yuegang.exchange.urls")),
    path("parcels/", include("yuegang.exchange.carriage.urls")),
    path("rights/", include("yuegang.rights.urls")),
    path("screening/", include("yuegang.screening.urls")),
    path("", include("yuegang.accounts.urls")),
    path("accounts/", include("yuegang.accounts.urls_sign_in")),
    path("parties/", include("yuegang.parties.urls")),
    path("audit/", include("yuegang.audit.urls")),
    path("notices/", include("yuegang.notices.urls")),
]
