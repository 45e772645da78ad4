"""Signing up: with an account or a confirmed address, invited, approved, in delegations."""
