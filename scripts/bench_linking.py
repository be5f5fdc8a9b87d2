"""Linking beside spaCy's tokenizer alone, in processor time of one thread: texts met first, and met again.

    python scripts/bench_linking.py FOLDER    (text files)
"""

from __future__ import annotations

import re
import sys
import time
from hashlib import sha256
from pathlib import Path

import spacy

from bayah.drafting.contract import Article, Paragraph
from bayah.drafting.mentions import mentions_of
from bayah.drafting.reference import read_reference

_PARAGRAPH = re.compile(r"\S(?:.*\S)?(?:\n[^\n]*\S[^\n]*)*")


def article_of(path: Path) -> Article:
    text = path.read_text(encoding="utf-8")
    parts = [Paragraph(number, match.start(), match.end()) for number, match in enumerate(_PARAGRAPH.finditer(text), 1)]
    return Article(path.stem, path.stem, "", (), "", "2016-01-01", "stated", "", "", "en", text,
                   sha256(text.encode()).hexdigest(), tuple(parts))


def main() -> None:
    articles = [article_of(path) for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
    reference, nlp = read_reference(Path(__file__).parents[1]), spacy.blank("en")
    reference.phrases.starts_in  # noqa: B018 - the index is made once in a process
    for words in ("first", "again"):
        tokens = alone = linking = 0.0
        for article in articles:
            start = time.thread_time()
            tokens += len(nlp.make_doc(article.text))
            alone += time.thread_time() - start
            start = time.thread_time()
            mentions_of(article, reference)
            linking += time.thread_time() - start
        print(f"texts met {words}: {linking / tokens * 1e6:.1f} µs a token, the tokenizer alone "
              f"{alone / tokens * 1e6:.1f}: ratio {linking / alone:.1f}")


if __name__ == "__main__":
    main()
