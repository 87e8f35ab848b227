"""NK9xx: newskit itself."""
