#!/usr/bin/env python3
"""Makes reference.json: rows drawn at random from a fixed seed, and what well-known libraries say of them.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install \
        numpy==1.26.4 scipy==1.13.1 scikit-learn==1.5.2 jiwer==3.0.5 shapely==2.0.6
    /tmp/reference/bin/python tests/metrics/reference/make_reference.py

test_metrics_reference reads the file; the script runs only when the table is to be made anew (Python 3.11).
Every number that goes into the metrics is a float32, so that C++ and Python start from the same values.
"""

import importlib.metadata
import json
import pathlib

import jiwer
import numpy as np
import scipy.stats
import shapely
import sklearn.metrics

SEED = 20240601
LIBRARIES = ["numpy", "scipy", "scikit-learn", "jiwer", "shapely"]


def floats(array):
    """As JSON, without a digit lost: a float32 is written as the double it equals."""
    return np.asarray(array, dtype=np.float32).astype(float).tolist()


def single_label(rng, name, frames, classes):
    exact = rng.dirichlet(np.ones(classes), frames).astype(np.float32)
    predicted = (0.6 * exact + 0.4 * rng.dirichlet(np.ones(classes), frames)).astype(np.float32)
    p = sklearn.metrics.accuracy_score(exact.argmax(1), predicted.argmax(1))
    return {"name": name, "task": "single_label", "exact": floats(exact), "predicted": floats(predicted),
            "p": p, "native": p}


def multi_label(rng, name, frames, classes, rare, digits):
    """rare: so many classes have no positive; digits: scores are rounded, so that many are equal."""
    exact = rng.random((frames, classes)).astype(np.float32)
    exact[:, :rare] *= np.float32(0.49)
    predicted = np.round(0.5 * exact + 0.5 * rng.random((frames, classes)), digits).astype(np.float32)
    positive = exact >= 0.5
    scored = [c for c in range(classes) if positive[:, c].any()]
    # scikit-learn's sum over thresholds of (recall step x precision), equal scores one threshold.
    p = float(np.mean([sklearn.metrics.average_precision_score(positive[:, c], predicted[:, c]) for c in scored]))
    return {"name": name, "task": "multi_label", "exact": floats(exact), "predicted": floats(predicted), "p": p,
            "native": p, "left_out": [c for c in range(classes) if c not in scored]}


def localization(rng, name, frames):
    def boxes():
        corner = rng.random((frames, 2)) * 0.5
        size = 0.05 + rng.random((frames, 2)) * 0.45
        made = np.hstack([corner, size, np.ones((frames, 1))]).astype(np.float32)
        made[rng.random(frames) < 0.15] = 0
        return made

    exact = boxes()
    predicted = boxes()
    near = rng.random(frames) < 0.6  # so that many overlap
    predicted[near] = exact[near]
    predicted[near, :4] *= (1 + 0.1 * rng.standard_normal((int(near.sum()), 4))).astype(np.float32)
    empty_a, empty_b = (exact[:, 2:4] <= 0).any(1), (predicted[:, 2:4] <= 0).any(1)

    def shapes(rows):
        x, y, w, h = rows[:, :4].astype(np.float64).T
        return shapely.box(x, y, x + w, y + h)

    # Areas by shapely where both have a box; the rule for empty ones is ours: both 1, one 0.
    both = ~empty_a & ~empty_b
    iou = (empty_a & empty_b).astype(np.float64)
    a, b = shapes(exact[both]), shapes(predicted[both])
    iou[both] = shapely.area(shapely.intersection(a, b)) / shapely.area(shapely.union(a, b))
    p = float(np.mean(iou))
    return {"name": name, "task": "localization", "exact": floats(exact), "predicted": floats(predicted), "p": p,
            "native": p}


