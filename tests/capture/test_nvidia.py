"""NVIDIA's driver, by a real call into a stand-in for its library and by a copy of its files."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from jupyterlab_journal.capture.devices import CudaProbe, DevicesProbe, Driver
from jupyterlab_journal.capture.nvidia import read_files, read_library
from jupyterlab_journal.capture.probe import Absent, Context

EMPTY = Context(namespace={})

# The functions as nvml.h declares them: two GPUs, the second of which cannot be opened. It counts how often
# it is opened and closed, which a driver that is asked at each capture would show.
LIBRARY = r"""
#include <stdio.h>
#include <string.h>
static int opened = 0;
typedef struct { unsigned long long total, free, used; } memory_t;
int nvmlInit_v2(void) { opened++; return INIT; }
int nvmlShutdown(void) { opened += 100; return 0; }
int times(void) { return opened; }
int nvmlSystemGetDriverVersion(char *text, unsigned length) { snprintf(text, length, "550.54.15"); return 0; }
int nvmlSystemGetCudaDriverVersion_v2(int *version) { *version = 12040; return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **handle) {
    *handle = (void *)(long)(0x7f0000000010L + index);   /* more than 32 bits: a cut pointer would show */
    return index == 0 ? 0 : 15;                          /* NVML_ERROR_GPU_IS_LOST */
}
int nvmlDeviceGetName(void *handle, char *text, unsigned length) {
    if ((long)handle != 0x7f0000000010L) return 2;
    snprintf(text, length, "NVIDIA H100 80GB HBM3");
    return 0;
}
int nvmlDeviceGetMemoryInfo(void *handle, memory_t *memory) {
    if ((long)handle != 0x7f0000000010L) return 2;
    memory->total = 85520809984ULL; memory->free = 1; memory->used = 2;
    return 0;
}
int nvmlDeviceGetCudaComputeCapability(void *handle, int *major, int *minor) {
    *major = 9; *minor = 0;
    return (long)handle == 0x7f0000000010L ? 0 : 2;
}
"""
H100 = {"index": 0, "name": "NVIDIA H100 80GB HBM3", "memory_bytes": 85_520_809_984, "capability": "9.0"}
LOST = {"index": 1, "name": "unknown", "memory_bytes": None, "capability": None}


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Compile the stand-in; its answer to being opened is the argument."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler: the call into a library was not tried")
    folder = tmp_path_factory.mktemp("nvml")

    def make(init, source=LIBRARY):
        (folder / "nvml.c").write_text(source)
        library = folder / f"libstandin{init}{len(source)}.so"
        command = [compiler, "-shared", "-fPIC", f"-DINIT={init}", "-o", str(library), str(folder / "nvml.c")]
        subprocess.run(command, check=True)
        return str(library)

    return make


@pytest.fixture
def files(tmp_path):
    """The files of a driver with two GPUs, as they lie in /proc."""
    (tmp_path / "version").write_text(
        "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\n"
        "GCC version:  gcc version 12.2.0\n"
    )
    for bus, model in (("0000:1b:00.0", "NVIDIA A100-SXM4-40GB"), ("0000:43:00.0", "NVIDIA A100-SXM4-80GB")):
        folder = tmp_path / "gpus" / bus
        folder.mkdir(parents=True)
        (folder / "information").write_text(f"Model: \t\t {model}\nIRQ:   \t\t 123\nGPU UUID: \t GPU-1\n")
    return str(tmp_path)


def test_the_library_is_asked_by_its_own_functions(build):
    facts = read_library(build(0))
    assert facts == {"driver": "550.54.15", "driver_cuda": "12.4", "devices": [H100, LOST]}


@pytest.mark.parametrize("refusal", [9, 999])  # NVML_ERROR_DRIVER_NOT_LOADED, NVML_ERROR_UNKNOWN
def test_a_library_that_refuses_gives_nothing(build, refusal):
    assert read_library(build(refusal)) is None


def test_a_library_of_another_make_gives_nothing(build):
    assert (
        read_library(build(0, "int nvmlInit_v2(void) { return 0; } int nvmlShutdown(void) { return 0; }"))
        is None
    )
    assert read_library("libno-such-library.so") is None


def test_the_driver_is_asked_once_and_left_closed(build):
    import ctypes

    library = build(0, LIBRARY + " ")
    driver = Driver(library=library, files="/nowhere")
    for _ in range(3):
        devices = DevicesProbe(driver).read(EMPTY)
        CudaProbe(driver).read(EMPTY)
    assert devices == [{**H100, "source": "nvml"}, {**LOST, "source": "nvml"}]
    assert ctypes.CDLL(library).times() == 101  # one opening, one closing


def test_without_the_library_the_files_are_read(files, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    driver = Driver(library="libno-such-library.so", files=files)
    devices = DevicesProbe(driver).read(EMPTY)
    assert [(device["index"], device["name"]) for device in devices] == [
        (0, "NVIDIA A100-SXM4-40GB"),
        (1, "NVIDIA A100-SXM4-80GB"),
    ]
    assert {(device["memory_bytes"], device["source"]) for device in devices} == {(None, "driver files")}
    assert CudaProbe(driver).read(EMPTY) == {
        "driver": "550.54.15",
        "driver_cuda": None,
        "visible_devices": "1",
        "initialised": False,
        "source": "driver files",
    }


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.82.07  Release Build", "580.82.07"),
        ("NVRM version: NVIDIA UNIX aarch64 Kernel Module  535.104.05", "535.104.05"),
        ("something else", None),
    ],
)
def test_versions_of_all_kinds_of_driver_are_read(tmp_path, line, version):
    (tmp_path / "version").write_text(line)
    assert read_files(str(tmp_path)) == {"driver": version, "driver_cuda": None, "devices": []}


def test_without_a_driver_there_is_nothing_to_read(monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    driver = Driver(library="libno-such-library.so", files="/nowhere")
    for probe in (DevicesProbe(driver), CudaProbe(driver)):
        with pytest.raises(Absent):
            probe.read(EMPTY)


def test_devices_hidden_without_a_driver_are_on_record(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    facts = CudaProbe(Driver(library="libno-such-library.so", files="/nowhere")).read(EMPTY)
    assert facts["visible_devices"] == ""
    assert facts["driver"] is None
