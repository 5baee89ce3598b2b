"""What is read of outside training, as querysets that compose and small frozen answers. Nothing here writes."""
