"""What holds for all tests: generated cases are never refused for the time that they take on a busy machine."""

from hypothesis import HealthCheck, settings

settings.register_profile("footnote", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("footnote")
