"""What happened: sessions, who came, what they earned, and the proof. The facts that rules judge."""
