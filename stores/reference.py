"""The reference of all settings, made from their declarations, as `docs/configuration.md` has it."""

from __future__ import annotations

from itertools import groupby

from stores import config

LONGEST_DEFAULT = 60

INTRODUCTION = """\
# Configuration

Every setting a merchant can change, as the admin shows them under Stores > Configuration. A setting follows the default
until something is set for everything, for a website or for a store view; the narrowest counts, from the next call on.
Each stands at `/admin/stores/configvalue/?section=<first part of its path>`, with `&website=<id>` or `&store=<id>` for
a scope.

This page is made by `make reference`.
"""


def reference() -> str:
    """The page as it should be."""
    parts = [INTRODUCTION]
    for (tab, section), settings in groupby(config.declared(), key=lambda setting: setting.place[:2]):
        parts.append(f"\n## {tab} > {section}\n")
        for group, rows in groupby(settings, key=lambda setting: setting.place[2]):
            parts.append(f"\n### {group}\n\n| Setting | Path | Default | Scope | |\n| --- | --- | --- | --- | --- |\n")
            parts += [_row(setting) for setting in rows]
    return "".join(parts)


def _row(setting: config.Setting) -> str:
    cells = (setting.label, f"`{setting.path}`", _default(setting), _scope(setting), setting.help)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def _default(setting: config.Setting) -> str:
    text = setting.default
    if isinstance(setting.kind, config.Flag):
        return {"1": "Yes", "0": "No"}[text]
    if isinstance(setting.kind, config.Choice):
        text = dict(setting.kind.options).get(text, text)
    if not text:
        return "empty"
    return text if len(text) <= LONGEST_DEFAULT else text[:LONGEST_DEFAULT].rstrip(", ") + ", ..."


def _scope(setting: config.Setting) -> str:
    if config.Scope.STORES in setting.scopes:
        return "store view"
    return "website" if config.Scope.WEBSITES in setting.scopes else "global"
