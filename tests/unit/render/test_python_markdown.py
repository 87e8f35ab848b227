"""Posts of Pelican and MkDocs are shown as Python-Markdown shows them, whatever they hold."""

from __future__ import annotations

import pytest

from newskit.records.text import plain_text
from newskit.render.flavour import Flavour
from newskit.render.site import is_for_python_markdown, render_site


def text(markdown: str) -> str:
    return plain_text(render_site(markdown, Flavour.PYTHON))


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("The boats:\n* Ida\n* Lea\n", "The boats: * Ida * Lea"),
        ("The boats:\n\n* Ida\n* Lea\n", "The boats:\n\nIda\n\nLea"),
        ("Run:\n\n    :::bash\n    ferry --north\n", "Run:\n\nferry --north"),
        ("#Pier\nopen\n", "Pier\n\nopen"),
        ("**注意：**请看", "注意：请看"),
        ("a ~~b~~", "a ~~b~~"),
        ("Term\n:   Said of it\n", "Term\n\nSaid of it"),
        ('<div markdown="1">\n*in*\n</div>\n', "in"),
    ],
)
def test_blocks_are_read_as_there(markdown: str, shown: str) -> None:
    assert text(markdown) == shown


def test_code_has_the_language_its_first_line_names() -> None:
    html = render_site("    :::bash\n    ls\n\nA\n\n```python\nx = 1\n```\n", Flavour.PYTHON)
    assert '<code class="language-bash">ls\n</code>' in html
    assert '<code class="language-python">x = 1\n</code>' in html


@pytest.mark.parametrize("piece", ["[", "![", "[a](", "<a ", "a\n===\n"])
def test_what_takes_the_square_of_its_length_is_shown_by_another_renderer(piece: str) -> None:
    assert not is_for_python_markdown(piece * 3000)
    assert is_for_python_markdown(piece * 20)
    assert text(f"{piece * 3000}\n\nThe *end*.").endswith("The end.")


def test_deep_nesting_and_long_texts_end() -> None:
    assert text(f"{'> ' * 3000}deep").endswith("deep")
    assert not is_for_python_markdown("word " * 50_000)
