"""Records to make books of: many plain posts, and the hostile ones of the tests."""

from __future__ import annotations

import importlib.util
import json
import random
from itertools import islice
from pathlib import Path
from types import ModuleType

from benchmarks.common.data import ROOT, WORK

_TEXTS = {
    "en": (
        "The council voted to reopen the riverside market after five years of repairs.",
        "Traders will move back in stages, bread and fish first, books in May.",
        "The east wall was closed when a survey found cracks below the waterline.",
        "Rents stay as they were in 2019, a spokeswoman said on Tuesday evening.",
        "A <em>full list</em> of dates is <a href='https://council.example/plan'>published</a>.",
    ),
    "zh": (
        "市议会周二投票决定重新开放河滨市场，结束了持续五年的争议。",
        "商户将分批迁回，先是面包和鲜鱼，五月轮到旧书摊。",
        "据<strong>记者</strong>了解，租金将维持在二〇一九年的水平。",
        "东墙因勘测发现水线以下有裂缝而关闭，修复工程历时四年。",
    ),
    "ar": (
        "صوّت مجلس المدينة على إعادة فتح السوق بعد خمس سنوات من الترميم.",
        "يعود الباعة على مراحل، تبدأ بالخبز والسمك ثم الكتب في مايو.",
        "تبقى الإيجارات كما كانت في عام 2019 بحسب المتحدثة.",
    ),
}


def helper(name: str) -> ModuleType:
    """Load a helper of tests/epub."""
    file = ROOT / "tests" / "epub" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain_records(count: int) -> list[dict[str, object]]:
    """Posts such as a news site has: paragraphs, a heading, an image, now and then a table."""
    chance = random.Random(5)
    return [_plain(chance, number) for number in range(count)]


def hostile_records(count: int) -> list[dict[str, object]]:
    """The posts the tests are made with, less the deeply nested: pandoc takes hours on those."""
    records = helper("hostile").records(count * 2)
    shallow = (record for record in records if not str(record["id"]).startswith("deep"))
    return list(islice(shallow, count))


def save(records: list[dict[str, object]], name: str) -> Path:
    """Write records where the makers find them."""
    target = WORK / "epub" / f"{name}.jsonl"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(f"{json.dumps(record)}\n" for record in records), "ascii")
    return target


def _plain(chance: random.Random, number: int) -> dict[str, object]:
    language = chance.choice(("en", "en", "zh", "zh", "ar"))
    sentences = _TEXTS[language]
    parts: list[str] = []
    for index in range(chance.randint(20, 50)):
        words = " ".join(chance.choices(sentences, k=chance.randint(1, 4)))
        parts.append(f"<p>{words}</p>\n")
        if index % 12 == 5:
            parts.append(f"<h2>{chance.choice(sentences)[:30].partition('<')[0]}</h2>\n")
        if index % 20 == 7:
            parts.append(f'<p><a href="https://news.example/{number}/{index}">{index}</a></p>\n')
    if number % 10 == 0:
        parts.append("<table><tr><th>A</th><td>1</td></tr><tr><th>B</th><td>2</td></tr></table>")
    day = f"20{20 + number % 2}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return {
        "id": f"post-{number}",
        "title": f"{sentences[number % len(sentences)].partition('<')[0]} {number}",
        "date_published": f"{day}T08:{number % 60:02}:00+00:00",
        "language": language,
        "categories": [f"Section {number % 4}"],
        "content_html": "".join(parts),
        "metadata": {"newskit": {"path": f"posts/{day}-{number}.md"}},
    }
