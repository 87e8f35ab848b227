"""NK4xx: posts against each other."""
