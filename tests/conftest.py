"""For all tests: English unless a test says otherwise, and how many examples Hypothesis draws."""

import gc
import os
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, settings

from knowledge.web import Fetcher
from tests.knowledge.web_site import Site, fetcher_for

# What is loaded and collected stays: nothing of it is looked through for garbage, neither now nor while tests run.
gc.disable()

# No example is refused for the time that it takes: the machine may be busy.
settings.register_profile("everyday", max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", settings.get_profile("everyday"), max_examples=500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run three tests at once for each two processors, as tests also wait for disks and other processes."""
    return max(3 * (os.cpu_count() or 1) // 2, 1)


def pytest_configure(config: pytest.Config) -> None:
    """Let tests of one group run in one process wherever several share the work."""
    if config.getoption("dist", "no") == "load":
        config.option.dist = "loadgroup"


def pytest_collection_finish() -> None:
    """Collect garbage from now on, but not among what was loaded before."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the locale of the machine change no text."""
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LC_MESSAGES", "C")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site on this machine."""
    async with Site().serve() as serving:
        yield serving


@pytest.fixture
async def fetcher(site: Site) -> AsyncIterator[Fetcher]:
    """A fetcher whose operator allows this site's one name; all others are guarded."""
    async with fetcher_for(site) as fetcher:
        yield fetcher
