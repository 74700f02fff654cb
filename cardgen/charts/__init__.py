"""Charts: figures that people would rather look at than read, drawn from facts."""
