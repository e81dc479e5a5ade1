"""Law on the public site."""

from yuegang.base.pages import public_page
from yuegang.library.law.addresses import addresses

app_name = "law"
urlpatterns = addresses(public_page, "portal/base.html")
