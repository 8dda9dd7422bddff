"""Jinja with less work for each value that a page shows: of a large page these were half of its templates' time.

What comes out is the same, to the letter.
"""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context
from markupsafe import Markup, escape

__all__ = ["Templates"]


def _escaped(value: object) -> str:
    """`markupsafe.escape` without a new object where nothing is to be escaped: most values are short and plain, or were
    drawn by a macro."""
    if type(value) is Markup:
        return value
    if type(value) is str and not ("'" in value or "&" in value or "<" in value or ">" in value or '"' in value):
        return value
    return escape(value)


class _Plain(Context):
    """Calls functions and macros as they are. Jinja looks at each call whether what is called wants to be told where
    that is; none of ours wants to."""

    def call(
        self,
        called: Callable[..., object],
        *of: object,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: object,
    ) -> object:
        return called(*of, **named)


class _Generator(CodeGenerator):
    """Writes `_escaped` where Jinja writes `escape`."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class Templates(Environment):
    """Jinja's environment, for values whose attributes are attributes: no mapping is asked for one as for a key."""

    code_generator_class = _Generator
    context_class = _Plain
    escaped = staticmethod(_escaped)
    getattr = staticmethod(getattr)  # type: ignore[assignment]
