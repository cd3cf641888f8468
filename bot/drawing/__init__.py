"""Values of `knowledge` drawn as Discord shows them, within its limits; nothing here waits or sends."""
