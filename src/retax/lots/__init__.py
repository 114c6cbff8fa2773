"""Export lines and what comes back of them."""
