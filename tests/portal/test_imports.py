"""The floors and the order inside an app, read from the imports themselves."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ["ovp_portal", "commitments", "meetings", "reports"]
ORDER = [
    {"enums"},
    {"workflow"},
    {"models"},
    {"permissions", "queries", "payloads"},
    {"services"},
    {"forms", "tasks", "exports", "api"},
    {"views"},
    {"urls", "admin"},
]
"""Files of an app, the lowest first; a file with another name stands where its imports put it."""
RANKS = {name: rank for rank, names in enumerate(ORDER) for name in names}
GROUND_APPS = ["accounts", "audit", "calendars", "circulation", "editions", "notifications"]


def _modules() -> dict[str, Path]:
    """Every module of the four floors by its name; a package is called by its folder."""
    found = {}
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _imports(name: str, path: Path, modules: dict[str, Path]) -> set[str]:
    """What a module needs when it is loaded: imports inside functions come later and make no circle."""
    return set(_named(ast.parse(path.read_text()), name, path, modules, everywhere=False))


def _all_imports(name: str, path: Path, modules: dict[str, Path]) -> set[str]:
    return set(_named(ast.parse(path.read_text()), name, path, modules, everywhere=True))


def _named(tree: ast.AST, name: str, path: Path, modules: dict[str, Path], *, everywhere: bool):
    for node in _nodes(tree, everywhere=everywhere):
        if isinstance(node, ast.Import):
            said = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            said = _from(node, name, path, modules)
        else:
            continue
        for one in said:
            if one in modules and one != name:
                yield one


def _from(node: ast.ImportFrom, name: str, path: Path, modules: dict[str, Path]) -> list[str]:
    base = node.module or ""
    if node.level:
        parts = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
        parts = parts[: len(parts) - node.level + 1]
        base = ".".join([*parts, *([node.module] if node.module else [])])
    below = [f"{base}.{alias.name}" for alias in node.names]
    files = [one for one in below if one in modules]
    return files if len(files) == len(below) else [base, *files]


def _nodes(tree: ast.AST, *, everywhere: bool):
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and not everywhere:
            continue
        yield node
        yield from _nodes(node, everywhere=everywhere)


MODULES = _modules()
ARROWS = sorted((name, target) for name, path in MODULES.items() for target in _all_imports(name, path, MODULES))


def _floor(name: str) -> int:
    return FLOORS.index(name.split(".")[0])


def _room(name: str) -> tuple[str, int] | None:
    """The app of a module and its place in the order; nothing for files that have no place in it."""
    parts = name.split(".")
    app = parts[:2] if parts[0] == "ovp_portal" and parts[1:2] and parts[1] in GROUND_APPS else parts[:1]
    inside = parts[len(app) :]
    if app == ["reports"] and inside[:1] == ["public"]:
        app, inside = [*app, "public"], inside[1:]
    ranked = [RANKS[part] for part in inside if part in RANKS]
    return (".".join(app), ranked[0]) if ranked else None


def test_the_imports_were_found():
    assert ("ovp_portal.accounts.models", "ovp_portal.audit.history") in ARROWS
    assert len(ARROWS) > 100


def test_no_floor_imports_the_one_above():
    assert [f"{name} -> {target}" for name, target in ARROWS if _floor(name) < _floor(target)] == []


def test_inside_an_app_every_import_goes_down():
    rooms = [(name, target, _room(name), _room(target)) for name, target in ARROWS]
    up = [
        f"{name} -> {target}"
        for name, target, here, there in rooms
        if here and there and here[0] == there[0] and here[1] < there[1]
    ]

    assert up == []


def test_services_do_not_import_forms_tasks_or_views():
    """Across apps as well: who acts knows nothing of who asked."""
    doors = RANKS["forms"]
    up = [
        f"{name} -> {target}"
        for name, target in ARROWS
        if (here := _room(name)) and (there := _room(target)) and here[1] < doors <= there[1]
    ]

    assert up == []


def test_no_circle_of_files():
    graph = {name: _imports(name, path, MODULES) for name, path in MODULES.items()}
    assert _circle(graph) == []


@pytest.mark.parametrize(
    ("graph", "circle"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, ["b", "c", "b"]),
    ],
)
def test_a_circle_is_found_where_there_is_one(graph, circle):
    assert _circle(graph) == circle


def _circle(graph: dict[str, set[str]]) -> list[str]:
    """The first circle on the way down from any file, or nothing."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for target in sorted(graph.get(name, ())):
            if found := walk(target, [*way, name]):
                return found
        done.add(name)
        return []

    for name in sorted(graph):
        if found := walk(name, []):
            return found
    return []
