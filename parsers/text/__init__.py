"""A letter's text made ready to be searched, and what words and numbers in it are by themselves."""
