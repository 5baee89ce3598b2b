"""What is read about consultations. Nothing here writes."""
