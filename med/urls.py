"""The addresses of med."""

from med import urls_beside

app_name = "med"
urlpatterns: list = [*urls_beside.urlpatterns]
