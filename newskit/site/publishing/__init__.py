"""How sites publish their posts: under which address and in which language."""
