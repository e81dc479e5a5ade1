"""Make property tests steady: the same examples in each run, and no time limit on a busy machine."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
