"""Trains the weights of the models in `parsers/`. No part of the desk: it runs when somebody has changed what they learn from."""
