"""Edits of a cell between two runs, from the pieces of its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jupyterlab_journal.compose.changes.alignment import Pair, align
from jupyterlab_journal.compose.changes.arguments import changed_arguments
from jupyterlab_journal.compose.changes.inlining import inline_functions
from jupyterlab_journal.compose.changes.naming import Edit, full_name, named
from jupyterlab_journal.compose.changes.parameter_values import is_measured
from jupyterlab_journal.compose.changes.renaming import as_written, with_common_names
from jupyterlab_journal.compose.changes.repeated import without_repeated
from jupyterlab_journal.compose.changes.sameness import Resolve, Sameness
from jupyterlab_journal.reading.code import RETURN
from jupyterlab_journal.reading.names import is_metric_name, word_set, words_of
from jupyterlab_journal.reading.noise import is_noise, is_noise_keyword
from jupyterlab_journal.reading.pieces import Call, Code, Piece, Setting
from jupyterlab_journal.reading.spelling import (
    arguments_of,
    has_constant,
    is_comprehension,
    is_literal,
    is_reference,
    is_text,
    same_but_for_constants,
    same_but_for_names,
    same_value,
    updates_itself,
)

_MIN_COMMON = 0.5  # share of common pieces above which a cell was edited, not rewritten;
_MIN_COMMON_OF_OTHER = 0.75  # of another cell, which may be a changed copy
_STARTS = frozenset({"0", "0.0", "1", "-1", "None", "[]", "{}", "()", "''", '""', "True", "False"})
_CONDITIONS = frozenset({"if", "while", RETURN})
_LABELS = word_set(
    "name names path file filename title label tag desc msg message dir text repr str log time 名称 路径"
)
_COLLECTING = word_set(
    "history result results stats statistics metrics logs scores record records summary info report row"
)
_TRAINED_ON = word_set("loss total_loss losses 损失")


@dataclass(frozen=True, kw_only=True)
class _Versions:
    """Two versions of a cell, and what decides whether their expressions are equal."""

    before: Code
    after: Code
    sameness: Sameness
    was: Resolve
    now: Resolve


def find_edits(before: Code, after: Code, was: Resolve, now: Resolve, *, same_cell: bool) -> list[Edit]:
    """Compare two versions of a cell.

    Parameters
    ----------
    before, after : Code
        Read from the earlier and the present source.
    was, now : callable
        Return the value of a variable in the earlier and in the present run; None when it is unknown.
    same_cell : bool
        Whether both are known to be of one cell.

    Returns
    -------
    list of Edit
        In the order of the present source; removed pieces come last. In two
        sources that have little in common, only pieces of both are compared.
        An edit whose values are equal marks a variable that has not changed.
    """
    if before.pieces == after.pieces:
        return []
    before, after = inline_functions(before, after), inline_functions(after, before)
    before, after = with_common_names(before, after)
    sameness = Sameness(before, after, was, now)
    versions = _Versions(before=before, after=after, sameness=sameness, was=was, now=now)
    pairs = align(before, after, sameness)
    alike = _is_edited_cell(pairs, versions, same_cell=same_cell)
    found: list[Edit] = []
    for pair in pairs:
        if pair.before == pair.after:
            continue
        if pair.before is not None and pair.after is not None:
            found += _changed(pair.before, pair.after, versions)
        elif alike:
            found += _added_or_removed(pair, versions)
    found = [as_written(edit) for edit in found]
    found.sort(key=lambda edit: edit.after is None)
    return named(without_repeated(found), after, sameness.spelled_out)


def _is_edited_cell(pairs: list[Pair], versions: _Versions, *, same_cell: bool) -> bool:
    """Whether this is an edited cell rather than a rewritten one."""
    gone = sum(pair.after is None for pair in pairs)
    new = sum(pair.before is None for pair in pairs)
    if same_cell and not (gone and new):
        return True
    common = len(pairs) - gone - new
    size = len(versions.before.pieces) + len(versions.after.pieces)
    return 2 * common >= (_MIN_COMMON if same_cell else _MIN_COMMON_OF_OTHER) * size


def _changed(before: Piece, after: Piece, versions: _Versions) -> Iterator[Edit]:
    if isinstance(before, Call) and isinstance(after, Call):
        yield from _changed_call(before, after, versions)
    elif isinstance(before, Setting) and isinstance(after, Setting):
        yield from _changed_setting(before, after, versions)
    else:
        yield from _changed_kind(before, after, versions)


def _changed_setting(before: Setting, after: Setting, versions: _Versions) -> Iterator[Edit]:
    if versions.sameness.same(before.value, after.value):
        versions.sameness.resolve_pair(before.value, after.value)
        for one in (before, after) if before.name != after.name else ():  # moved to another variable
            yield Edit(name=one.name, full_name=one.name, before=one.value, after=one.value)
        return
    old, new = versions.sameness.resolve_pair(before.value, after.value)
    if same_value(old, new) or (_is_start(before) and _is_start(after)):
        return
    if _is_filled(before, after) or _is_filled(after, before):
        return
    if _is_setting_edit(after, old, new):
        yield _edit_of_setting(after, old, new)


def _is_start(setting: Setting) -> bool:
    """Whether a value is the start of a counter or a collection."""
    return setting.state and (setting.value in _STARTS or "inf" in setting.value or is_text(setting.value))


def _is_filled(started: Setting, whole: Setting) -> bool:
    """Whether one version fills a collection step by step, and the other writes it as a comprehension."""
    return started.value in {"[]", "{}"} and started.state and is_comprehension(whole.value)


def _is_setting_edit(setting: Setting, old: str, new: str) -> bool:
    if is_text(old) and is_text(new):
        return not _LABELS & set(words_of(_label_of(setting))) and not same_but_for_names(old, new)
    simple = (is_literal(old) or is_reference(old)) and (is_literal(new) or is_reference(new))
    if simple or same_but_for_constants(old, new):
        return True
    name = setting.short or setting.name
    if is_metric_name(name) and name not in _TRAINED_ON:
        return False  # measured in another way
    # Inside a function, most is the flow of data.
    number = has_constant(old, number=True) or has_constant(new, number=True)
    return setting.where == "" or number or name in _TRAINED_ON


def _changed_kind(before: Piece, after: Piece, versions: _Versions) -> Iterator[Edit]:
    """Compare a variable that is a literal in one version and a call result in the other."""
    call = before if isinstance(before, Call) else after
    setting = after if isinstance(before, Call) else before
    if not isinstance(call, Call) or not isinstance(setting, Setting):
        return
    name = setting.name
    computed = call.where != "" or setting.state or is_metric_name(name)
    if (computed and name not in _TRAINED_ON) or is_noise(call.callee):
        return
    converted = arguments_of(call.arguments)
    if len(converted) == 1 and versions.sameness.same(converted[0], setting.value):
        return  # Path("data") of "data"
    if call.constructs or has_constant(setting.value) or has_constant(call.text) or name in _TRAINED_ON:
        old = call.text if call is before else setting.value
        new = call.text if call is after else setting.value
        yield Edit(name=name, full_name=name, before=old, after=new, variable=call is before)


def _changed_call(before: Call, after: Call, versions: _Versions) -> Iterator[Edit]:
    sameness = versions.sameness
    replaced = sameness.function(before, old=True) != sameness.function(after, old=False)
    owner = "" if is_metric_name(after.owner) else after.owner
    if owner and not replaced and after.callee == f"{owner}.{after.last_name}":
        owner = after.last_name  # "data = data.batch(32)"
    name = owner or (after.within if replaced else "") or after.name
    yield from _changed_callee(before, after, name, sameness, replaced=replaced)
    if before.owner in sameness.gone and after.owner in sameness.fresh:
        # Another name for the same thing.
        for bound, text in ((before.owner, before.text), (after.owner, after.text)):
            yield Edit(name=bound, full_name=bound, before=text, after=text)
    for argument in changed_arguments(before, after, sameness, replaced=replaced):
        old, new = argument.before, argument.after
        if not argument.name:
            yield Edit(name=name, full_name=name, before=old, after=new, positional=True)
        elif is_noise_keyword(argument.name):
            continue
        elif not replaced or None not in (old, new) or _both_have(after, argument.name, versions):
            yield _edit_of_keyword(after, argument.name, old, new)


def _changed_callee(
    before: Call, after: Call, name: str, sameness: Sameness, *, replaced: bool
) -> Iterator[Edit]:
    """Compare what is called, and on which object."""
    if is_reference(before.name) and is_reference(after.name):
        if replaced and before.last_name != after.last_name:
            yield Edit(name=name, full_name=name, before=before.name, after=after.name)
        return
    if is_metric_name(after.owner):
        return  # measured in another way
    of_what = [call.callee.rpartition(".")[0] for call in (before, after)]
    other_method = of_what[0] == of_what[1] and before.last_name != after.last_name
    if other_method or _other_constants(before.callee, after.callee, sameness):
        name = name if name != after.name else after.within or name
        yield Edit(name=name, full_name=name, before=before.text, after=after.text)


def _other_constants(old: str, new: str, sameness: Sameness) -> bool:
    """Whether a method is called on an expression with other constants: ``(x > 0.5).long()``."""
    return not is_reference(new) and same_but_for_constants(old, new) and not sameness.same(old, new)


def _both_have(call: Call, keyword: str, versions: _Versions) -> bool:
    """Whether both of two objects that replaced each other have a setting of that name."""
    name = f"{call.owner}.{keyword}"
    return versions.was(name) is not None and versions.now(name) is not None


def _added_or_removed(pair: Pair, versions: _Versions) -> Iterator[Edit]:
    def on_its_side(text: str) -> tuple[str | None, str | None]:
        return (text, None) if pair.after is None else (None, text)

    piece = pair.after or pair.before
    other = versions.before if pair.after is not None else versions.after
    known = versions.after.whole if pair.after is None else versions.before.whole
    if piece is None or not known:  # it may stand in what was not read
        return
    field = isinstance(piece, Setting) and piece.short != ""  # of a configuration
    if not field and _is_inside_new_scope(piece, other):
        return
    if isinstance(piece, Setting):
        if piece.name not in _CONDITIONS and _is_worth_listing(piece, versions.sameness):
            yield _edit_of_setting(piece, *on_its_side(piece.value))
    elif _only_sets_options(piece) and not piece.arguments and (piece.owner or not piece.within):
        for keyword, value in piece.keywords.items():
            yield _edit_of_keyword(piece, keyword, *on_its_side(value))
    elif piece.stands_alone and not versions.sameness.only_uses_new_names(piece, old=pair.after is None):
        # "model = compile(model)" makes no new model; a decorator belongs to no variable.
        of_itself = piece.owner in {"", *arguments_of(piece.arguments)[:1]}
        name = piece.name if of_itself or piece.callee.startswith("@") else piece.owner
        old, new = on_its_side(piece.text)
        yield Edit(name=name, full_name=name, before=old, after=new)


def _is_worth_listing(setting: Setting, sameness: Sameness) -> bool:
    """Whether an added or removed setting is a choice: no counter, collection or measurement."""
    name = setting.short or setting.name
    if is_literal(setting.value):
        empty = setting.value in {"[]", "{}", "()", "None"}
        return not (_is_start(setting) or empty or is_measured(name, setting.value))
    if is_metric_name(name) or is_text(setting.value) or is_reference(setting.value):
        return False
    root = setting.name.partition(".")[0]
    if setting.short:  # a column, an item of a configuration that was there before
        return root not in sameness.gone | sameness.fresh and not _COLLECTING & set(words_of(root))
    return updates_itself(setting.name, setting.value)


def _label_of(setting: Setting) -> str:
    return setting.where.rpartition(".")[2] if setting.name == RETURN else setting.short or setting.name


def _only_sets_options(call: Call) -> bool:
    """Whether a call only sets options named by its arguments."""
    return set(call.keywords) == {"seed"} or call.callee in {"add_argument", "%env"}


def _is_inside_new_scope(piece: Piece, other: Code) -> bool:
    """Whether a piece is part of a function or class that the other version does not have."""
    scopes = piece.where.split(".") if piece.where else []
    if scopes and isinstance(piece, Call) and piece.callee.startswith("@"):
        scopes = scopes[:-1] if scopes[-1] in other.bound else scopes
    return any(scope not in other.bound for scope in scopes)


def _edit_of_setting(piece: Setting, before: str | None, after: str | None) -> Edit:
    if piece.name == RETURN:
        function = piece.where.rpartition(".")[2]
        return Edit(name=function, full_name=piece.where, before=before, after=after)
    inside = piece.where and not piece.name.startswith(piece.where)
    full = f"{piece.where}.{piece.name}" if inside else piece.name
    return Edit(
        name=piece.short or piece.name,
        full_name=full,
        before=before,
        after=after,
        variable=not piece.where,
    )


def _edit_of_keyword(call: Call, keyword: str, before: str | None, after: str | None) -> Edit:
    return Edit(name=keyword, full_name=full_name(call, keyword), before=before, after=after)
