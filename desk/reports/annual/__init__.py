"""The pages of the annual report: read, write the board's own words, make final."""
