"""What observations say of a scenario, told: text, data and tables."""
