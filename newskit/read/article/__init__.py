"""What a post says about itself: title, byline, dates, language, categories, source."""
