"""What machines and citations need to know of the site: derived from the data package and the evidence."""
