"""Metrics are read with certainty or not at all."""

from __future__ import annotations

import math

import pytest

from jupyterlab_journal.compose.metrics.metric_reading import last_values
from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics
from jupyterlab_journal.compose.tables.typeset import show_difference, show_value
from jupyterlab_journal.locale import words_in

READ = [
    ("Epoch 3/10 loss=0.25 acc=92.8%", {"loss": (0.25, "1"), "acc": (92.8, "%")}),
    ("accuracy: 0.956", {"accuracy": (0.956, "1")}),
    ("Test accuracy: 97.50 %", {"test accuracy": (97.5, "%")}),
    ("Epoch 1 loss 0.693", {"loss": (0.693, "1")}),
    ("val_loss: 0.1234 - val_accuracy: 0.95", {"val_loss": (0.1234, "1"), "val_accuracy": (0.95, "1")}),
    (
        "{'eval_loss': 0.25, 'eval_f1': 0.9, 'epoch': 3.0}",
        {"eval_loss": (0.25, "1"), "eval_f1": (0.9, "1")},
    ),
    (" 50%|█████     | 5/10 [00:01<00:01,  3.2it/s, loss=0.25]", {"loss": (0.25, "1")}),
    (
        "Train: loss=0.3 acc=0.9 | Val: loss=0.4",
        {"train loss": (0.3, "1"), "train acc": (0.9, "1"), "val loss": (0.4, "1")},
    ),
    ("D loss: 0.5, G loss: 1.5", {"d loss": (0.5, "1"), "g loss": (1.5, "1")}),
    ("Top-1 acc: 71.2% Top-5 acc: 90.3%", {"top-1 acc": (71.2, "%"), "top-5 acc": (90.3, "%")}),
    ("训练损失：0.31，验证准确率：95.6%", {"训练损失": (0.31, "1"), "验证准确率": (95.6, "%")}),
    ("第 3 轮 准确率为 92%", {"准确率": (92.0, "%")}),
    ("训练loss: 0.3 验证loss: 0.4", {"训练 loss": (0.3, "1"), "验证 loss": (0.4, "1")}),
    ("loss: 1.2e-05", {"loss": (1.2e-05, "1")}),
    ("reward=-12.5", {"reward": (-12.5, "1")}),
    ("train/loss=0.5", {"train/loss": (0.5, "1")}),
    ("The loss is 0.25.", {"loss": (0.25, "1")}),
    ("accuracy: 92% (9200/10000)", {"accuracy": (92.0, "%")}),
    ("F1-score: 0.88", {"f1-score": (0.88, "1")}),
    ("epoch 9: mAP 0.411", {"map": (0.411, "1")}),
    ("loss: 0.3 -> 0.2", {"loss": (0.2, "1")}),
    ("Accuracy: 9912/10000 (99%)", {"accuracy": (99.0, "%")}),
    ("train/val loss: 0.31/0.42", {"train loss": (0.31, "1"), "val loss": (0.42, "1")}),
    ("Loss: 12,345.67", {"loss": (12345.67, "1")}),
    ("RMSE: 3.2 mm", {"rmse": (3.2, "mm")}),
    ("loss (val) = 0.4, loss (train) = 0.3", {"val loss": (0.4, "1"), "train loss": (0.3, "1")}),
    ("EvalResult(loss=0.3, acc=0.9)", {"loss": (0.3, "1"), "acc": (0.9, "1")}),
    ("TrainLoss: 0.3 loss_box_reg: 0.2", {"trainloss": (0.3, "1"), "loss_box_reg": (0.2, "1")}),
    ("Test:\nloss 0.4\n\nTrain:\nloss 0.3", {"test loss": (0.4, "1"), "train loss": (0.3, "1")}),
    ("{'val': {'f1': 0.9}, 'test': {'f1': 0.8}}", {"val f1": (0.9, "1"), "test f1": (0.8, "1")}),
]

