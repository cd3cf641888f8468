"""What an examination finds, each thing with its remedy."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: well, or at fault, or worth knowing."""

    what: str
    said: str
    fix: str = ""
    """What to do about it; empty where all is well."""
    fault: bool = False
    """Whether something does not work until this is mended."""


def fault(what: str, said: str, fix: str) -> Finding:
    """Return a finding of something that must be mended."""
    return Finding(what, said, fix, fault=True)


def well(findings: Iterable[Finding]) -> bool:
    """Tell whether nothing must be mended."""
    return not any(each.fault for each in findings)
