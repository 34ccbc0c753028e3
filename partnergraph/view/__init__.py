"""From a Network to the page."""
