"""The words of an entry in each language; templates hold the rest."""

from __future__ import annotations

from dataclasses import dataclass

Counted = tuple[str, str]
"""What is said of one, and of several."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """All that compose writes itself; ``{...}`` are filled with `str.format`."""

    # Tables
    changed: tuple[str, str, str]
    metric: tuple[str, str, str, str]
    metric_value: tuple[str, str]
    epoch: str
    fact: tuple[str, str]
    points: str
    more_changes: Counted
    renamed: str
    no_change: str
    # Line of facts
    ran: str
    never_ran: str
    edited: str
    seconds: str
    minutes: str
    hours: str
    seed: str
    uncommitted: str
    comma: str
    # Outputs
    output_all: Counted
    output_last: str
    output_both_ends: str
    left_out: str
    outputs_left_out: Counted
    figure_alt: str
    axes: str
    colon: str
    by_epoch: str
    from_to: str
    in_colour: str
    curve_colours: tuple[str, str, str, str]
    # Errors
    cell: str
    cell_without_number: str
    where: str
    where_in: str
    raised_in: str
    raised_in_function: str
    traceback: Counted
    # Environment
    captured: str
    captured_busy: str
    interpreter: str
    not_imported: str
    not_installed: str
    gpus: str
    seed_of: str
    seed_sources: dict[str, str]
    determinism: str
    not_set: str
    git: str
    branch: str
    clean: str
    remote: str
    packages: str
    package_count: str
    container: str
    language: str
    unreadable_probe: str
    findings: str
    remedy: str
    # Warnings
    unchanged_step: str
    unreadable_entries: Counted
    no_cell: str
    no_error: str
    no_figure: str
    no_kernel_facts: str
    parameters_cut: Counted
    facts_left_out: str
    hidden_characters: Counted
    image_broken: str
    image_too_large: str
    image_svg: str
    images_left_out: Counted
    output_unknown: str
    blocks_left_out: Counted
    rows_left_out: Counted
    interactive: str
    interactive_titled: str


def counted(forms: Counted, count: int) -> str:
    """Return the form that fits the number, filled with it."""
    return forms[count != 1].format(count=count)


def _same(form: str) -> Counted:
    return form, form


ENGLISH = Words(
    changed=("Changed", "Before", "After"),
    metric=("Metric", "Before", "After", "Difference"),
    metric_value=("Metric", "Value"),
    epoch="Epoch",
    fact=("Fact", "Value"),
    points="points",
    more_changes=("1 more change", "{count} more changes"),
    renamed="{now}, was {before}",
    no_change="No parameter changed since the previous entry.",
    ran="Ran {duration}",
    never_ran="The cell was never run",
    edited="The cell was edited after it ran",
    seconds="{seconds} s",
    minutes="{minutes} min {seconds} s",
    hours="{hours} h {minutes} min",
    seed="seed {value}",
    uncommitted="{commit} with uncommitted changes",
    comma=", ",
    output_all=("Output, 1 line", "Output, {count} lines"),
    output_last="Output, last {shown} of {total} lines",
    output_both_ends="Output, first and last {shown} of {total} lines",
    left_out="[... {bytes} bytes left out ...]",
    outputs_left_out=("1 output in between is left out.", "{count} outputs in between are left out."),
    figure_alt="Figure {number}",
    axes="{y} against {x}",
    colon=": ",
    by_epoch="{name} by epoch",
    from_to="{name} from {first} to {last}",
    in_colour="{name} {colour}",
    curve_colours=("blue", "orange", "green", "pink"),
    cell="cell [{number}]",
    cell_without_number="the cell",
    where="In {place}, line {line}: {code}",
    where_in="In {function}, {place}, line {line}: {code}",
    raised_in="Raised in {place}, line {line}: {code}",
    raised_in_function="Raised in {function}, {place}, line {line}: {code}",
    traceback=("Traceback, 1 frame", "Traceback, {count} frames"),
    captured="Captured",
    captured_busy="{moment}, while a cell was running",
    interpreter="Interpreter",
    not_imported="not imported",
    not_installed="not installed",
    gpus="GPU {index}",
    seed_of="Seed of {generator}",
    seed_sources={
        "state": "read from the generator",
        "recovered": "recovered from its state",
        "source text": "written in the code, not checked",
        "unknown": "unknown",
    },
    determinism="Determinism",
    not_set="not set",
    git="Git",
    branch="branch {branch}",
    clean="nothing uncommitted",
    remote="Remote",
    packages="Packages",
    package_count="{count} installed, hash {sha256}",
    container="Container",
    language="Language",
    unreadable_probe="Not readable: {probe}",
    findings="Findings",
    remedy="{message} Remedy: {remedy}",
    unchanged_step="Nothing has changed since step {number}, which is about the same run.",
    unreadable_entries=(
        "1 earlier journal cell could not be read and was passed over.",
        "{count} earlier journal cells could not be read and were passed over.",
    ),
    no_cell="There is no code cell above: nothing was taken from an output.",
    no_error="The output of the cell holds no error.",
    no_figure="The output of the cell holds no picture.",
    no_kernel_facts="The kernel's facts are missing: parameters and environment are not recorded.",
    parameters_cut=(
        "1 variable is not recorded: there are too many.",
        "{count} variables are not recorded: there are too many.",
    ),
    facts_left_out="The kernel's facts were too long to be kept in the entry.",
    hidden_characters=(
        "1 invisible character was removed from the output.",
        "{count} invisible characters were removed from the output.",
    ),
    image_broken="Picture {number} of the output is damaged and was left out.",
    image_too_large="Picture {number} of the output is larger than {limit} MB and was left out.",
    image_svg="A picture of the output is an SVG: exports show it, JupyterLab does not.",
    images_left_out=(
        "1 more picture of the output was left out.",
        "{count} more pictures of the output were left out.",
    ),
    output_unknown="An output of type {type} was left out: it has no text form.",
    blocks_left_out=(
        "1 more table, formula or text of the output was left out.",
        "{count} more tables, formulas and texts of the output were left out.",
    ),
    rows_left_out=("1 row is left out.", "{count} rows are left out."),
    interactive="An interactive {library} figure is not shown: the output holds no picture of it.",
    interactive_titled=(
        "The interactive {library} figure “{title}” is not shown: the output holds no picture of it."
    ),
)

CHINESE = Words(
    changed=("改动", "改动前", "改动后"),
    metric=("指标", "改动前", "改动后", "差值"),
    metric_value=("指标", "数值"),
    epoch="轮次",
    fact=("项目", "内容"),
    points="个百分点",
    more_changes=_same("另有 {count} 项改动"),
    renamed="{now}（原名 {before}）",
    no_change="与上一条记录相比，参数没有改动。",
    ran="运行 {duration}",
    never_ran="该单元格从未运行",
    edited="该单元格在运行后被修改过",
    seconds="{seconds} 秒",
    minutes="{minutes} 分 {seconds} 秒",
    hours="{hours} 小时 {minutes} 分",
    seed="随机种子 {value}",
    uncommitted="{commit}（有未提交的改动）",
    comma="，",
    output_all=_same("输出，共 {count} 行"),
    output_last="输出，共 {total} 行，显示最后 {shown} 行",
    output_both_ends="输出，共 {total} 行，显示首尾 {shown} 行",
    left_out="[…… 省略 {bytes} 字节 ……]",
    outputs_left_out=_same("中间省略 {count} 个输出。"),
    figure_alt="图 {number}",
    axes="{y} 随 {x} 的变化",
    colon="：",
    by_epoch="{name} 随轮次的变化",
    from_to="{name} 由 {first} 到 {last}",
    in_colour="{name}（{colour}）",
    curve_colours=("蓝色", "橙色", "绿色", "粉色"),
    cell="单元格 [{number}]",
    cell_without_number="单元格",
    where="位置：{place}，第 {line} 行：{code}",
    where_in="位置：{function}，{place}，第 {line} 行：{code}",
    raised_in="抛出于 {place}，第 {line} 行：{code}",
    raised_in_function="抛出于 {function}，{place}，第 {line} 行：{code}",
    traceback=_same("调用栈，共 {count} 帧"),
    captured="记录时间",
    captured_busy="{moment}（当时有单元格正在运行）",
    interpreter="解释器",
    not_imported="未导入",
    not_installed="未安装",
    gpus="GPU {index}",
    seed_of="{generator} 随机种子",
    seed_sources={
        "state": "读自随机数生成器",
        "recovered": "由状态反推",
        "source text": "仅见于代码，未经核实",
        "unknown": "未知",
    },
    determinism="确定性",
    not_set="未设置",
    git="Git",
    branch="分支 {branch}",
    clean="没有未提交的改动",
    remote="远程仓库",
    packages="软件包",
    package_count="已安装 {count} 个，哈希 {sha256}",
    container="容器",
    language="语言",
    unreadable_probe="无法读取：{probe}",
    findings="发现的问题",
    remedy="{message} 解决办法：{remedy}",
    unchanged_step="自调试步骤 {number} 以来没有任何变化，该步骤记录的是同一次运行。",
    unreadable_entries=_same("前面有 {count} 个日志单元格无法读取，已跳过。"),
    no_cell="上方没有代码单元格，因此没有记录任何输出。",
    no_error="该单元格的输出中没有错误。",
    no_figure="该单元格的输出中没有图片。",
    no_kernel_facts="没有取得内核信息：参数与环境未被记录。",
    parameters_cut=_same("变量过多，有 {count} 个未记录。"),
    facts_left_out="内核信息过长，未保存在此记录中。",
    hidden_characters=_same("已从输出中移除 {count} 个不可见字符。"),
    image_broken="输出中的第 {number} 张图片已损坏，未保存。",
    image_too_large="输出中的第 {number} 张图片超过 {limit} MB，未保存。",
    image_svg="输出中有 SVG 图片：导出的文档会显示，JupyterLab 不显示。",
    images_left_out=_same("输出中另有 {count} 张图片未保存。"),
    output_unknown="类型为 {type} 的输出没有文本形式，已略去。",
    blocks_left_out=_same("输出中另有 {count} 个表格、公式或文本未保存。"),
    rows_left_out=_same("省略 {count} 行。"),
    interactive="{library} 交互式图未显示：输出中没有它的静态图片。",
    interactive_titled="{library} 交互式图“{title}”未显示：输出中没有它的静态图片。",
)

WORDS = {"en": ENGLISH, "zh-CN": CHINESE}
