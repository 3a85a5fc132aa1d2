"""Tags of onboarding's pages."""
