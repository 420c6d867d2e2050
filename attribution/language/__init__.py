"""Language: everything that knows Stanza or torch. Nothing else in the package imports either."""
