"""Lines with the name of a metric and a number that is no measurement."""

from __future__ import annotations

import pytest

from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics

ENGLISH = r"""
Loss function: CrossEntropyLoss(weight=None, label_smoothing=0.1)
criterion = nn.CrossEntropyLoss(label_smoothing=0.05)
loss_fn: mse, alpha: 0.5
Huber loss delta: 1.0
loss weights: 0.5 0.5
loss_weights = [1.0, 0.4]
class weights for loss: tensor([0.5000, 1.5000])
lambda_loss=0.1
accuracy_threshold=0.95
Expected accuracy: 0.95
Random guess accuracy would be 0.1
Chance level: 0.10
Stop if val_loss < 0.05
val_loss must be below 0.3
Monitoring val_loss with min_delta=0.001
EarlyStopping(monitor=val_loss, min_delta=0.001, patience=5)
ReduceLROnPlateau(mode='min', factor=0.1, patience=10, threshold=0.0001)
precision: 16-mixed
Trainer(precision=16, max_epochs=10)
Using 16bit Automatic Mixed Precision (AMP)
torch.set_float32_matmul_precision('high')
precision = 1e-6
np.set_printoptions(precision=4)
Recall that x = 0.5
class 1 f1: 0.3
F1 (class 0): 0.9
Top 5 predictions: cat 0.91, dog 0.05
Predicted: cat (0.9123)
prob=0.9123
Confidence score threshold 0.5
IoU threshold: 0.5
NMS IoU=0.45 conf=0.25
iou_thres=0.45, conf_thres=0.25
F1 car sold for 1.2 million
F1: help, F2: save
reward function weights: 0.1
discount factor 0.99
gamma=0.99, reward_scale=0.1
max reward: 500
score_threshold=0.3
score > 0.5
Credit score: 720
hit rate limit of 0.5
HTTP error 404
error: 1.5.0 is not a valid version
ImportError: version 0.5 required
Error 0.5
error tolerance: 0.01
Perplexity AI 2.0
MAP file at 0x7f
BLEU paper reports 28.4
state of the art accuracy of 0.91
[Paper] accuracy 91.2%
baseline acc: 0.81
Baseline accuracy = 0.81
previous best loss: 0.31
old loss 0.51
best loss so far unknown
loss scale: 65536.0
loss_scale=1024
grad norm 0.5 loss scaler 2.0
train/val/test split: 0.8/0.1/0.1
val split=0.1, test_size=0.2
Validation split: 0.2
test ratio 0.15
training time: 12.3
Training took 0.51 hours
Evaluation time 1.2
Train batches: 938, val batches: 157
accuracy: 10 of 12 tests
accuracy on GPU0 3.2GB
loss backward took 0.012
time cost: 0.52
cost: $0.12
total cost = 12.5
R2 = 10.0.0.2
AUC: 0.5.1
version: mAP-0.5.1
checkpoint: model-loss-0.312.pt
saved /tmp/run/acc=0.912/model.pt
Wrote file best_acc_0.91.pth
wandb: Run summary: https://x.y/acc
loss: <function mse at 0x7f3a0.5>
loss=<Loss object at 0x7f12>
acc: None, loss: None
loss: --
loss:
accuracy |
Loss: TBD 0.5
dice coefficient formula: 2*0.5
\text{Accuracy} = 0.95
$F_1 = 0.5$
\mathcal{L} = 0.3
loss = 0.5 * mse + 0.5 * mae
loss = 0.7 * ce
total = 0.3*loss_a + 0.7*loss_b
>>> loss = criterion(0.5)
x accuracy y 0.5
The model has 1.2M parameters and an error budget of 0.1
"""

CHINESE = """
损失函数: 交叉熵 (权重 0.5)
损失权重: 0.5
准确率阈值: 0.9
目标准确率：0.95
预期准确率：0.95
准确率应达到 0.95
上一轮损失: 0.5
初始损失: 2.3
奖励系数: 0.1
误差容限: 0.01
得分阈值=0.5
召回阶段耗时 0.5
精度: float16
训练精度: fp16
数据精度: 0.001
信用分数: 720
第 3 章 准确率的定义 0.5
准确率提升 0.5%
损失降低了 0.1
类别 1 准确率: 0.5
准确率 > 0.9
若损失小于 0.01 则停止
"""


@pytest.mark.parametrize("line", [*ENGLISH.strip().splitlines(), *CHINESE.strip().splitlines()])
def test_what_only_sounds_like_a_metric_is_none(line):
    assert list(read_metrics(line)) == []


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("SVM accuracy: 0.91\nKNN accuracy: 0.93", ["svm accuracy", "knn accuracy"]),
        ("=== SVM ===\nacc: 0.91\n\n=== KNN ===\nacc: 0.93", ["svm acc", "knn acc"]),
        ("Model: SVM\nf1: 0.91\nModel: KNN\nf1: 0.93", ["svm f1", "knn f1"]),
        ("Fitting SVM...\nf1: 0.91\nFitting KNN...\nf1: 0.93", ["svm f1", "knn f1"]),
        ("逻辑回归准确率: 0.91\n随机森林准确率: 0.93", ["逻辑回归准确率", "随机森林准确率"]),
        ("Checkpoint saved\nloss: 0.5\nEpoch done\nloss: 0.3", ["loss", "loss"]),
        ("Epoch 1: acc 0.91\nEpoch 2: acc 0.93", ["acc", "acc"]),
        ("SVM:\n  acc: 0.91", ["acc"]),
    ],
)
def test_two_models_are_told_apart_and_one_needs_no_name(printed, names):
    assert [reading.name for reading in read_metrics(printed)] == names


def test_lines_of_one_shape_have_their_own_numbers():
    text = "".join(f"step {n} loss: -{n}.5{n}e-3 acc={n}%\n" for n in range(1, 9))
    expected = [value for n in range(1, 9) for value in (float(f"-{n}.5{n}e-3"), float(n))]
    assert [reading.value for reading in read_metrics(text)] == expected


def test_numbers_of_names_are_no_numbers_of_a_shape():
    text = "Top-1 acc: 0.7\nTop-5 acc: 0.9\nROUGE-1: 0.4\nROUGE-2: 0.2\nTop 1 f1: 0.5\nTop 5 f1: 0.6"
    names = ["top-1 acc", "top-5 acc", "rouge-1", "rouge-2", "top-1 f1", "top-5 f1"]
    assert [reading.name for reading in read_metrics(text)] == names


def test_what_two_numbers_prove_is_checked_on_every_line():
    text = "Accuracy: 90/100 (90%)\nAccuracy: 91/100 (80%)\nAccuracy: 92/100 (92%)"
    assert [reading.value for reading in read_metrics(text)] == [90.0, 92.0]
