"""Pages of consultations: what anybody reads and says, and the desk of those who ask and answer."""
