"""A cell that says the same in another way has no changes; one with an edit beside it has that one."""

from __future__ import annotations

from itertools import permutations

import pytest

from jupyterlab_journal.compose.changes.edits import find_edits
from jupyterlab_journal.reading.code import read_code


def edits_of(before, after):
    """Return what differs between two versions of a cell of whose variables no value is known."""
    found = find_edits(read_code(before), read_code(after), {}.get, {}.get, same_cell=True)
    return {(edit.name, edit.before, edit.after) for edit in found if edit.before != edit.after}


USES = """
set_seed({0}seed{1})
run(lr={0}lr{1}, epochs={0}epochs{1})
opt = SGD(net.parameters(), {0}lr{1})
"""
CONFIGURATIONS = {
    "dictionary": 'CFG = {"lr": 0.01, "epochs": 10, "seed": 1}' + USES.format('CFG["', '"]'),
    "namespace": "CFG = SimpleNamespace(lr=0.01, epochs=10, seed=1)" + USES.format("CFG.", ""),
    "other name": "cfg = SimpleNamespace(lr=0.01, epochs=10, seed=1)" + USES.format("cfg.", ""),
    "class": """
@dataclass
class Config:
    lr: float = 0.01
    epochs: int = 10
    seed: int = 1
CFG = Config()
"""
    + USES.format("CFG.", ""),
    "options": """
parser = argparse.ArgumentParser(description="Train it.")
parser.add_argument("--lr", type=float, default=0.01)
parser.add_argument("--epochs", type=int, default=10)
parser.add_argument("--seed", type=int, default=1)
args = parser.parse_args([])
"""
    + USES.format("args.", ""),
    "variables": "lr = 0.01\nepochs = 10\nseed = 1" + USES.format("", ""),
}


@pytest.mark.parametrize(("one", "other"), [*permutations(CONFIGURATIONS, 2)])
def test_settings_are_the_same_whatever_holds_them(one, other):
    before, after = CONFIGURATIONS[one], CONFIGURATIONS[other]
    name = "--lr" if other == "options" else "lr"
    assert edits_of(before, after) == set()
    assert edits_of(before, after.replace("0.01", "0.02")) == {(name, "0.01", "0.02")}


def test_use_of_another_setting_is_told():
    both = 'CFG = {"lr": 0.01, "lr_min": 0.001}\nopt = SGD(p, lr=CFG["lr"])'
    assert edits_of(both, both.replace('=CFG["lr"]', '=CFG["lr_min"]')) == {("opt.lr", "0.01", "0.001")}
    two = "a = {'lr': 0.01}\nb = {'lr': 0.001}\nopt = SGD(p, lr=a['lr'])"
    assert edits_of(two, two.replace("lr=a", "lr=b")) == {("opt.lr", "0.01", "0.001")}


STACKED = {
    "list": """
model = keras.Sequential([
    layers.Input(shape=(28, 28, 1)),
    layers.Conv2D(32, 3, activation="relu"),
    layers.Dense(10),
])
""",
    "one by one": """
model = keras.Sequential()
model.add(layers.Input(shape=(28, 28, 1)))
model.add(layers.Conv2D(32, 3, activation="relu"))
model.add(layers.Dense(10))
""",
}


@pytest.mark.parametrize(("one", "other"), [*permutations(STACKED, 2)])
def test_layers_are_the_same_in_a_list_and_one_by_one(one, other):
    before, after = STACKED[one], STACKED[other]
    assert edits_of(before, after) == set()
    assert edits_of(before, after.replace("32", "64")) == {("layers.Conv2D", "32, 3", "64, 3")}
    without = "".join(line for line in after.splitlines(keepends=True) if "Conv2D" not in line)
    gone = 'layers.Conv2D(32, 3, activation="relu")'
    assert edits_of(before, without) == {("layers.Conv2D", gone, None)}


def test_a_layer_that_is_added_is_told_by_itself():
    before = STACKED["one by one"]
    after = before.replace("model.add(layers.De", "model.add(layers.Dropout(0.5))\nmodel.add(layers.De")
    assert edits_of(before, after) == {("layers.Dropout", None, "layers.Dropout(0.5)")}


STEPS = {
    "steps": """
df = pd.read_csv("a.csv")
df = df.dropna(subset=["age"])
df = df.query("age > 18")
df = df.sort_values("age", ascending=False)
""",
    "chain": """
df = (
    pd.read_csv("a.csv")
    .dropna(subset=["age"])
    .query("age > 18")
    .sort_values("age", ascending=False)
)
""",
    "both": """
raw = pd.read_csv("a.csv")
df = raw.dropna(subset=["age"]).query("age > 18")
df = df.sort_values("age", ascending=False)
""",
}


@pytest.mark.parametrize(("one", "other"), [*permutations(STEPS, 2)])
def test_steps_are_the_same_as_a_chain(one, other):
    before, after = STEPS[one], STEPS[other]
    assert edits_of(before, after) == set()
    assert edits_of(before, after.replace("18", "21")) == {("query", '"age > 18"', '"age > 21"')}
    assert edits_of(before, after.replace("False", "True")) == {("ascending", "False", "True")}


def test_numbers_stay_as_written_over_several_lines():
    before = """opt = AdamW([
    {"params": a, "lr": 1e-4},
    {"params": b, "lr": 1_000},
], weight_decay=0.01)"""
    assert edits_of(before, before.replace("1e-4", "1e-5")) == {("lr", "1e-4", "1e-5")}
    assert edits_of(before, before.replace("1_000", "2_000")) == {("lr", "1_000", "2_000")}
    assert edits_of(before, before.replace("1e-4", "0.0001").replace("1_000", "1000")) == set()


