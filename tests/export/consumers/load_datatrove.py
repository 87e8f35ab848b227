"""Read Dolma documents with datatrove: `folder` → documents, all with text."""

import json
import sys

from datatrove.pipeline.readers import JsonlReader

documents = list(JsonlReader(sys.argv[1], recursive=False)())
json.dump(
    {
        "rows": len(documents),
        "ids": len({document.id for document in documents}),
        "text": all(document.text for document in documents),
        "source": sorted({document.metadata["source"] for document in documents}),
    },
    sys.stdout,
)
