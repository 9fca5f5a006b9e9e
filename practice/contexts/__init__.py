"""What the pages of communities show, besides what Wagtail gives them."""