NOT_READ = [
    "Accuracy: 9906/10000",
    "accuracy 10 times",
    "loss: 0.3-0.2",
    "loss: 0.25s",
    "loss: 1,234",
    "loss_weight=0.5",
    "target accuracy: 0.97",
    "accuracy_threshold: 0.9",
    "acc >= 0.9",
    "目标准确率：97%",
    "saved to epoch=3-val_loss=0.25.ckpt",
    "loss: 50%|█████",
    "100%|██████████| 10/10 [00:03<00:00]",
    "lr=0.001 momentum=0.9",
    "glossary: 0.5",
    "loss: 0:25",
    "precision/recall: 0.5",
    "loss: [0.5, 0.25]",
    "error: 404",
    "Config(loss=0.5, acc=0.9)",
    "def step(loss=0.5):",
    "loss_weights:\n  dice: 0.5",
    "acc: +0.02",
    "AP @[ IoU=0.50 | area=all ] = 0.312",
    "Accuracy: 9912/10000 (98%)",
    "val_loss improved from 0.4 to 0.3\nval_loss did not improve from 0.3",
    "Running on port 8888",
]


@pytest.mark.parametrize(("line", "expected"), READ)
def test_what_is_said_plainly_is_read_exactly(line, expected):
    read = {r.name: (r.value, r.unit) for r in last_values(read_metrics(line)).values()}
    assert read == expected


@pytest.mark.parametrize("line", NOT_READ)
def test_what_is_not_certain_is_no_metric(line):
    assert list(read_metrics(line)) == []


def test_the_last_of_several_values_counts_and_knows_its_epoch():
    text = "Epoch 1/2\nloss: 0.5\nEpoch 2/2\nloss: 0.25\n"
    assert [(r.value, r.epoch) for r in read_metrics(text)] == [(0.5, 1), (0.25, 2)]
    assert last_values(read_metrics(text))["loss"].value == 0.25


def test_not_a_number_is_read_as_such():
    (reading,) = read_metrics("loss=nan")
    assert math.isnan(reading.value)
    assert show_value(reading.value, "1") == "NaN"


def test_a_huge_line_of_data_is_read_in_no_time():
    assert list(read_metrics("loss=" + "1" * 1_000_000)) == []
    assert list(read_metrics("a " * 1900 + "loss=")) == []


@pytest.mark.parametrize(
    ("before", "after", "unit", "shown"),
    [
        (92.0, 95.6, "%", "+3.6 points"),
        (0.31, 0.17, "1", "−0.14"),
        (0.1, 0.3, "1", "+0.2"),
        (0.5, 0.5, "1", "0"),
        (3, 5, "1", "+2.0"),
        (1e-05, 3e-05, "1", "+2e-05"),
        (None, 0.5, "1", "—"),
        ("nan", 0.5, "1", "—"),
        ("inf", "inf", "%", "—"),
    ],
)
def test_differences_are_exact_and_signed(before, after, unit, shown):
    assert show_difference(before, after, unit, words_in("en")) == shown


def test_points_are_points_in_chinese_too():
    assert show_difference(95.6, 92.0, "%", words_in("zh-CN")) == "−3.6 个百分点"


def test_a_value_in_another_unit_is_nothing_to_compare_with(compose, valid):
    first = valid(compose(printed="acc=0.92"))
    assert "| acc | — | 95.6 % | — |" in compose(printed="acc=95.6%", before=[first]).cell["source"]


def test_nan_is_stored_as_the_contract_has_it_and_read_back(compose, valid):
    first = valid(compose(printed="loss=nan"))
    assert first["metrics"] == [{"name": "loss", "before": None, "after": "nan", "unit": "1"}]
    assert "| loss | NaN | 0.5 | — |" in compose(printed="loss=0.5", before=[first]).cell["source"]


def test_a_column_of_steps_counts_no_epochs():
    text = "Step | Training Loss\n--- | ---\n100 | 1.5\n200 | 0.5\n"
    assert [(r.value, r.epoch, r.step) for r in read_metrics(text)] == [(1.5, None, 100), (0.5, None, 200)]
    both = "epoch  step  loss\n1  100  1.5\n2  200  0.5\n"
    assert [(r.value, r.epoch, r.step) for r in read_metrics(both)] == [(1.5, 1, 100), (0.5, 2, 200)]
