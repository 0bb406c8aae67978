#!/usr/bin/env python3
"""Other frameworks beside our kernel: the same net, batch, optimiser and epochs, one thread each, in one run.

    python3 tests/bench/peers.py [--bench build/release/tests/bench/bench_links] [--epochs 100] [--only torch,jax,keras]

Runs the training case of bench_links and then what is installed of PyTorch (eager), JAX (jit over whole epochs; vmap over
42 links) and Keras (`fit`, on the backend that KERAS_BACKEND names or that is there). What is not installed is named and
skipped. Prints multiples of our kernel's time. The others may train fewer epochs (--epochs); their time is then scaled
to 100, and the table says so. Compiling (jit, the first call of fit) is not counted; each case is timed once after it.
"""
import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time

SHAPES = [(100, 200, 100), (4, 24, 12)]
SAMPLES, BATCH, DROPOUT, RATE, ALPHA, EPSILON, EPOCHS, LINKS = 1000, 32, 0.5, 0.01, 0.9, 1e-7, 100, 42

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def name_of(shape):
    return "-".join(str(n) for n in shape)


def seconds_of(work):
    """CPU seconds of this process: what it would take alone on the machine."""
    start = time.process_time()
    work()
    return time.process_time() - start


def ours(bench):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "figures.json")
        subprocess.run([bench, "--json", path, "train"], check=True, stdout=subprocess.DEVNULL)
        with open(path, encoding="utf-8") as file:
            return json.load(file)


def torch_eager(shape, epochs):
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(1)
    x = torch.rand(SAMPLES, shape[0]) - 0.5
    t = torch.randint(shape[2], (SAMPLES,))
    net = torch.nn.Sequential(torch.nn.Linear(shape[0], shape[1]), torch.nn.ReLU(), torch.nn.Dropout(DROPOUT),
                              torch.nn.Linear(shape[1], shape[2]))
    optimiser = torch.optim.RMSprop(net.parameters(), lr=RATE, alpha=ALPHA, eps=EPSILON)

    def run(count):
        for _ in range(count):
            order = torch.randperm(SAMPLES)
            for begin in range(0, SAMPLES, BATCH):
                rows = order[begin:begin + BATCH]
                optimiser.zero_grad()
                torch.nn.functional.cross_entropy(net(x[rows]), t[rows]).backward()
                optimiser.step()

    run(1)
    return seconds_of(lambda: run(epochs))


def jax_epochs(shape, epochs, links):
    """Training as one compiled scan over the steps of an epoch; links > 0: so many nets at once by vmap. A last batch
    that is not full would be another program: the samples are cut to whole batches (992 of 1000), and the time scaled."""
    import jax
    import jax.numpy as jnp

    steps = SAMPLES // BATCH
    rows = steps * BATCH

    def start(key):
        a, b = jax.random.split(key)
        return {"w1": jax.random.normal(a, shape[:2]) * 0.1, "b1": jnp.zeros(shape[1]),
                "w2": jax.random.normal(b, shape[1:]) * 0.1, "b2": jnp.zeros(shape[2])}

    def loss(net, x, t, key):
        h = jax.nn.relu(x @ net["w1"] + net["b1"])
        h = h * jax.random.bernoulli(key, 1 - DROPOUT, h.shape) / (1 - DROPOUT)
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(h @ net["w2"] + net["b2"]), t[:, None], 1))

    def step(state, batch):
        net, moments = state
        g = jax.grad(loss)(net, *batch)
        moments = jax.tree.map(lambda v, g: ALPHA * v + (1 - ALPHA) * g * g, moments, g)
        return (jax.tree.map(lambda w, v, g: w - RATE * g / (jnp.sqrt(v) + EPSILON), net, moments, g), moments), None

    def epoch(state, key, x, t):
        shuffle, masks = jax.random.split(key)
        order = jax.random.permutation(shuffle, SAMPLES)[:rows]
        batches = (x[order].reshape(steps, BATCH, -1), t[order].reshape(steps, BATCH), jax.random.split(masks, steps))
        return jax.lax.scan(step, state, batches)[0]

    key = jax.random.PRNGKey(1)
    nets = max(links, 1)
    x = jax.random.uniform(key, (nets, SAMPLES, shape[0])) - 0.5
    t = jax.random.randint(key, (nets, SAMPLES), 0, shape[2])
    net = jax.vmap(start)(jax.random.split(key, nets))
    state = (net, jax.tree.map(jnp.zeros_like, net))
    if links == 0:
        x, t, state = x[0], t[0], jax.tree.map(lambda a: a[0], state)
        one_epoch = jax.jit(epoch)
    else:
        one_epoch = jax.jit(jax.vmap(epoch))

    def run(count):
        nonlocal state
        for e in range(count):
            k = jax.random.PRNGKey(e)
            state = one_epoch(state, jax.random.split(k, nets) if links else k, x, t)
        jax.block_until_ready(state)

    run(1)
    return seconds_of(lambda: run(epochs)) * SAMPLES / rows / nets


