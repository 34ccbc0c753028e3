"""Where nodes stand in the picture."""