LOOPS = """
for epoch in range(3):
    for images, labels in train_loader:
        images, labels = images.to(device), labels.to(device)
        loss = F.cross_entropy(model(images), labels, label_smoothing=0.1)
        loss.backward()
        seen += len(images)
        total += loss.item() * len(images)
    for images, labels in test_loader:
        correct += (model(images.to(device)).argmax(1) == labels).sum()
"""
TRAINING, TESTING = LOOPS.split("    for images, labels in test")
OTHER_NAMES = (
    TRAINING.replace("images", "xb").replace("labels", "yb") + f"    for images, labels in test{TESTING}"
)
SAME_NAMES = LOOPS.replace("images", "xb").replace("labels", "yb")
VERSIONS = {"images": LOOPS, "xb in one": OTHER_NAMES, "xb": SAME_NAMES}


@pytest.mark.parametrize(("one", "other"), [*permutations(VERSIONS, 2)])
def test_variables_of_one_loop_may_get_other_names(one, other):
    before, after = VERSIONS[one], VERSIONS[other]
    assert edits_of(before, after) == set()
    edited = after.replace("label_smoothing=0.1", "label_smoothing=0.2")
    assert edits_of(before, edited) == {("label_smoothing", "0.1", "0.2")}
    [row] = edits_of(before, after.replace("total += loss", "total += 0.5 * loss"))
    assert row[0] == "total"
    assert "\u01c3" not in "".join(row)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "with open(p) as f:\n    c = load(f, 3)\nwith open(q) as f:\n    d = load(f, 4)",
            "with open(p) as one:\n    c = load(one, 3)\nwith open(q) as f:\n    d = load(f, 4)",
        ),
        (
            "def train(model):\n    return scale(model, 2)\ndef test(model):\n    return scale(model, 3)",
            "def train(net):\n    return scale(net, 2)\ndef test(model):\n    return scale(model, 3)",
        ),
        (
            "a = [f(x, 2) for x in xs]\nw = sum(x * 2 for x in xs)\nb = [g(x) for x in ys]\nh(x)",
            "a = [f(one, 2) for one in xs]\nw = sum(one * 2 for one in xs)\nb = [g(x) for x in ys]\nh(x)",
        ),
        (
            "h = enc(x, 3)\ny = dec(h, 1)\nfor h in hs:\n    keep(h)",
            "z = enc(x, 3)\ny = dec(z, 1)\nfor h in hs:\n    keep(h)",
        ),
        (
            "for x, y in loader:\n    loss = criterion(net(x), y)",
            "for y, x in loader:\n    loss = criterion(net(y), x)",
        ),
        ("for step in range(10):\n    train(step)", "for epoch in range(10):\n    train(epoch)"),
        ("for i in range(10):\n    train(i)", "for epoch in range(10):\n    train(epoch)"),
    ],
    ids=["with", "function", "comprehension", "statement", "exchanged", "counter", "counter without a name"],
)
def test_names_are_known_by_what_binds_them(before, after):
    assert edits_of(before, after) == edits_of(after, before) == set()


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        (
            "for x, y in loader:\n    loss = mix(x, y, alpha=0.1)",
            "for a, b in loader:\n    loss = mix(b, a, alpha=0.1)",
            {("mix", "x, y", "b, a")},
        ),
        (
            "out = f(x)\nother = g(x)\nloss = criterion(out, y)",
            "out = f(x)\nother = g(x)\nloss = criterion(other, y)",
            {("criterion", "out", "other")},
        ),
    ],
    ids=["arguments exchanged", "another variable"],
)
def test_use_of_something_else_is_told(before, after, edits):
    assert edits_of(before, after) == edits


@pytest.mark.parametrize(
    ("before", "after", "old", "new", "edit"),
    [
        (
            "pipe = make_pipeline(StandardScaler(), SVC(C=1.0))",
            'pipe = Pipeline([("scale", StandardScaler()), ("clf", SVC(C=1.0))])',
            *("1.0", "0.1", ("C", "1.0", "0.1")),
        ),
        (
            "net = nn.Sequential(nn.Linear(3, 4), nn.ReLU())",
            "ls = []\nls.append(nn.Linear(3, 4))\nls.append(nn.ReLU())\nnet = nn.Sequential(*ls)",
            *("3, 4", "3, 8", ("nn.Linear", "3, 4", "3, 8")),
        ),
        (
            "opt = Adam(p, lr=1e-3)\ndl = Loader(ds, batch_size=32)",
            'hp = {"lr": 1e-3, "bs": 32}\nopt = Adam(p, lr=hp["lr"])\ndl = Loader(ds, batch_size=hp["bs"])',
            *("32", "64", ("batch_size", "32", "64")),
        ),
        (
            'root = os.path.join("data", "a.csv")\ndf = pd.read_csv(root, nrows=100)',
            'root = Path("data") / "a.csv"\ndf = pd.read_csv(root, nrows=100)',
            *("100", "200", ("nrows", "100", "200")),
        ),
    ],
    ids=["pipeline", "list of layers", "configuration", "path"],
)
def test_another_way_to_write_it_is_no_edit(before, after, old, new, edit):
    assert edits_of(before, after) == edits_of(after, before) == set()
    assert edits_of(before, after.replace(old, new)) == {edit}
    assert edits_of(after, before.replace(old, new)) == {edit}


def test_a_list_that_is_filled_may_be_made_in_one_go():
    filled = "xs = []\nfor p in paths:\n    xs.append(load(p, size=224))\nm = fit(xs, 3)"
    made = "xs = [load(p, size=224) for p in paths]\nm = fit(xs, 3)"
    assert edits_of(filled, made) == set()
    assert edits_of(filled, made.replace("224", "256")) == {("size", "224", "256")}
