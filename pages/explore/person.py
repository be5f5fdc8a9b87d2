"""A person or a cohort: what the atlas knows of him, and the way to those he had to do with."""

from __future__ import annotations

from pages.shared.actor_dossier import draw_page, draw_person

draw_page("Person", draw_person)
