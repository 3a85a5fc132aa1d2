"""The product's tests; the folders mirror the apps, one file per thing a person can do."""
