"""Pages of the library: the public toolkit, and the desk where documents are uploaded."""
