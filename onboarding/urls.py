"""The addresses of onboarding."""

app_name = "onboarding"
urlpatterns: list = []
