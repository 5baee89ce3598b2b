"""What a journey costs: rates by destination and day, an agency's travel policy, cost lines in cents."""
