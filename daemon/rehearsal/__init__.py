"""The whole desk on a virtual clock: scenarios, the stage they are played on, and what is expected of them."""
