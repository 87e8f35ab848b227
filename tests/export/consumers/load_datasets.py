"""Load parts with Hugging Face datasets: `folder` → columns, types and rows."""

import json
import sys

import datasets

datasets.disable_progress_bars()
datasets.disable_caching()
loaded = datasets.load_dataset(sys.argv[1], split="train", cache_dir=sys.argv[2])
kept = [row["metadata"] for row in loaded.select(range(min(50, len(loaded))))]
json.dump(
    {
        "rows": len(loaded),
        "types": {name: str(kind) for name, kind in loaded.features.items()},
        "ids": len(set(loaded["id"])),
        "metadata": all("newskit" in json.loads(text) for text in kept),
    },
    sys.stdout,
)
