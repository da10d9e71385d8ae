"""Networks: library classes from small configs; the mappers and ELITE's attention by hand."""
