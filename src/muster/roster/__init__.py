"""People, agencies and units; who was appointed, where, in which rank, with which certificates, and when away."""
