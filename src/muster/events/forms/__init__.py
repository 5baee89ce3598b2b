"""What a person fills in about outside training."""
