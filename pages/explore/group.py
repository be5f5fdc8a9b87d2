"""A group: who led it, who came and who left, where it was, and how it stood to the others."""

from __future__ import annotations

from pages.shared.actor_dossier import draw_group, draw_page

draw_page("Group", draw_group)
