"""Run by the peers' Python: HTML documents in, the text each tool keeps out (JSON Lines)."""

import json
import sys
import time


def trafilatura_text(html: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_links=False, favor_recall=True) or ""


def justext_text(html: str) -> str:
    import justext

    words = justext.get_stoplist("English")
    kept = [p.text for p in justext.justext(html.encode(), words) if not p.is_boilerplate]
    return "\n".join(kept)


TOOLS = {"trafilatura": trafilatura_text, "jusText": justext_text}

if __name__ == "__main__":
    extract = TOOLS[sys.argv[1]]
    for line in sys.stdin:
        document = json.loads(line)
        started = time.process_time()
        try:
            text = extract(document["html"])
        except ValueError:
            text = ""
        spent = time.process_time() - started
        print(json.dumps({"name": document["name"], "text": text, "seconds": spent}))
