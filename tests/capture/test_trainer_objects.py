"""Settings of real trainers, and of the configurations of transformers."""

from __future__ import annotations

import pytest

from jupyterlab_journal.capture import objects
from jupyterlab_journal.capture.objects import ObjectsProbe
from jupyterlab_journal.capture.probe import Context

torch = pytest.importorskip("torch", reason="the trainers need PyTorch")


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(objects, "LIMIT_S", 1)  # a busy machine is no failure


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
