"""Tests in a real browser: each app's main job end to end, on desktop and phone."""
