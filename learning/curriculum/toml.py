"""Writing TOML: what `tomllib` reads back as the same values."""

from datetime import date
from typing import Any

LONG = 100  # characters after which a list goes over several lines


def _escaped(text: str, keep_lines: bool) -> str:
    out = []
    for char in text:
        if char == "\\":
            out.append("\\\\")
        elif char == "\n" and keep_lines:
            out.append(char)
        elif char == '"' and not keep_lines:
            out.append('\\"')
        elif ord(char) < 32 or ord(char) == 127:
            out.append({"\n": "\\n", "\t": "\\t"}.get(char, f"\\u{ord(char):04x}"))
        else:
            out.append(char)
    return "".join(out)


def _text(text: str) -> str:
    fence_inside = any(line.startswith(("```", "+++")) for line in text.split("\n"))
    if "\n" not in text or text.startswith("\n") or fence_inside:
        return f'"{_escaped(text, keep_lines=False)}"'
    body = _escaped(text, keep_lines=True).replace('"""', '""\\"')
    return f'"""{body[:-1]}\\""""' if body.endswith('"') and not body.endswith('\\"') else f'"""{body}"""'


def value(thing: Any) -> str:
    """One value as TOML: text, whole number, true or false, date, or a list of texts."""
    if isinstance(thing, bool):
        return "true" if thing else "false"
    if isinstance(thing, str):
        return _text(thing)
    if isinstance(thing, list):
        items = [f'"{_escaped(item, keep_lines=False)}"' for item in thing]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= LONG else "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    if isinstance(thing, date):
        return thing.isoformat()
    return str(thing)


def table(content: dict, prefix: str = "") -> str:
    """`content` as TOML lines: values first, then lists of tables, each under its `[[name]]`."""
    tables = {name: item for name, item in content.items() if _is_tables(item)}
    lines = [f"{name} = {value(item)}" for name, item in content.items() if name not in tables]
    for name, rows in tables.items():
        for row in rows:
            lines += ["", f"[[{prefix}{name}]]", table(row, f"{prefix}{name}.")]
    return "\n".join(lines)


def _is_tables(item: Any) -> bool:
    return isinstance(item, list) and bool(item) and all(isinstance(row, dict) for row in item)


__all__ = ["table", "value"]
