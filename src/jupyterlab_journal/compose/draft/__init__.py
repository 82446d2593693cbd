"""One entry while it is written, from the request, the facts of the kernel and the history."""
