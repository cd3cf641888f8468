"""What kills, floods, faults on the wire, full disks and hostile articles do to the program; see `__main__`."""
