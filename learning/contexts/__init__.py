"""What the pages of learning show: one builder for each type of page, registered with the seam when the app is ready."""
