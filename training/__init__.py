"""Training of the shared network: prepare, train, evaluate, export. See training/README.md for the commands."""
