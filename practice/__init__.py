"""Learning beside each other: the services of the area and, later, shadowing and communities."""
