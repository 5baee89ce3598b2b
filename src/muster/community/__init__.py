"""The people who live with the policing are asked about its training, and answered."""
