"""Declared assumptions fitted to declared targets; rules and published figures stay as they are."""
