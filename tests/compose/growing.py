"""Cells and outputs that can be made as large as one likes: each family has one shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any


def lines(pattern: str) -> Callable[[int], str]:
    """Return what repeats a line; ``{n}`` is its number."""
    return lambda size: "\n".join(pattern.replace("{n}", str(n)) for n in range(size))


def nested(opening: str, middle: str, closing: str) -> Callable[[int], str]:
    return lambda size: opening * size + middle + closing * size


def blocks(head: str) -> Callable[[int], str]:
    """Return statements inside each other."""
    return lambda size: "\n".join(" " * n + head for n in range(size)) + "\n" + " " * size + "x = 1"


SOURCES: Mapping[str, Callable[[int], str]] = {
    "assignments": lines("v{n} = {n}"),
    "one variable": lines("v = {n}"),
    "items of a configuration": lines("config['key{n}'] = {n}"),
    "tuple": lambda size: f"x = ({', '.join(map(str, range(size)))})",
    "list over lines": lambda size: "x = [\n" + ",\n".join(map(str, range(size))) + "\n]",
    "floats over lines": lambda size: "x = [\n" + ",\n".join(f"{n}e-3" for n in range(size)) + "\n]",
    "dictionary": lambda size: "x = {" + ", ".join(f"'k{n}': {n}" for n in range(size)) + "}",
    "dictionary over lines": lambda size: "x = {\n" + ",\n".join(f"'k{n}': {n}" for n in range(size)) + "\n}",
    "deep dictionary": nested("x = {'a': " if False else "{'a': ", "1", "}"),
    "deep list": nested("[", "1", "]"),
    "brackets": nested("(", "1", ")"),
    "chain of calls": lambda size: "df = df" + ".dropna()" * size,
    "chain over lines": lambda size: "df = (df\n" + "    .fillna(0)\n" * size + ")",
    "chain of attributes": lambda size: "x = a" + ".b" * size,
    "chain of items": lambda size: "x = a" + "[0]" * size,
    "sum of texts": lambda size: "x = " + " + ".join(["'a'"] * size),
    "sum of calls": lambda size: "x = " + " + ".join(f"f({n})" for n in range(size)),
    "signs": lambda size: "x = " + "-" * size + "1",
    "not": lambda size: "x = " + "not " * size + "y",
    "comparisons": lambda size: "x = " + " < ".join(f"a{n}" for n in range(size + 1)),
    "lambdas": lambda size: "f = " + "lambda x: " * size + "x",
    "conditions": lambda size: "x = " + "1 if a else " * size + "2",
    "calls in calls": nested("f(", "1", ")"),
    "calls side by side": lines("f(x, a={n})"),
    "layers": lambda size: (
        "m = nn.Sequential(\n" + "".join(f"nn.Linear({n}, 8),\n" for n in range(size)) + ")"
    ),
    "layers put on": lambda size: "m = Sequential()\n" + "\n".join(f"m.add(Dense({n}))" for n in range(size)),
    "functions": lines("def f{n}(x, y={n}):\n    return x * {n}"),
    "functions called": lines("def f{n}(x):\n    y = x * {n}\nf{n}(2)"),
    "functions in functions": blocks("def f(x):"),
    "classes": lines("class C{n}:\n    lr = {n}"),
    "decorators": lambda size: "\n".join(f"@wrap({n})" for n in range(size)) + "\ndef f(): pass",
    "parameters": lambda size: f"def f({', '.join(f'a{n}={n}' for n in range(size))}): pass",
    "keywords": lambda size: f"m = Net({', '.join(f'a{n}={n}' for n in range(size))})",
    "elif": lambda size: "if a == 0: x = 0\n" + "\n".join(f"elif a == {n}: x = {n}" for n in range(size)),
    "loops in loops": blocks("for i in x:"),
    "loops": lines("for i in range({n}):\n    total += i"),
    "with in with": blocks("with f() as g:"),
    "try": lines("try:\n    x = f({n})\nexcept E:\n    pass"),
    "match": lambda size: "match a:\n" + "\n".join(f"    case {n}:\n        x = {n}" for n in range(size)),
    "comprehensions": lambda size: "x = " + "[" * size + "y" + " for y in z]" * size,
    "comprehensions side by side": lines("x{n} = [f(y) for y in z{n}]"),
    "comments": lines("# lr = {n}"),
    "magics": lines("%env KEY{n}={n}"),
    "shell": lines("!python train.py --lr {n}"),
    "questions": lines("help{n}?"),
    "continued": lambda size: "!python train.py \\\n" + " \\\n".join(f"--a{n} {n}" for n in range(size)),
    "imports": lines("import a{n} as b{n}"),
    "imports from": lambda size: "from a import (" + ", ".join(f"b{n}" for n in range(size)) + ")",
    "f-strings": lines("print(f'{x} is {n:>10}')"),
    "f-string": lambda size: "x = f'" + "{a} is b, " * size + "'",
    "text": lambda size: "x = '''" + "words in a text\n" * size + "'''",
    "configuration": lambda size: "x = '''\n" + "\n".join(f"k{n}: {n}" for n in range(size)) + "\n'''",
    "deep configuration": lambda size: (
        "x = '''\n" + "\n".join("  " * (n % 50) + f"k{n}:" for n in range(size)) + "\n lr: 1\n'''"
    ),
    "values in an f-string": lambda size: "x = f'" + "{a}" * size + "'",
    "short statements": lambda size: "x=1;" * size,
    "starred targets": lines("a{n}, *b{n} = c{n}"),
    "named in conditions": lines("if (a{n} := f({n})): b{n} = a{n}"),
    "items of items": lines("cfg['a']['b{n}'] = dict(lr={n}, x=[{n}])"),
    "passwords": lines("password{n} = 'hunter{n}!x'"),
    "old line ends": lambda size: "lr = 1e-3\r" * size,
    "other line ends": lambda size: "lr = 1e-3\u2028\x85" * size,
    "texts side by side": lines("x{n} = '''\na\nb: {n}\n'''"),
    "long names": lambda size: f"{'a' * size} = 1",
    "long line": lambda size: "x = 1; " * size,
    "updates": lines("x{n} += {n}"),
    "unpacked": lambda size: ", ".join(f"a{n}" for n in range(size)) + " = f()",
    "targets": lambda size: " = ".join(f"a{n}" for n in range(size)) + " = 1",
    "half a cell": lambda size: "x = (1,\n" * size,
    "blanks": lambda size: "\n" * size + "x = 1" + " " * size,
    "lines of blanks": lambda size: (" " * 50 + "\n") * size,
    "seeds": lines("torch.manual_seed({n})"),
    "files": lines("f{n} = read('data/{n}.csv')"),
    "starred": lambda size: "f(" + ", ".join(f"*a{n}" for n in range(size)) + ")",
    "not Python": lines("this is {n} no ! code $ at all ="),
    "plots": lines("plt.plot(x{n}); plt.title('figure {n}'); plt.show()"),
    "bytes": lambda size: "x = b'" + "\\x00" * size + "'",
    "digits": lambda size: "x = " + "9" * size,
    "joined texts": lambda size: "x = (" + "'a'\n" * size + ")",
}
"""Cells, by shape; each takes a number."""


def stream(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(**bundle: object) -> dict[str, Any]:
    data = {name.replace("_", "/", 1): value for name, value in bundle.items()}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def printed(pattern: str) -> Callable[[int], list[dict[str, Any]]]:
    return lambda size: [stream("".join(pattern.replace("{n}", str(n)) + "\n" for n in range(size)))]


def table(size: int) -> str:
    rows = "".join(f"<tr><th>{n}</th><td>0.{n}</td><td>a</td></tr>" for n in range(size))
    return f"<table><thead><tr><th></th><th>acc</th><th>b</th></tr></thead><tbody>{rows}</tbody></table>"


def wide_table(size: int) -> str:
    return f"<table><tr>{'<th>acc</th>' * size}</tr><tr>{'<td>0.5</td>' * size}</tr></table>"


def error(size: int) -> dict[str, Any]:
    frame = 'File "<ipython-input-1>", line {n}, in f\n----> 1 f({n})\n'
    traceback = [frame.replace("{n}", str(n)) for n in range(size)]
    return {"output_type": "error", "ename": "ValueError", "evalue": "bad " * size, "traceback": traceback}


OUTPUTS: Mapping[str, Callable[[int], list[dict[str, Any]]]] = {
    "epochs": printed("Epoch {n}/99 loss=0.{n} acc={n}.5%"),
    "mappings": printed("{'loss': 0.{n}, 'epoch': {n}.0}"),
    "one mapping": lambda size: [stream(json.dumps({f"loss_{n}": n / 7 for n in range(size)}))],
    "deep mapping": lambda size: [stream('{"a": ' * size + "1" + "}" * size)],
    "brackets": lambda size: [stream("[" * size)],
    "closed brackets": lambda size: [stream("(" * size + ")" * size)],
    "braces": lambda size: [stream("{'loss': " * size)],
    "colons": lambda size: [stream("loss: " * size)],
    "equals": lambda size: [stream("loss=" * size)],
    "pairs in a line": lambda size: [stream(" ".join(f"loss{n}={n}.5" for n in range(size)))],
    "one word": lambda size: [stream("a" * size)],
    "digits": lambda size: [stream("accuracy: 0." + "1" * size)],
    "numbers": lambda size: [stream("0.5 " * size)],
    "blanks": lambda size: [stream(" " * size + "x")],
    "empty lines": lambda size: [stream("\n" * size)],
    "dashes": printed("-----------------------"),
    "pipes": printed("| acc | 0.{n} |"),
    "columns": lambda size: [stream("   acc  loss\n" + "".join(f"{n}  0.5  0.{n}\n" for n in range(size)))],
    "wide columns": lambda size: [stream("   " + " acc" * size + "\n0 " + " 0.5" * size)],
    "bars": lambda size: [stream("".join(f"\r {n}%|###| loss=0.{n}" for n in range(size)))],
    "nested bars": lambda size: [stream("".join(f"\nin {n}\x1b[A\rout {n}" for n in range(size)))],
    "colours": lambda size: [stream("\x1b[31mloss\x1b[0m=0.5\n" * size)],
    "open escapes": lambda size: [stream("\x1b[" * size)],
    "open links": lambda size: [stream("\x1b]8;;" * size)],
    "backspaces": lambda size: [stream("ab\b" * size)],
    "hidden": lambda size: [stream("a\u200b" * size)],
    "Chinese": printed("第 {n} 轮 训练损失：0.{n}，验证准确率：{n}.1%"),
    "headings": printed("### Step {n} ###"),
    "sections": printed("Model {n}:\n  accuracy: 0.{n}"),
    "many outputs": lambda size: [stream(f"loss: 0.{n}\n") for n in range(size)],
    "pieces": lambda size: [{"output_type": "stream", "name": "stdout", "text": ["loss=1\n"] * size}],
    "two streams": lambda size: [
        {**stream(f"token {n}"), "name": "stderr" if n % 2 else "stdout"} for n in range(size)
    ],
    "two words": lambda size: [stream("a b\n" * size)],
    "noise": lambda size: [
        stream(
            "epoch,loss,acc\n"
            + "".join(f"{n},0.{n * 7919 % 997},0.{n * 104729 % 991}\n" for n in range(size))
        )
    ],
    "Windows line ends": lambda size: [stream("loss: 0.5\r\n" * size)],
    "other line ends": lambda size: [stream("loss: 0.5\x85loss: 0.5\u2028loss: 0.5\x0b" * size)],
    "hidden beside letters": lambda size: [stream("हानि\u200d: 0.5 שלום\u202e\n" * size)],
    "keys": lambda size: [stream("".join(f"sk-abcdefGHIJ{n:010}klmnopqrstUVWX1234\n" for n in range(size)))],
    "web tokens": lambda size: [
        stream("".join(f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI{n:08}.abcDEFghijk_lmnop\n" for n in range(size)))
    ],
    "links": lambda size: [
        stream("".join(f"https://user:pass{n}@host{n}.org/a?token=abc{n}\n" for n in range(size)))
    ],
    "passwords": printed("password: hunter{n}"),
    "private keys": lambda size: [stream("-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n" * size)],
    "paths": printed("/home/user/data/images/train/class_{n}/picture_{n}.jpg"),
    "random characters": lambda size: [
        stream("".join(chr(n * n * 7919 % 251 + 4 + n * 31 % 13) for n in range(size)))
    ],
    "many tables": lambda size: [shown(text_html=table(2)) for _ in range(size)],
    "table": lambda size: [shown(text_html=table(size))],
    "wide table": lambda size: [shown(text_html=wide_table(size))],
    "deep HTML": lambda size: [shown(text_html="<div>" * size + "<table><tr><td>1</td></tr></table>")],
    "tables in tables": lambda size: [shown(text_html="<table><tr><td>" * size + "1")],
    "open tags": lambda size: [shown(text_html="<table>" + "<td " * size)],
    "spans": lambda size: [shown(text_html='<table><tr><td colspan="1000">a</td></tr></table>' * size)],
    "entities": lambda size: [shown(text_html="<table><tr><td>" + "&amp" * size + "</td></tr></table>")],
    "comments": lambda size: [shown(text_html="<table>" + "<!--" * size)],
    "signs in HTML": lambda size: [shown(text_html="<" * size)],
    "elements of HTML": lambda size: [shown(text_html="<b></b>" * size)],
    "HTML texts": lambda size: [shown(text_html=f"<b>loss {n}</b>: 0.5 " * 10) for n in range(size)],
    "long HTML texts": lambda size: [shown(text_html="<p>loss: 0.5</p>" * size) for _ in range(8)],
    "long tables": lambda size: [shown(text_html=table(size)) for _ in range(20)],
    "rows below each other": lambda size: [
        shown(text_html="<table>" + '<tr><td rowspan="40" colspan="40">a</td></tr>' * size + "</table>")
    ],
    "HTML text": lambda size: [shown(text_html="<p>loss: 0.5</p>" * size)],
    "Markdown": lambda size: [shown(text_markdown="# a\n\n* loss: 0.5\n" * size)],
    "Markdown texts": lambda size: [shown(text_markdown="*a **b " * size) for _ in range(8)],
    "quotes in Markdown": lambda size: [shown(text_markdown="> " * size + "a")],
    "emphasis": lambda size: [shown(text_markdown="*a **b " * size)],
    "links in Markdown": lambda size: [shown(text_markdown="[a](" * size)],
    "fences": lambda size: [shown(text_markdown="```\na\n" * size)],
    "formula": lambda size: [shown(text_latex="$" + "{a}" * size + "$")],
    "SVG": lambda size: [shown(**{"image_svg+xml": "<svg>" + "<g>" * size + "</g>" * size + "</svg>"})],
    "shapes": lambda size: [
        shown(
            **{
                "image_svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'>"
                + "<path d='M 0'/>" * size
                + "</svg>"
            }
        )
    ],
    "pictures of parts": lambda size: [
        shown(**{"image_svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'>{'<g/>' * size}</svg>"})
        for _ in range(6)
    ],
    "texts in a picture": lambda size: [
        shown(
            **{
                "image_svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'>"
                + "<text>a b</text>" * size
                + "</svg>"
            }
        )
    ],
    "figures": lambda size: [
        shown(
            **{"application_vnd.plotly.v1+json": {"data": list(range(size)), "layout": {"title": "a" * size}}}
        )
    ],
    "deep JSON": lambda size: [shown(application_json=json.loads("[" * 400 + "1" + "]" * 400))] * size,
    "unknown": lambda size: [shown(**{f"application_x{n}": "a"}) for n in range(size)],
    "types": lambda size: [shown(**{f"application_x{n}": "a" for n in range(size)})],
    "errors": lambda size: [error(size)],
    "many errors": lambda size: [error(1) for _ in range(size)],
    "value": lambda size: [
        {"output_type": "execute_result", "data": {"text/plain": str(list(range(size)))}, "metadata": {}}
    ],
}
"""Outputs of a cell, by shape; each takes a number."""


def later(first: Mapping[str, Any], **changed: object) -> Mapping[str, Any]:
    """Return the metadata of an entry that was made from another one."""
    return {**first, **changed}


ENTRIES: Mapping[str, Callable[[Mapping[str, Any], int], list[Mapping[str, Any]]]] = {
    "many": lambda first, size: [first] * size,
    "results": lambda first, size: [first, *[later(first, kind="result")] * size],
    "of other cells": lambda first, size: [
        later(first, source={"cell_id": f"c{n}", "execution_count": n, "sha256": "ab" * 32})
        for n in range(size)
    ],
    "damaged": lambda first, size: [later(first, created="never")] * size,
    "no entries": lambda first, size: [{"version": 1}] * size,
    "parameters": lambda first, size: [later(first, parameters={f"p{n}": str(n) for n in range(size)})],
    "long parameter": lambda first, size: [later(first, parameters={"lr": "1" * size})],
    "long dictionary": lambda first, size: [
        later(first, parameters={"lr": "{" + ", ".join(f"'{n}': {n}" for n in range(size)) + "}"})
    ],
    "deep parameter": lambda first, size: [later(first, parameters={"lr": "[" * size + "]" * size})],
    "spellings": lambda first, size: [later(first, as_written={f"p{n}": f"{n}e0" for n in range(size)})],
    "metrics": lambda first, size: [
        later(
            first,
            metrics=[{"name": f"loss {n}", "before": None, "after": n / 7, "unit": "1"} for n in range(size)],
        )
    ],
    "settings": lambda first, size: [
        later(first, code=[{"set": f"x{n}", "to": str(n)} for n in range(size)])
    ],
    "calls": lambda first, size: [
        later(first, code=[{"call": f"f{n}", "with": "x, y", "keywords": {"a": str(n)}} for n in range(size)])
    ],
    "keywords": lambda first, size: [
        later(first, code=[{"call": "f", "as": "x", "keywords": {f"a{n}": str(n) for n in range(size)}}])
    ],
    "bindings": lambda first, size: [
        later(first, code=[{"bind": f"x{n}", "from": f"for y{n}", "at": n} for n in range(size)])
    ],
    "bound names": lambda first, size: [
        later(first, code=[{"names": " ".join(f"x{n}" for n in range(size))}])
    ],
    "long text": lambda first, size: [later(first, code=[{"set": "x", "to": "f(" * size}])],
    "deep metadata": lambda first, size: (
        [later(first, other=json.loads('{"a":' * 100 + "1" + "}" * 100))] * size
    ),
    "drift": lambda first, size: [
        first,
        later(
            first,
            snapshot={
                "same_as": first["id"],
                "drift": [{"name": f"packages.p{n}", "before": "1", "after": "2"} for n in range(size)],
            },
        ),
    ],
}
"""Entries before the new one, by shape; each takes the metadata of one and a number."""