def scalar(rng, name, task, frames, tolerance):
    if task == "count":
        exact = rng.poisson(3, frames).astype(np.float32)[:, None]
        predicted = (exact + rng.normal(0, 0.6, (frames, 1))).astype(np.float32)
    else:
        exact = rng.normal(10, 5, (frames, 1)).astype(np.float32)
        predicted = (exact + rng.normal(0, 2, (frames, 1))).astype(np.float32)
    error = np.abs(exact.astype(np.float64) - predicted.astype(np.float64))
    return {"name": name, "task": task, "tolerance": tolerance, "exact": floats(exact),
            "predicted": floats(predicted), "p": float(np.mean(error < tolerance)),
            "native": float(sklearn.metrics.mean_absolute_error(exact.astype(np.float64),
                                                                predicted.astype(np.float64)))}


def sequence(rng, name, frames, vocabulary, noise, longest):
    """noise: chance of each kind of error a word."""
    words = [f"w{n}" for n in range(vocabulary)]
    exact, predicted = [], []
    for _ in range(frames):
        said = [words[i] for i in rng.integers(0, vocabulary, rng.integers(1, longest + 1))]
        heard = []
        for word in said:
            kind = rng.random()
            if kind < noise:
                continue
            heard.append(words[rng.integers(0, vocabulary)] if kind < 2 * noise else word)
            if kind > 1 - noise:
                heard += [words[i] for i in rng.integers(0, vocabulary, 2)]
        exact.append(said)
        predicted.append(heard)
    lines = [" ".join(said) for said in exact], [" ".join(heard) for heard in predicted]
    every = jiwer.process_words(*lines)
    frames = [jiwer.process_words(a, b) for a, b in zip(*lines)]
    edits = [f.substitutions + f.deletions + f.insertions for f in frames]
    return {"name": name, "task": "sequence", "exact": exact, "predicted": predicted, "p": max(0.0, 1 - every.wer),
            "native": every.wer, "edits": edits,
            "frame_scores": [max(0.0, 1 - f.wer) for f in frames]}


def correlation(rng, name, frames, slope, scale):
    a = rng.normal(0, 1, frames)
    b = scale * (slope * a + rng.normal(0, 1, frames))
    r = float(scipy.stats.pearsonr(a, b).statistic)
    assert abs(r - float(np.corrcoef(a, b)[0, 1])) < 1e-12
    return {"name": name, "a": a.tolist(), "b": b.tolist(), "r": r}


def main():
    rng = np.random.default_rng(SEED)
    metrics = [
        single_label(rng, "accuracy, 2 classes", 60, 2),
        single_label(rng, "accuracy, 7 classes", 80, 7),
        multi_label(rng, "mAP, scores all different", 60, 4, 0, 6),
        multi_label(rng, "mAP, many equal scores", 80, 4, 0, 1),
        multi_label(rng, "mAP, two classes without a positive", 50, 5, 2, 6),
        localization(rng, "mean IoU, some boxes empty", 120),
        scalar(rng, "count", "count", 100, 0.5),
        scalar(rng, "regression, tolerance 1", "regression", 100, 1.0),
        scalar(rng, "regression, tolerance 0.25", "regression", 100, 0.25),
        sequence(rng, "words, few errors", 40, 30, 0.05, 12),
        sequence(rng, "words, many errors", 40, 8, 0.25, 9),
        sequence(rng, "words, more errors than words", 25, 50, 0.45, 3),
    ]
    correlations = [
        correlation(rng, "weak", 50, 0.2, 1),
        correlation(rng, "strong", 50, 3, 1),
        correlation(rng, "falling, large numbers", 40, -1.5, 1e6),
    ]
    made_by = {name: importlib.metadata.version(name) for name in LIBRARIES}
    path = pathlib.Path(__file__).with_name("reference.json")
    with open(path, "w", encoding="utf-8") as out:
        out.write('{"seed": %d,\n "made_by": %s,\n "metrics": [\n' % (SEED, json.dumps(made_by)))
        out.write(",\n".join(json.dumps(row, separators=(",", ":")) for row in metrics))
        out.write('\n],\n "correlations": [\n')
        out.write(",\n".join(json.dumps(row, separators=(",", ":")) for row in correlations))
        out.write("\n]}\n")
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
