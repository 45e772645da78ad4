"""Pages of certificates: checking one, one's own, and the desk of the administrators."""
