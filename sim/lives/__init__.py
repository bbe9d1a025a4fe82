"""Lives: what happens to people, whatever the policy."""
