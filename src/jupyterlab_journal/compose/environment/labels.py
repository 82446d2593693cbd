"""The words of the table of facts, in each language; the other words of an entry are in `words`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.compose.words import Counted


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Names of rows, and phrases; ``{...}`` are filled with `str.format`."""

    environment: str
    host: str
    cpus: str
    memory: str
    folder: str
    process: str
    commit: str
    threads: str
    gpu_build: str
    no_gpu_build: str
    backend: str
    libraries: str
    driver: str
    driver_cuda: str
    capability: str
    in_use: str
    bus_order: str
    distributed: str
    rank: str
    backend_of_group: str
    hosts: str
    job: str
    changed_files: Counted
    notebook: dict[str, str]
    more_files: str
    packages_differ: Counted
    package_versions: tuple[str, str, str]
    tag: str
    digest: str
    data: str
    bytes: str
    modified: str
    not_hashed: str
    exact: Counted
    portable: Counted
    files_left_out: str


ENGLISH = Labels(
    environment="Environment",
    host="Host",
    cpus="{count} processors",
    memory="{size} GiB of memory",
    folder="Working folder",
    process="Process",
    commit="commit {commit}",
    threads="{count} threads",
    gpu_build="built for GPU",
    no_gpu_build="built without GPU",
    backend="backend {backend}",
    libraries="Libraries",
    driver="NVIDIA driver",
    driver_cuda="serves CUDA up to {version}",
    capability="compute capability {number}",
    in_use="{used} GiB in use by torch, {peak} GiB at most",
    bus_order="numbered as on the bus",
    distributed="Run on several processes",
    rank="rank {rank} of {size}",
    backend_of_group="backend {backend}",
    hosts="hosts {hosts}",
    job="job {job}",
    changed_files=("1 changed file: {files}", "{count} changed files: {files}"),
    notebook={
        "untracked": "this notebook not tracked",
        "ignored": "this notebook ignored",
        "modified": "this notebook modified",
        "staged": "this notebook staged",
        "conflicting": "this notebook in conflict",
    },
    more_files="{files} and more",
    packages_differ=("1 package differs", "{count} packages differ"),
    package_versions=("Package", "Before", "Now"),
    tag="tag {tag}",
    digest="digest {digest}",
    data="Data {path}",
    bytes="{count} bytes",
    modified="modified {moment}",
    not_hashed="SHA-256 not known yet",
    exact=("{name}: exact, 1 package", "{name}: exact, {count} packages"),
    portable=("{name}: portable, 1 package", "{name}: portable, {count} packages"),
    files_left_out="The environment has too many packages to be listed in the entry.",
)

CHINESE = Labels(
    environment="环境",
    host="主机",
    cpus="{count} 个处理器",
    memory="{size} GiB 内存",
    folder="工作目录",
    process="进程",
    commit="提交 {commit}",
    threads="{count} 个线程",
    gpu_build="GPU 版本",
    no_gpu_build="非 GPU 版本",
    backend="后端 {backend}",
    libraries="常用库",
    driver="NVIDIA 驱动",
    driver_cuda="最高支持 CUDA {version}",
    capability="计算能力 {number}",
    in_use="torch 占用 {used} GiB，最多 {peak} GiB",
    bus_order="按总线编号",
    distributed="多进程运行",
    rank="第 {rank} 号，共 {size} 个进程",
    backend_of_group="后端 {backend}",
    hosts="主机 {hosts}",
    job="作业 {job}",
    changed_files=("{count} 个文件有改动：{files}",) * 2,
    notebook={
        "untracked": "此笔记本未纳入版本管理",
        "ignored": "此笔记本被忽略",
        "modified": "此笔记本有改动",
        "staged": "此笔记本已暂存",
        "conflicting": "此笔记本有冲突",
    },
    more_files="{files} 等",
    packages_differ=("{count} 个软件包不同",) * 2,
    package_versions=("软件包", "之前", "现在"),
    tag="标签 {tag}",
    digest="摘要 {digest}",
    data="数据 {path}",
    bytes="{count} 字节",
    modified="修改于 {moment}",
    not_hashed="SHA-256 尚未得出",
    exact=("{name}：完整，共 {count} 个软件包",) * 2,
    portable=("{name}：可移植，共 {count} 个软件包",) * 2,
    files_left_out="环境中的软件包过多，未在此条记录中列出。",
)

LABELS = {"en": ENGLISH, "zh-CN": CHINESE}
