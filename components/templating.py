"""Jinja with less work for each value that a page shows: of a large page these were half of its templates' time.

What comes out is the same, to the letter.
"""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Block, Expr, Include
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
    """Writes `_escaped` where Jinja writes `escape`, and puts blocks and included templates together where they stand.
    Jinja hands each of their thousands of pieces on through every template around them."""

    def visit_Block(self, node: Block, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if frame.buffer is not None or node.scoped or node.required or (frame.toplevel and self.extends_so_far):
            super().visit_Block(node, frame)
        else:
            block = f"context.blocks[{node.name!r}][0]({self.get_context_ref()})"
            self.writeline(f"yield environment.concat({block})", node)

    def visit_Include(self, node: Include, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if frame.buffer is not None or node.ignore_missing or not node.with_context:
            super().visit_Include(node, frame)
        else:
            self.writeline("template = environment.get_template(", node)
            self.visit(node.template, frame)
            self.write(f", {self.name!r})")
            included = f"template.new_context(context.get_all(), True, {self.dump_local_context(frame)})"
            self.writeline(f"yield environment.concat(template.root_render_func({included}))")

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