def keras_fit(shape, epochs):
    import numpy
    import keras

    random = numpy.random.default_rng(1)
    x = (random.random((SAMPLES, shape[0])) - 0.5).astype("float32")
    t = random.integers(0, shape[2], SAMPLES)
    net = keras.Sequential([keras.layers.Input((shape[0],)), keras.layers.Dense(shape[1], activation="relu"),
                            keras.layers.Dropout(DROPOUT), keras.layers.Dense(shape[2], activation="softmax")])
    net.compile(optimizer=keras.optimizers.RMSprop(RATE, rho=ALPHA, epsilon=EPSILON),
                loss="sparse_categorical_crossentropy")
    net.fit(x, t, batch_size=BATCH, epochs=1, verbose=0)
    return seconds_of(lambda: net.fit(x, t, batch_size=BATCH, epochs=epochs, verbose=0))


def installed(module):
    return importlib.util.find_spec(module) is not None


def keras_backend():
    if "KERAS_BACKEND" in os.environ:
        return os.environ["KERAS_BACKEND"]
    return next((b for b in ("tensorflow", "jax", "torch") if installed(b)), "")


def peers():
    """Name, module that it needs, seconds of (shape, epochs) for one link."""
    yield "PyTorch eager", "torch", torch_eager
    yield "JAX jit, one link", "jax", lambda shape, epochs: jax_epochs(shape, epochs, 0)
    yield f"JAX vmap + jit, each of {LINKS} links", "jax", lambda shape, epochs: jax_epochs(shape, epochs, LINKS)
    backend = keras_backend()
    os.environ["KERAS_BACKEND"] = backend or "jax"
    yield f"Keras fit on {backend or 'no backend'}", "keras" if backend else "a backend of Keras", keras_fit


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(description="Other frameworks beside our kernel, as multiples of its time.")
    parser.add_argument("--bench", default=os.path.join(root, "build/release/tests/bench/bench_links"))
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="epochs that the others train (scaled to 100)")
    parser.add_argument("--only", default="", help="modules, with commas: torch,jax,keras")
    options = parser.parse_args()
    if not os.path.exists(options.bench):
        sys.exit(f"peers: build it first: ninja -C build/release bench_links. {options.bench}")
    if options.epochs < 1:
        sys.exit("peers: --epochs is 1 or more")
    only = set(filter(None, options.only.split(",")))
    mine = ours(options.bench)
    columns = [name_of(shape) for shape in SHAPES]
    print(f"{'multiples of our time for one link':40}" + "".join(f"{c:>26}" for c in columns))

    def line(title, seconds):
        cells = (f"{s / mine[f'train {c} kernel']:9.1f} ({s:.4f} s)" for s, c in zip(seconds, columns))
        print(f"{title:40}" + "".join(f"{cell:>26}" for cell in cells), flush=True)

    line("our kernel", [mine[f"train {c} kernel"] for c in columns])
    line("LibTorch loop (bench_links)", [mine[f"train {c} LibTorch"] for c in columns])
    for title, module, seconds in peers():
        if only and module not in only:
            continue
        if not installed(module):
            print(f"{title:40}skipped: {module} is not installed (pip install {module})")
            continue
        try:
            line(title, [seconds(shape, options.epochs) * EPOCHS / options.epochs for shape in SHAPES])
        except Exception as error:  # one framework that fails is told, and the others still run
            print(f"{title:40}failed: {type(error).__name__}: {error}")
    if options.epochs != EPOCHS:
        print(f"The peers below LibTorch trained {options.epochs} epochs; their times are scaled to {EPOCHS}.")


if __name__ == "__main__":
    main()
