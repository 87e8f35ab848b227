"""Archives larger than one machine: a plan of shards, each done whole or not at all."""
