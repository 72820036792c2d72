"""PyTorch as its users write it: nn.Sequential, torch.optim, a shuffled index for the batches (faster than DataLoader)."""
import copy
import time

from common import (
    ADAM,
    ARTICLE,
    PREDICT,
    SYNTHETIC,
    article_table,
    measure,
    predict_line,
    run_peer,
    skip,
    standardise,
    summary,
    training_data,
    training_line,
)

try:
    import numpy as np
    import torch
    from torch import nn
except ImportError:
    skip("this Python has no PyTorch")

SEEDS = range(1, 11)
MOST_RESTARTS = 20


def network_of(dims):
    layers = []
    for i, o in zip(dims, dims[1:]):
        layers += [nn.Linear(i, o), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Loop:
    def __init__(self, workload):
        setting = ARTICLE if workload == "article" else SYNTHETIC[workload]
        inputs, targets, classes = training_data(np, workload)
        self.x = torch.from_numpy(inputs)
        self.y = torch.from_numpy(targets if classes is None else classes)
        self.batch, self.rows = setting["batch"], setting["rows"]
        self.is_article = workload == "article"
        torch.manual_seed(1)
        self.initial = network_of(setting["dims"])
        self.loss = nn.MSELoss() if classes is None else nn.CrossEntropyLoss()

    def reset(self):
        self.model = copy.deepcopy(self.initial)
        parameters = self.model.parameters()
        self.batches = []
        self.optimizer = (
            torch.optim.SGD(parameters, lr=ARTICLE["rate"])
            if self.is_article
            else torch.optim.Adam(
                parameters, lr=ADAM["learning_rate"], betas=(ADAM["beta1"], ADAM["beta2"]), eps=ADAM["epsilon"]
            )
        )

    def next_batch(self):
        if self.is_article:
            return self.x, self.y
        if not self.batches:
            # The short last batch is left out, so that every step takes as many rows.
            self.batches = [b for b in torch.randperm(self.rows).split(self.batch) if len(b) == self.batch]
        batch = self.batches.pop()
        return self.x[batch], self.y[batch]

    def step(self):
        x, y = self.next_batch()
        self.optimizer.zero_grad()
        output = self.model(x)
        # The article's gradient is (output - y) / rows: half the squared error, summed over the targets.
        loss = 0.5 * (output - y).square().sum(1).mean() if self.is_article else self.loss(output, y)
        loss.backward()
        self.optimizer.step()


def bench_training(arguments):
    torch.set_num_threads(arguments.threads)
    loop = Loop(arguments.workload)
    return training_line(arguments.workload, measure(arguments, loop.reset, loop.step, loop.batch))


def bench_predict(arguments):
    torch.set_num_threads(arguments.threads)
    rows = PREDICT[arguments.workload]
    model = network_of(SYNTHETIC["tabular-small"]["dims"]).eval()
    x = torch.randn(rows, SYNTHETIC["tabular-small"]["dims"][0])
    with torch.inference_mode():
        rates = measure(arguments, lambda: None, lambda: model(x), rows)
    return predict_line(arguments.workload, rates)


class ArticleProblem:
    """The article's data in float64 for L-BFGS, and when it counts as solved (as src-main/bench/second-order-bench.ts)."""

    def __init__(self):
        x, y, cases = article_table(np)
        rows = ARTICLE["rows"]
        self.mean, self.deviation = y[:rows].mean(0), y[:rows].std(0)
        scaled_x, scaled_y = standardise(x, x[:rows]), standardise(y, y[:rows])
        self.x, self.y = torch.from_numpy(scaled_x[:rows]), torch.from_numpy(scaled_y[:rows])
        self.test_x, self.test_y = torch.from_numpy(scaled_x[rows:]), y[rows:]
        self.cases = torch.from_numpy(standardise(cases, x[:rows]))
        self.truths = np.stack([cases.sum(1), cases[:, 0] - cases[:, 1], abs(cases[:, 0] - cases[:, 1])], 1)

    def start(self, seed):
        """One start from new weights, until the goal or until L-BFGS gets nowhere; the final loss and network."""
        torch.manual_seed(seed)
        model = network_of([2, 8, 3]).double()
        for layer in model:
            if isinstance(layer, nn.Linear):
                nn.init.xavier_uniform_(layer.weight)
                nn.init.zeros_(layer.bias)
        optimizer = torch.optim.LBFGS(
            model.parameters(),
            max_iter=10,
            history_size=50,
            tolerance_grad=0,
            tolerance_change=0,
            line_search_fn="strong_wolfe",
        )

        def closure():
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(self.x), self.y)
            loss.backward()
            return loss

        before, loss = float("inf"), closure().item()
        # Where ten iterations gain less than a fifth, a new start is worth more.
        while 1e-7 < loss <= 0.8 * before:
            optimizer.step(closure)
            before, loss = loss, closure().item()
        return loss, model

    def solve(self, seed):
        """Milliseconds, and whether the best of the starts solved it."""
        started = time.perf_counter()
        best, model = float("inf"), None
        for restart in range(MOST_RESTARTS + 1):
            loss, candidate = self.start(1000 * restart + seed)
            if loss < best:
                best, model = loss, candidate
            if best <= 1e-7:
                break
        ms = 1000 * (time.perf_counter() - started)
        return ms, self.is_solved(model)

    def is_solved(self, model):
        with torch.inference_mode():
            raw = lambda x: model(x).numpy() * self.deviation + self.mean
            errors = abs(raw(self.cases) - self.truths).max()
            rmse = ((raw(self.test_x) - self.test_y) ** 2).mean(0).max() ** 0.5
        return errors < 0.05 and rmse < 0.1


def bench_lbfgs(arguments):
    torch.set_num_threads(arguments.threads)
    problem = ArticleProblem()
    rounds = [[problem.solve(seed) for seed in SEEDS] for _ in range(arguments.repeats)]
    times = [sorted(r[k][0] for r in rounds)[len(rounds) // 2] for k in range(len(SEEDS))]
    solved = int(sum(is_solved for _, is_solved in rounds[0]))
    return {"dtype": "float64", **summary("ms", times), "repeats": len(rounds), "seeds": len(SEEDS), "solved": solved}


run_peer(
    "torch",
    [torch],
    {
        "article": bench_training,
        **dict.fromkeys(SYNTHETIC, bench_training),
        **dict.fromkeys(PREDICT, bench_predict),
        "lbfgs-article": bench_lbfgs,
    },
)
