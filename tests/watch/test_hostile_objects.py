"""Objects under the names of frameworks, full of traps: none is stepped into, in hooks and probes alike."""

from __future__ import annotations

from builders import snapshot_of

HOSTILE = """
calls = []

def trap(name, answer):
    def trapped(*_):
        calls.append(name)
        return answer
    return trapped

class Meta(type):
    __getattribute__ = lambda cls, name: calls.append(name) or type.__getattribute__(cls, name)
    __hash__, __eq__, __instancecheck__ = trap("hash", 1), trap("eq", True), trap("instance", True)
    __dict__ = property(trap("fields of a class", {}))

class Object(metaclass=Meta):
    __getattribute__ = lambda self, name: calls.append(name) or object.__getattribute__(self, name)
    __getattr__ = trap("attribute", 1)
    __len__, __iter__, __repr__ = trap("len", 10**9), trap("iter", iter(())), trap("repr", "x")
    __eq__ = __bool__ = trap("bool", True)
    __hash__ = None

class List(list):
    __len__, __iter__, __getitem__ = trap("list.len", 3), trap("list.iter", iter([1])), trap("list.get", 1)

class Dict(dict):
    items, get, keys = trap("dict.items", []), trap("dict.get", 1), trap("dict.keys", [])
    __len__, __iter__, __getitem__ = trap("dict.len", 3), trap("dict.iter", iter(())), trap("dict.get", 1)

class Text(str):
    __hash__ = lambda self: calls.append("text.hash") or str.__hash__(self)
    __eq__ = lambda self, other: calls.append("text.eq") or str.__eq__(self, other)
    __len__, __format__, lower = trap("text.len", 4), trap("text.format", "x"), trap("text.lower", "loss")

class Float(float):
    __float__ = __repr__ = __bool__ = __lt__ = __le__ = __mod__ = trap("float", 1.0)

class Int(int):
    __lt__ = __le__ = __gt__ = __ge__ = bit_length = __index__ = trap("int", 1)

class Plain:
    def __init__(self, **fields):
        self.__dict__.update(fields)

def made(name, **fields):
    module, _, kind = name.rpartition(".")
    found = object.__new__(Meta(kind, (Object,), {"__module__": module}))
    object.__getattribute__(found, "__dict__").update(fields)
    return found

o = made("a.Object")
h1 = made("keras.src.callbacks.history.History", epoch=[Int(0), Int(1)],
          history={"loss": List([0.5]), "acc": [Float(1), Float(2)], "mae": [0.5, 0.25]})
h2 = made("keras.src.callbacks.history.History", epoch=List([1]), history=Dict(loss=[1.0]))
h3 = made("keras.src.callbacks.history.History", epoch=[0], history={Text("loss"): [0.5]})
keras = made("keras.src.models.model.Model", history=h1, optimizer=o, loss=o, _layers=List([o, 1]),
             built=True, rate=Float(1), _trainable_variables=List([o]))
lines = [{Text("loss"): 1.0, "epoch": 1.0}, Dict(loss=1), {"epoch": Float(2), "eval_loss": Float(1)}, None,
         {"loss": float("nan"), "epoch": float("nan")}, {"loss": 1.0, "epoch": 10**400}]
trainer = made("transformers.trainer.Trainer", state=Plain(log_history=lines), args=o)
learner = made("fastai.learner.Learner", opt_func=o, loss_func=o, model=o, dls=o, lr=Float(1),
               recorder=Plain(metric_names=[Text("epoch"), "loss"], values=[List([1.0]), [0.5], None]))
lightning = made("lightning.pytorch.trainer.trainer.Trainer", fit_loop=o, accumulate_grad_batches=Float(2),
                 _logger_connector=Plain(_logged_metrics={"loss": Float(1)}, _callback_metrics=Dict(a=1.0)))
boosted = made("xgboost.sklearn.XGBModel", evals_result_=List([1]), _evals_result={"a": Dict(loss=[1.0])})
forest = made("sklearn.base.BaseEstimator", best_score_=Float(1), oob_score_=o, loss_curve_=List([1.0]),
              validation_scores_=[Float(1)], steps=[("a", o), (Text("b"), o)], C=Float(1))
module = made("torch.nn.modules.module.Module", _modules=Dict(a=o), _parameters=Dict(a=o), p=Float(1))
losses, accs, loss, score, kept = List([1.0]), [Float(1.0)], Float(1), Int(3), {"loss": List([1.0])}
itself = []
itself.append(itself)
circle = {"loss": itself}
calls.clear()
"""


async def test_no_code_of_hostile_objects_runs(kernel, watches):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    assert await user.run(HOSTILE) == ""
    assert await user.run("loss = Float(2); score = Int(4); kept['loss'] = [0.5]") == ""
    parameters = await watches.parameters(kernel_id)
    assert parameters["module"] == "Module"
    assert await user.run("calls") == "[]"
    records = await watches.cell_records(kernel_id)
    assert [table.name for table in records[1].measured] == ["kept"]
    assert [record.error for record in records] == [None] * 3
