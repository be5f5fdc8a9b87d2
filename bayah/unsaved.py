"""Half-filled forms of the desk: what is at hand for a reviewer and no part of the atlas.

Reads and writes `build/unsaved/` of a project. Returns values by the key of their claim. Refuses nothing: a form that
cannot be read was not saved, and is empty.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from slugify import slugify

FORMS = "build/unsaved"


def read_forms(root: Path, source_id: str, by: str) -> dict[str, dict[str, Any]]:
    """What a reviewer had filled in and not saved, by the key of the claim."""
    try:
        forms = json.loads(_form_path(root, source_id, by).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return forms if isinstance(forms, dict) else {}


def keep_form(root: Path, source_id: str, by: str, key: str, values: dict[str, Any] | None) -> None:
    """Remember the values of a form, or forget them (None)."""
    forms = read_forms(root, source_id, by)
    if values is None:
        forms.pop(key, None)
    else:
        forms[key] = values
    path = _form_path(root, source_id, by)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(json.dumps(forms), encoding="utf-8")
    aside.replace(path)


def _form_path(root: Path, source_id: str, by: str) -> Path:
    # Two addresses may give one slug; what tells them apart is hashed.
    who = f"{slugify(by)[:40]}-{hashlib.sha256(by.encode()).hexdigest()[:8]}"
    return root / FORMS / f"{source_id}.{who}.json"
