"""Read NewsArticle JSON-LD with rdflib: `file` → articles, and terms schema.org does not have."""

import json
import sys
import warnings
from pathlib import Path

from rdflib import RDF, SDO, Graph

rows, ids, unknown = 0, set(), set()
with Path(sys.argv[1]).open(encoding="utf-8") as lines:
    for line in lines:
        article = json.loads(line)
        if article["@context"] != "https://schema.org":
            unknown.add(article["@context"])
        # The context itself is on the network; for terms it is the vocabulary.
        article["@context"] = {"@vocab": "https://schema.org/"}
        graph = Graph().parse(data=json.dumps(article), format="json-ld")
        rows += 1
        ids.update(graph.subjects(RDF.type, SDO.NewsArticle))
        terms = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
        unknown.update(str(term) for term in terms if term not in SDO)
warnings.resetwarnings()
json.dump({"rows": rows, "ids": len(ids), "faults": sorted(unknown)[:5]}, sys.stdout)
