"""The addresses of senior."""

app_name = "senior"
urlpatterns: list = []
