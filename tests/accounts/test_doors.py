"""Smoke."""
def test_x(visitor):
    a = visitor.get("/sign-in")
    assert a.heading == "Sign in"
