"""An archive to look at: its figures gathered post by post, and a page that shows them."""
