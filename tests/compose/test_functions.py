"""Code that moved into a function, or out of one, is compared with what it was."""

from __future__ import annotations

import pytest

from .test_refactorings import edits_of

LOOP = """
opt = Adam(net.parameters(), lr=1e-3)
for epoch in range(3):
    for x, y in loader:
        opt.zero_grad()
        errG = criterion(net(x).view(-1), y)
        errG.backward()
        clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        total += errG.item()
"""
FUNCTION = """
opt = Adam(net.parameters(), lr=1e-3)
def step(net, data, target):
    opt.zero_grad()
    err = criterion(net(data).view(-1), target)
    err.backward()
    clip_grad_norm_(net.parameters(), 1.0)
    opt.step()
    return err

for epoch in range(3):
    for x, y in loader:
        errG = step(net, x, y)
        total += errG.item()
"""
PASSED = (
    FUNCTION.replace("1.0", "norm").replace("target):", "target, norm):").replace("x, y)\n", "x, y, 1.0)\n")
)
DEFAULT = FUNCTION.replace("1.0", "norm").replace("target):", "target, norm=1.0):")
EPOCH = """
for epoch in range(3):
    model.train()
    for x, y in train_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for x, y in test_loader:
            x, y = x.to(device), y.to(device)
            correct += (model(x).argmax(1) == y).sum().item()
            total += y.size(0)
    acc = correct / total
    scheduler.step(acc)
"""
TWO_FUNCTIONS = """
def train_one_epoch(model, loader, optimizer):
    model.train()
    for xb, yb in loader:
        xb, yb = xb.to(device), yb.to(device)
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()

@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    hits, n = 0, 0
    for xb, yb in loader:
        xb, yb = xb.to(device), yb.to(device)
        hits += (model(xb).argmax(1) == yb).sum().item()
        n += yb.size(0)
    return hits / n

for epoch in range(3):
    train_one_epoch(model, train_loader, optimizer)
    acc = evaluate(model, test_loader)
    scheduler.step(acc)
"""
READ = 'df = pd.read_csv("a.csv")\ndf = df.dropna()\ndf["z"] = df["x"].clip(0, 5)\nm = fit(df)'
LOADING = """
def load(path):
    data = pd.read_csv(path)
    data = data.dropna()
    data["z"] = data["x"].clip(0, 5)
    return data
df = load("a.csv")
m = fit(df)
"""
MAKE = "model = Sequential(Linear(784, 128), ReLU(), Dropout(0.5))\nopt = Adam(model.parameters(), lr=1e-3)"
MAKING = """
def make_model(p=0.5):
    return Sequential(Linear(784, 128), ReLU(), Dropout(p))
model = make_model()
opt = Adam(model.parameters(), lr=1e-3)
"""
RUN = """
set_seed(1)
lr = 0.1
opt = SGD(model.parameters(), lr=lr)
for epoch in range(5):
    train(model, opt)
"""
MAIN = """
def main(lr=0.1):
    set_seed(1)
    opt = SGD(model.parameters(), lr=lr)
    for epoch in range(5):
        train(model, opt)
main()
"""
PAIRS = {
    "step": (LOOP, FUNCTION),
    "step with a parameter": (LOOP, PASSED),
    "step with a default": (LOOP, DEFAULT),
    "two functions": (EPOCH, TWO_FUNCTIONS),
    "table": (READ, LOADING),
    "model": (MAKE, MAKING),
    "everything": (RUN, MAIN),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_function_says_what_stood_there(name):
    before, after = PAIRS[name]
    assert edits_of(before, after) == edits_of(after, before) == set()


@pytest.mark.parametrize(
    ("name", "old", "new", "edit"),
    [
        ("step", "1e-3", "1e-4", ("lr", "1e-3", "1e-4")),
        ("step", "1.0", "5.0", ("clip_grad_norm_", "1.0", "5.0")),
        ("step with a parameter", "1.0", "5.0", ("clip_grad_norm_", "1.0", "5.0")),
        ("step with a default", "1.0", "5.0", ("clip_grad_norm_", "1.0", "5.0")),
        ("two functions", "range(3)", "range(9)", ("epochs", "3", "9")),
        ("table", "0, 5", "0, 9", ("z", "0, 5", "0, 9")),
        ("model", "0.5", "0.2", ("Dropout", "0.5", "0.2")),
        ("model", "784, 128", "784, 64", ("Linear", "784, 128", "784, 64")),
        ("everything", "0.1", "0.2", ("lr", "0.1", "0.2")),
        ("everything", "range(5)", "range(9)", ("epochs", "5", "9")),
    ],
)
def test_an_edit_beside_it_is_told_alone(name, old, new, edit):
    before, after = PAIRS[name]
    assert edits_of(before, after.replace(old, new)) == {edit}
    assert edits_of(after, before.replace(old, new)) == {edit}


@pytest.mark.parametrize(
    ("after", "edits"),
    [
        (FUNCTION.replace("step(net, x, y)", "step(net, y, x)"), {("net", "x", "y"), ("errG", "y", "x")}),
        (FUNCTION.replace("    opt.step()\n", ""), {("opt.step", "opt.step()", None)}),
        (
            FUNCTION.replace("    opt.step()", "    ema.update(net, 0.99)\n    opt.step()"),
            {("ema.update", None, "ema.update(net, 0.99)")},
        ),
        (FUNCTION.replace("criterion(", "focal("), {("errG", "criterion", "focal")}),
    ],
    ids=["arguments exchanged", "a call left out", "a call added", "another loss"],
)
def test_what_the_function_does_otherwise_is_told(after, edits):
    assert edits_of(LOOP, after) == edits


def test_a_function_of_something_else_is_not_compared():
    new = "def show(x):\n    y = smooth(x, 3)\n    return y\n" + LOOP + "shown = show(total)"
    assert edits_of(LOOP, new) == set()


BATCH = """
for x, y in loader:
    loss = criterion(head(F.relu(body(x))), y)
    loss.backward()
"""
MIXUP = """
def mixup(x, y, alpha=0.2):
    lam = np.random.beta(alpha, alpha)
    return lam * x + (1 - lam) * x.flip(0), y
"""


@pytest.mark.parametrize(
    ("after", "edits"),
    [
        (
            MIXUP + BATCH.replace("    loss = ", "    x, y = mixup(x, y)\n    loss = "),
            {("mixup", None, "mixup(x, y)")},
        ),
        (
            "def show(net):\n    print(net)\n" + BATCH + "show(body)\n",
            set(),
        ),
        (BATCH.replace("F.relu", "F.gelu"), {("loss", "F.relu", "F.gelu")}),
        (
            BATCH.replace("F.relu(body(x))", "F.dropout(F.gelu(body(x)), 0.3)"),
            {("loss", "F.relu", "F.gelu"), ("F.dropout", None, "F.dropout(F.gelu(body(x)), 0.3)")},
        ),
    ],
    ids=["a new augmentation", "a function that looks", "another activation", "a dropout around it"],
)
def test_what_a_batch_goes_through_is_told(after, edits):
    assert edits_of(BATCH, after) == edits
