"""Forms: what may be typed, and what to say where it cannot be taken. They write nothing."""
