"""The addresses of med."""

app_name = "med"
urlpatterns: list = []
