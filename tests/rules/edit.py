"""One line of the code put another way, in the running program: what a rule is when it is broken.

A module is compiled again with the line changed, and its functions are given the code of the changed ones, so that
whoever imported a function by name runs the wrong rule too. Nothing is written; everything is put back.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any, Final

REMEMBERS: Final = type(functools.cache(lambda: None))
"""The class of what `functools.cache` and `functools.lru_cache` make."""


class NotOneLine(AssertionError):
    """The line that is to be changed is not there, or more than once."""


def changed_source(module: ModuleType, old: str, new: str) -> str:
    """The source of the module with the one place changed; raises `NotOneLine`."""
    source = inspect.getsource(module)
    if source.count(old) != 1:
        raise NotOneLine(f"{module.__name__} has {source.count(old)} times {old!r}")
    return source.replace(old, new)


@contextmanager
def edited(name: str, old: str, new: str) -> Iterator[None]:
    """The module as if its source had `new` in place of `old`, until the block ends."""
    module = importlib.import_module(name)
    twin = ModuleType(name)
    twin.__dict__.update(__name__=name, __file__=module.__file__)
    # A dataclass looks for its module by name.
    exec(compile(changed_source(module, old, new), str(module.__file__), "exec"), twin.__dict__)  # noqa: S102
    undo = list(_exchange(module, twin))
    assert undo, "nothing was changed"
    _forget()
    try:
        yield
    finally:
        for owner, attribute, value in undo:
            setattr(owner, attribute, value)
        _forget()


def _exchange(module: ModuleType, twin: ModuleType) -> Iterator[tuple[Any, str, Any]]:
    """Give the module what the twin has; what to set again where to undo it."""
    here, there = dict(_functions(vars(module), module.__name__)), dict(_functions(vars(twin), module.__name__))
    for name in here.keys() & there.keys():
        if here[name].__code__ != there[name].__code__:
            yield here[name], "__code__", here[name].__code__
            here[name].__code__ = there[name].__code__
    for name, value in vars(twin).items():
        known = vars(module).get(name)
        if isinstance(value, int | str | bytes | tuple | frozenset) and known != value and type(known) is type(value):
            yield module, name, known
            setattr(module, name, value)


def _functions(names: Mapping[str, Any], module: str) -> Iterator[tuple[str, FunctionType]]:
    for name, value in names.items():
        if getattr(value, "__module__", None) != module:
            continue
        if inspect.isclass(value):
            for member, method in vars(value).items():
                if function := _function(method):
                    yield f"{name}.{member}", function
        elif function := _function(value):
            yield name, function


def _function(value: Any) -> FunctionType | None:
    if isinstance(value, property):
        value = value.fget
    elif isinstance(value, functools.cached_property):
        value = value.func
    elif isinstance(value, staticmethod | classmethod):
        value = value.__func__
    value = inspect.unwrap(value) if callable(value) else value
    return value if isinstance(value, FunctionType) else None


def _forget() -> None:
    """Nothing that a right rule found out is remembered for a wrong one, or the other way about."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("lintas.", "tests.", "tools.")):
            for value in list(vars(module).values()):
                # Not asked of the value itself: one that is made when it is first used would be made here.
                if type(value) is REMEMBERS:
                    value.cache_clear()
