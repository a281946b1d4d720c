"""The evidence for the funder: what the boards did in a period, in numbers and headings."""
