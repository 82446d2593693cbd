"""Settings of real trainers, and of the configurations of transformers."""

from __future__ import annotations

import pytest

from jupyterlab_journal.capture import object_settings
from jupyterlab_journal.capture.object_settings import ObjectsProbe
from jupyterlab_journal.capture.probe import Context

torch = pytest.importorskip("torch", reason="the trainers need PyTorch")


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(object_settings, "LIMIT_S", 1)  # a busy machine is no failure


def read(**namespace):
    return ObjectsProbe().read(Context(namespace=namespace))


def test_a_trainer_of_transformers_is_told_by_its_arguments(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    transformers = pytest.importorskip("transformers", reason="its Trainer needs transformers")
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8}
    config = transformers.BertConfig(vocab_size=30, **sizes)
    model = transformers.BertForSequenceClassification(config)
    args = transformers.TrainingArguments(str(tmp_path), learning_rate=2e-4, report_to="none", use_cpu=True)
    found = read(config=config, model=model, trainer=transformers.Trainer(model=model, args=args))
    assert found["config.num_hidden_layers"] == "1"
    assert found["model.parameters"] == str(model.num_parameters())
    assert found["trainer.args.learning_rate"] == "0.0002"
    assert found["trainer.args.num_train_epochs"] == repr(args.num_train_epochs)
    assert not [name for name in found if "output_dir" in name]


def test_lightning_is_told_by_epochs_and_hyperparameters():
    lightning = pytest.importorskip("lightning", reason="its Trainer needs Lightning")

    class Net(lightning.LightningModule):
        def __init__(self, width=4, lr=0.1):
            super().__init__()
            self.save_hyperparameters()
            self.layer = torch.nn.Linear(width, 1)

    quiet = {"logger": False, "enable_checkpointing": False, "enable_progress_bar": False}
    trainer = lightning.Trainer(max_epochs=7, gradient_clip_val=0.5, accelerator="cpu", **quiet)
    found = read(net=Net(width=6), trainer=trainer)
    assert (found["net.width"], found["net.lr"], found["net.parameters"]) == ("6", "0.1", "7")
    assert (found["trainer.max_epochs"], found["trainer.gradient_clip_val"]) == ("7", "0.5")


def test_a_learner_of_fastai_is_told_by_what_it_starts_from():
    pytest.importorskip("fastai", reason="fastai, which needs spaCy, is tried by hand only")
    from functools import partial

    from fastai.data.core import DataLoaders
    from fastai.data.load import DataLoader
    from fastai.learner import Learner
    from fastai.losses import MSELossFlat
    from fastai.optimizer import SGD

    data = [(torch.randn(3), torch.randn(1)) for _ in range(16)]
    dls = DataLoaders(DataLoader(data, bs=4, shuffle=True), DataLoader(data, bs=8))
    net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Dropout(0.25), torch.nn.Linear(2, 1))
    options = {"loss_func": MSELossFlat(), "opt_func": partial(SGD, mom=0.9)}
    found = read(learn=Learner(dls, net, lr=0.01, wd=0.1, **options), dls=dls)
    assert (found["learn"], found["learn.lr"], found["learn.wd"]) == ("Learner", "0.01", "0.1")
    assert (found["learn.opt_func"], found["learn.loss_func"]) == ("SGD", "MSELoss")
    assert (found["learn.model.parameters"], found["learn.model.dropout"]) == ("11", "0.25")
    assert (found["learn.dls.bs"], found["dls.bs"], found["dls.shuffle"]) == ("4", "4", "True")
