"""Tests of how the product is put together."""
