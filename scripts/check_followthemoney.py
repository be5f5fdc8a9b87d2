"""Checks the entities of all tables with the `followthemoney` library, and writes what the tests need of its model.

By hand, with the library in a venv of its own, for it brings a hundred megabytes and is compiled against ICU:
    python3.11 -m venv build/ftm && build/ftm/bin/pip install followthemoney==4.11.2
    .venv/bin/python scripts/check_followthemoney.py | build/ftm/bin/python scripts/check_followthemoney.py -
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "tests" / "data" / "followthemoney.json"


def write():
    sys.path.insert(0, str(ROOT))
    from bayah import entities, query, store

    known = query.view(store.read_tables(ROOT / "data" / "tables"))
    sys.stdout.buffer.write(entities.follow_the_money(known, known))


def check():
    from followthemoney import model

    lines = [json.loads(line) for line in sys.stdin]
    schemata = {}
    for line in lines:
        entity = model.get_proxy(line, cleaned=False)
        entity.schema.validate(line)
        for name, texts in line["properties"].items():
            lost = set(texts) - set(entity.get(name))
            if lost:
                raise SystemExit(f"{line['id']}: {name}: the library takes {sorted(lost)} otherwise")
        schemata[entity.schema.name] = {
            "required": sorted(entity.schema.required),
            "properties": {prop.name: prop.range.name if prop.range else prop.type.name
                           for prop in entity.schema.properties.values() if not prop.stub},
            "is_a": sorted(parent.name for parent in entity.schema.schemata)}
    MODEL.write_text(json.dumps(schemata, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(lines)} entities are valid")


if __name__ == "__main__":
    check() if sys.argv[1:] == ["-"] else write()
