"""Trains the weights of `parsers.classifier`. No part of the desk: it runs when somebody has changed the sentences."""
