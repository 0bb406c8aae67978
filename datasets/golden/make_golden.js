// Runs the default black boxes with TensorFlow.js itself (its plain CPU backend, no acceleration) and writes a sample of
// the outputs to tests/blackbox/golden/, against which tests/blackbox checks the converted models.
//
//   npm install --prefix /some/folder @tensorflow/tfjs@4.22.0
//   NODE_PATH=/some/folder/node_modules node datasets/golden/make_golden.js [MODEL...]
//
// Wants the models in the cache (datasets/boxes/fetch.sh) and, when pictures.json is not there, ffmpeg and Debian's
// opencv-doc. Takes some minutes. The models' options are those of datasets/boxes/models.json.
'use strict';
const fs = require('fs');
const path = require('path');
const {execFileSync} = require('child_process');
const tf = require('@tensorflow/tfjs');

const root = path.join(__dirname, '..', '..');
const out = path.join(root, 'tests', 'blackbox', 'golden');
const cache = process.env.MLINK_CACHE || path.join(process.env.XDG_CACHE_HOME || path.join(process.env.HOME, '.cache'), 'mlink-workbench');
const sampleSize = 200;

// ---- pictures: values 0..255, RGB, rows from the top. tests/blackbox makes the same.

// A linear congruential generator; the upper 8 bits of each state.
function noise(width, height) {
  const pixels = new Uint8Array(width * height * 3);
  let state = 2024;
  for (let i = 0; i < pixels.length; ++i) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels[i] = state >>> 24;
  }
  return pixels;
}

// A stored frame, made larger by repeating pixels.
function enlarged(picture, width, height) {
  const bytes = Buffer.from(picture.rgb, 'base64');
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const from = (Math.floor(y * picture.height / height) * picture.width + Math.floor(x * picture.width / width)) * 3;
      for (let c = 0; c < 3; ++c) pixels[(y * width + x) * 3 + c] = bytes[from + c];
    }
  }
  return pixels;
}

function frameOf(file, ordinal, width, height) {
  const clip = path.join('/usr/share/doc/opencv-doc/examples/data', file);
  const rgb = execFileSync('ffmpeg', ['-v', 'error', '-i', clip, '-vf', `select=eq(n\\,${ordinal}),scale=${width}:${height}`,
    '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-']);
  return {source: `${file}, frame ${ordinal}`, width, height, rgb: rgb.toString('base64')};
}

function pictures() {
  const file = path.join(out, 'pictures.json');
  if (!fs.existsSync(file)) {
    fs.writeFileSync(file, JSON.stringify({
      street: frameOf('vtest.avi', 300, 128, 96),
      face: frameOf('Megamind.avi', 100, 120, 88),
    }, null, 1) + '\n');
  }
  return JSON.parse(fs.readFileSync(file));
}

// ---- one model

const loader = (json) => ({
  load: async () => {
    const model = JSON.parse(fs.readFileSync(json));
    const specs = model.weightsManifest.flatMap((group) => group.weights);
    const data = Buffer.concat(model.weightsManifest.flatMap((group) => group.paths).map(
        (shard) => fs.readFileSync(path.join(path.dirname(json), shard))));
    return {
      modelTopology: model.modelTopology, format: model.format, signature: model.signature,
      userDefinedMetadata: model.userDefinedMetadata, weightSpecs: specs,
      weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
    };
  },
});

// The graph's input from pixels, as the model's options in models.json say.
function input(pixels, width, height, options, dtype) {
  let x = tf.tensor4d(Float32Array.from(pixels, (value) => value / 255), [1, height, width, 3]);
  if (dtype === 'int32') return tf.tensor4d(Int32Array.from(pixels), [1, height, width, 3], 'int32');
  if (options.grey) x = tf.sum(tf.mul(x, tf.tensor1d([0.2989, 0.587, 0.114])), 3, true);
  if (options.scale !== undefined) x = tf.mul(x, options.scale);
  if (options.offset !== undefined) x = tf.add(x, options.offset);
  return x;
}

const digits = (value) => Number(value.toPrecision(9));

function sampled(name, tensor, picture) {
  const stored = picture ? tf.transpose(tensor, [0, 3, 1, 2]) : tensor;
  const values = stored.dataSync();
  let sum = 0, squares = 0, smallest = Infinity, largest = -Infinity, at = 0;
  values.forEach((value, i) => {
    sum += value;
    squares += value * value;
    smallest = Math.min(smallest, value);
    if (value > largest) { largest = value; at = i; }
  });
  const indices = new Set([at]);
  for (let i = 0; i < Math.min(sampleSize, values.length); ++i) {
    indices.add(values.length <= sampleSize ? i : Math.floor((i + 0.5) * values.length / sampleSize));
  }
  const sorted = [...indices].sort((a, b) => a - b);
  return {
    name, shape: stored.shape, mean: digits(sum / values.length), rms: digits(Math.sqrt(squares / values.length)),
    min: digits(smallest), max: digits(largest), indices: sorted, values: sorted.map((i) => digits(values[i])),
  };
}

async function golden(entry, shared) {
  const model = await tf.loadGraphModel(loader(path.join(cache, 'tfjs', entry.json)));
  const size = entry.options.size;
  const [, height, width] = size ? [1, size, size] : model.inputs[0].shape;
  const cases = {noise: noise(width, height), street: enlarged(shared.street, width, height), face: enlarged(shared.face, width, height)};
  const result = {model: entry.name, made_by: `@tensorflow/tfjs ${tf.version.tfjs}, cpu backend`, width, height, pictures: {}};
  for (const [name, pixels] of Object.entries(cases)) {
    const started = Date.now();
    result.pictures[name] = tf.tidy(() => {
      const x = input(pixels, width, height, entry.options, model.inputs[0].dtype);
      let outputs = model.execute(x, entry.options.outputs.map((output) => output.node));
      if (!Array.isArray(outputs)) outputs = [outputs];
      // Rank 4 is a picture, except for MoveNet's table of key points.
      return outputs.map((tensor, i) =>
        sampled(entry.options.outputs[i].name, tensor, tensor.rank === 4 && entry.options.outputs[i].name !== 'keypoints'));
    });
    console.error(`${entry.name} ${name}: ${Date.now() - started} ms`);
  }
  fs.writeFileSync(path.join(out, `${entry.name}.json`), JSON.stringify(result) + '\n');
}

async function main() {
  await tf.setBackend('cpu');
  fs.mkdirSync(out, {recursive: true});
  const shared = pictures();
  const {models} = JSON.parse(fs.readFileSync(path.join(root, 'datasets', 'boxes', 'models.json')));
  const wanted = process.argv.slice(2);
  for (const entry of models) {
    // A graph runs at its own size in TensorFlow.js: sizes inside it are constants.
    if (entry.options.size || (wanted.length && !wanted.includes(entry.name))) continue;
    await golden(entry, shared);
  }
}

main();
