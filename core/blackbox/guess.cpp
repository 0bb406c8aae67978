#include "blackbox/guess.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "blackbox/adapters/model_files.h"
#include "blackbox/adapters/openvino_model.h"
#include "blackbox/adapters/server_model.h"
#include "blackbox/adapters/torch_module.h"
#include "blackbox/guess_head.h"
#include "blackbox/guess_plugin.h"
#include "blackbox/torch_states.h"

namespace mlink::blackbox {
namespace {

using json = nlohmann::ordered_json;
using Shape = std::vector<std::int64_t>;

constexpr std::int64_t kUsualSide = 224;
constexpr std::int64_t kUsualDetectorSide = 640;
constexpr std::int64_t kUsualClip = 16;
constexpr double kUsualStep = .067;  ///< of networks that see actions: every other frame of 30 a second
/// Height and width that are tried where a file leaves the picture's size open: detectors, classifiers, lines of text.
constexpr std::array<std::pair<std::int64_t, std::int64_t>, 4> kOpenSizes{
    {{kUsualDetectorSide, kUsualDetectorSide}, {kUsualSide, kUsualSide}, {48, 320}, {32, 100}}};

std::string port_text(const std::string& name, const Shape& shape, const std::string& type) {
  return fmt::format("{} {} {}", name.empty() ? "(no name)" : name, shape_text(shape), type);
}

/// What people call the network: its file, or its folder where the file is called as all of its kind are.
std::string title_of(const std::filesystem::path& file) {
  const auto own = file.stem().string();
  std::error_code error;
  const auto folder = std::filesystem::absolute(file, error).parent_path().filename().string();
  const bool usual = own == "inference" || own == "model" || own == "saved_model";
  return usual && !error && !folder.empty() ? folder : own;
}

std::string box_name(const std::string& title, const std::string& given) {
  if (!given.empty()) return given;
  std::string name;
  for (const char c : title) {
    const auto lower = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (plain || (!name.empty() && name.back() != '-')) name += plain ? lower : '-';
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name.empty() ? "box" : name;
}

/// What a file says, and what came out of a trial.
struct Network {
  std::string adapter;
  std::map<std::string, std::string> about;
  std::vector<Tensor> outputs;
  std::string not_tried;  ///< why there was no trial
};

bool is_picture(const Shape& shape) {
  if (shape.size() != 4) return false;
  const auto channels = [](std::int64_t size) { return size == 1 || size == 3; };
  return channels(shape[1]) || channels(shape[3]) || shape[1] == -1;
}

struct ClipLayout {
  const char* name;
  std::size_t channels, frames, height;  ///< their places in the shape; the width comes after the height
};
constexpr std::array<ClipLayout, 3> kClipLayouts{{{"ncthw", 1, 2, 3}, {"ntchw", 2, 1, 3}, {"nthwc", 4, 1, 2}}};

/// Of a clip; null where it is none. Colours come before grey: a 1 may be the number of frames.
const ClipLayout* clip_layout(const Shape& shape) {
  if (shape.size() != 5) return nullptr;
  for (const std::int64_t channels : {3, 1})
    for (const auto& layout : kClipLayouts)
      if (shape[layout.channels] == channels) return &layout;
  return nullptr;
}

/// The input's fields of the manifest, and the shape of a trial.
struct Input {
  json fields;
  bool sound = false;
  Shape shape;  ///< -1: the file leaves it open
};

/// Gives the picture the sizes that the file leaves open.
Input sized(Input input, std::int64_t height, std::int64_t width) {
  std::size_t at = input.fields.value("layout", "") == "nhwc" ? 1 : 2;
  if (const auto* clip = clip_layout(input.shape)) at = clip->height;
  if (input.shape[at] < 1) input.shape[at] = height;
  if (input.shape[at + 1] < 1) input.shape[at + 1] = width;
  input.fields["width"] = input.shape[at + 1];
  input.fields["height"] = input.shape[at];
  return input;
}

Input clip_of(const TensorPort& port, const ClipLayout& layout, Guess& guess) {
  Input input;
  input.shape = port.shape;
  input.shape[0] = 1;
  auto& frames = input.shape[layout.frames];
  if (frames < 1) {
    frames = kUsualClip;
    guess.unknown.push_back(fmt::format("How many frames a clip has is open in the file; {} were taken.", frames));
  }
  input.fields = {{"width", input.shape[layout.height + 1]},
                  {"height", input.shape[layout.height]},
                  {"frames", frames},
                  {"step", kUsualStep},
                  {"layout", layout.name}};
  if (input.shape[layout.channels] == 1) input.fields["channels"] = 1;
  if (frames == 1) input.fields.erase("step");
  guess.unknown.push_back(
      fmt::format("The input was taken for a clip of {} frames. No file says how far apart they are; {} s were taken.",
                  frames, kUsualStep));
  if (port.type == "u8") input.fields["scale"] = 1;
  return input;
}

Input picture_of(const TensorPort& port) {
  Input input;
  const bool nhwc = port.shape[1] != 3 && port.shape[1] != 1 && (port.shape[3] == 3 || port.shape[3] == 1);
  input.shape = port.shape;
  input.shape[0] = 1;
  auto& channels = input.shape[nhwc ? 3 : 1];
  if (channels < 1) channels = 3;
  input.fields = {{"width", input.shape[nhwc ? 2 : 3]}, {"height", input.shape[nhwc ? 1 : 2]}};
  if (channels == 1) input.fields["channels"] = 1;
  if (nhwc) input.fields["layout"] = "nhwc";
  if (port.type == "u8") input.fields["scale"] = 1;
  return input;
}

std::optional<Input> sound_of(const TensorPort& port, Guess& guess) {
  // Whole numbers are tokens or bytes of a text; of sound only samples of 16 bits are written so.
  const bool samples_of_sound = port.type.starts_with("f") || port.type.starts_with("bf") || port.type == "i16";
  if (port.shape.empty() || port.shape.size() > 3 || !samples_of_sound) return std::nullopt;
  for (std::size_t i = 0; i + 1 < port.shape.size(); ++i)
    if (port.shape[i] > 1) return std::nullopt;
  Input input;
  input.sound = true;
  constexpr int kRate = 16000;
  auto samples = port.shape.back();
  if (samples < 1) {
    samples = kRate;
    guess.unknown.push_back("How long the sound is that it takes is open in the file; a second was taken.");
  }
  input.fields = {{"window", static_cast<double>(samples) / kRate}, {"rate", kRate}};
  if (port.shape.size() != 2) input.fields["rank"] = port.shape.size();
  input.shape.assign(port.shape.size(), 1);
  input.shape.back() = samples;
  guess.unknown.push_back("No file says the rate of the sound; 16000 samples a second were taken.");
  return input;
}

Result<Input> input_of(const std::vector<TensorPort>& ports, std::size_t& index, Guess& guess) {
  for (index = 0; index < ports.size(); ++index) {
    const auto& shape = ports[index].shape;
    if (is_picture(shape)) return picture_of(ports[index]);
    if (const auto* layout = clip_layout(shape)) return clip_of(ports[index], *layout, guess);
  }
  for (index = 0; index < ports.size(); ++index)
    if (auto sound = sound_of(ports[index], guess)) return std::move(*sound);
  std::string shapes;
  for (const auto& port : ports) shapes += (shapes.empty() ? "" : ", ") + port_text(port.name, port.shape, port.type);
  return fail(ErrorKind::unsupported,
              fmt::format("The network takes neither a picture, nor a clip, nor samples of sound: {}.", shapes),
              "Export it with a picture [1, 3, height, width] or a clip [1, 3, frames, height, width] as its input.");
}

bool is_rate(const std::string& name) { return name == "sr" || name.find("rate") != std::string::npos; }

/// Further inputs: a state where an output has the same sizes, the picture's size where it is two numbers, the rate of
/// the sound (0: it hears none).
json extra_of(const TensorPort& port, const std::vector<TensorPort>& outputs, int rate, Guess& guess) {
  json extra{{"name", port.name}};
  if (rate > 0 && is_rate(port.name) && Tensor::count(port.shape) == 1) {
    extra["shape"] = port.shape;
    extra["values"] = json::array({rate});
    guess.unknown.push_back(fmt::format("The input \"{}\" was taken for the rate of the sound.", port.name));
    return extra;
  }
  Shape sizes = port.shape;
  for (auto& size : sizes) size = std::max<std::int64_t>(size, 1);
  const auto fits = [&](const TensorPort& output, bool by_name) {
    if (output.shape.size() != port.shape.size() || port.shape.size() < 2) return false;
    return by_name ? output.name.find(port.name) != std::string::npos : output.shape == port.shape;
  };
  for (const bool by_name : {true, false}) {
    const auto next =
        std::find_if(outputs.begin(), outputs.end(), [&](const auto& output) { return fits(output, by_name); });
    if (next == outputs.end() || port.name.empty()) continue;
    extra["shape"] = sizes;
    extra["from"] = next->name;
    guess.unknown.push_back(fmt::format(
        "The input \"{}\" was taken for a state, and the output \"{}\" for the next one.", port.name, next->name));
    return extra;
  }
  if (!port.shape.empty() && port.shape.back() == 2) {
    const bool scale = port.name.find("scale") != std::string::npos;
    extra["size"] = scale ? "scale" : "height-width";
    guess.unknown.push_back(fmt::format("The input \"{}\" was taken for the picture's {}.", port.name,
                                        scale ? "scale" : "height and width"));
    return extra;
  }
  constexpr std::int64_t kMostValues = 1000;  // a manifest is for people
  const auto count = std::min(Tensor::count(sizes), kMostValues);
  extra["shape"] = sizes;
  extra["values"] = std::vector<int>(static_cast<std::size_t>(count), 0);
  guess.unknown.push_back(fmt::format("What the input \"{}\" is for no file says; zeros were taken.", port.name));
  return extra;
}

/// Runs the network once: the names and shapes of its inputs, and what goes into them.
struct NamedShape {
  std::string name;
  Shape shape;
};
using Trial =
    std::function<Result<std::vector<Tensor>>(const std::vector<NamedShape>& inputs, const std::vector<Tensor>& given)>;

void try_network(const Trial& trial, const json& manifest, const Input& input, Network& network) {
  const auto name = [](const json& node) { return node.value("name", std::string()); };
  std::vector<NamedShape> inputs{{name(input.fields), input.shape}};
  std::vector<Tensor> given{{input.shape, {}, {}}};
  given[0].data.assign(static_cast<std::size_t>(Tensor::count(input.shape)), input.sound ? 0.F : .45F);
  for (const auto& extra : manifest.value("inputs", json::array())) {
    const auto shape = extra.value("shape", Shape{1, 2});
    inputs.push_back({name(extra), shape});
    given.push_back({shape, std::vector<float>(static_cast<std::size_t>(Tensor::count(shape)), 1.F), {}});
    if (extra.contains("values")) given.back().data = extra["values"].get<std::vector<float>>();
  }
  auto outputs = trial(inputs, given);
  if (outputs)
    network.outputs = std::move(*outputs);
  else
    network.not_tried = outputs.error().what;
}

/// Into the manifest; the outputs that are states are none that a head reads.
void tell_states(const TorchStates& states, Network& network, json& manifest, Guess& guess) {
  std::vector<bool> kept(network.outputs.size(), false);
  for (std::size_t i = 0; i < states.inputs.size(); ++i) {
    const auto& state = states.inputs[i];
    const auto place = states.from[i];
    const auto& name = network.outputs[place].name;
    json extra;
    if (!state.name.empty()) extra["name"] = state.name;
    extra["shape"] = state.shape;
    if (name.empty())
      extra["from"] = place;
    else
      extra["from"] = name;
    manifest["inputs"].push_back(std::move(extra));
    kept[place] = true;
    guess.unknown.push_back(
        fmt::format("{} was taken for a state, and the output {} for the next one.",
                    state.name.empty() ? "A further input" : fmt::format("The input \"{}\"", state.name),
                    name.empty() ? fmt::format("at place {}", place) : fmt::format("\"{}\"", name)));
  }
  std::vector<Tensor> others;
  for (std::size_t i = 0; i < network.outputs.size(); ++i)
    if (!kept[i]) others.push_back(std::move(network.outputs[i]));
  network.outputs = std::move(others);
}

/// A TorchScript file does not say what it takes: sizes are tried.
Result<Network> torch_network(const std::filesystem::path& file, Guess& guess, Input& input, json& manifest) {
  Network network;
  network.adapter = "torchscript";
  TorchModule::Options options;
  options.use_gpu = false;
  options.optimise = Optimise::off;
  MLINK_ASSIGN(auto plain, TorchModule::load(file, options));
  std::vector<Shape> shapes{plain.input_shape()};
  if (shapes[0].empty())
    shapes = {{1, 3, kUsualSide, kUsualSide},
              {1, 3, kUsualDetectorSide, kUsualDetectorSide},
              {1, 1, kUsualSide, kUsualSide},
              {1, 3, 64, 64},
              {1, 3, 32, 32},
              {1, 3, kUsualClip, 112, 112},
              {1, 3, kUsualClip, kUsualSide, kUsualSide},
              {1, kUsualClip, 3, kUsualSide, kUsualSide},
              {1, 16000}};
  for (const auto& shape : shapes) {
    auto trial = try_torch(plain, shape);
    if (!trial) continue;
    network.outputs = std::move(trial->outputs);
    if (trial->states) tell_states(*trial->states, network, manifest, guess);
    if (plain.input_shape().empty())
      guess.unknown.push_back(fmt::format(
          "A TorchScript file does not say the size of its input; {} runs and was taken.", shape_text(shape)));
    std::size_t index = 0;
    MLINK_ASSIGN(input, input_of({{"", shape, "f32"}}, index, guess));
    return network;
  }
  return fail(ErrorKind::unsupported, "The network runs on none of the sizes that were tried.",
              "Write the manifest by hand (core/blackbox/MANIFEST.md).", file.string());
}

/// Height and width, where the metadata has them beside an open shape: Ultralytics' "[640, 640]".
std::optional<std::pair<std::int64_t, std::int64_t>> said_size(const std::map<std::string, std::string>& about) {
  const auto found = about.find("imgsz");
  if (found == about.end()) return std::nullopt;
  const auto sizes = json::parse(found->second, nullptr, false);
  if (!sizes.is_array() || sizes.size() != 2) return std::nullopt;
  for (const auto& size : sizes)
    if (!size.is_number_integer() || size < 1 || size > 8192) return std::nullopt;
  return std::pair(sizes[0].get<std::int64_t>(), sizes[1].get<std::int64_t>());
}

/// A picture of open size: the first of the usual ones on which the network runs. One that gives a row of numbers
/// whatever the size is no detector, and gets the size of classifiers where it runs on it.
void try_sizes(const Trial& trial, const json& manifest, Input& input, Network& network) {
  const Input as_said = input;
  for (const auto& [height, width] : kOpenSizes) {
    input = sized(as_said, height, width);
    try_network(trial, manifest, input, network);
    if (!network.outputs.empty()) break;
  }
  const auto is_row = [](const Tensor& output) {
    return output.shape.size() > 1 && Tensor::count(output.shape) == output.shape[1];
  };
  if (network.outputs.empty() || !std::all_of(network.outputs.begin(), network.outputs.end(), is_row)) return;
  const Input small = sized(as_said, kUsualSide, kUsualSide);
  Network again;
  try_network(trial, manifest, small, again);
  if (again.outputs.empty()) return;
  network.outputs = std::move(again.outputs);
  input = small;
}

/// A network that says what its inputs and outputs are.
Result<Network> known_network(const NetworkPorts& ports, const Trial& trial, Guess& guess, Input& input,
                              json& manifest) {
  Network network;
  network.about = ports.about;
  for (const auto& port : ports.inputs) guess.inputs.push_back(port_text(port.name, port.shape, port.type));
  std::size_t index = 0;
  MLINK_ASSIGN(input, input_of(ports.inputs, index, guess));
  if (ports.inputs.size() > 1) {
    input.fields["name"] = ports.inputs[index].name;
    const int rate = input.fields.value("rate", 0);
    for (std::size_t i = 0; i < ports.inputs.size(); ++i)
      if (i != index) manifest["inputs"].push_back(extra_of(ports.inputs[i], ports.outputs, rate, guess));
  }
  const bool open =
      std::find_if(input.shape.begin(), input.shape.end(), [](auto size) { return size < 1; }) != input.shape.end();
  const auto said = open ? said_size(ports.about) : std::nullopt;
  if (said) input = sized(std::move(input), said->first, said->second);
  if (open && !said)
    try_sizes(trial, manifest, input, network);
  else
    try_network(trial, manifest, input, network);
  if (!network.outputs.empty()) network.not_tried.clear();
  if (open && !said)
    guess.unknown.push_back(fmt::format("The size of the picture is open; {} x {} was taken.",
                                        input.fields["width"].get<int>(), input.fields["height"].get<int>()));
  if (network.outputs.empty())  // the shapes that the file says are better than none
    for (const auto& port : ports.outputs) network.outputs.push_back({port.shape, {}, port.name});
  return network;
}

Result<Network> openvino_network(const std::filesystem::path& file, Guess& guess, Input& input, json& manifest) {
  MLINK_ASSIGN(const auto ports, openvino_ports({file}));
  const Trial trial = [&](const auto& inputs, const auto& given) -> Result<std::vector<Tensor>> {
    OpenvinoOptions options;
    for (const auto& each : inputs) options.inputs.push_back({each.name, each.shape});
    MLINK_ASSIGN(const auto loaded, load_openvino({file}, options));
    return loaded->run(given);
  };
  MLINK_ASSIGN(auto network, known_network(ports, trial, guess, input, manifest));
  network.adapter = "openvino";
  return network;
}

/// The network's files: some formats have the weights in a second one, which is a part of what the black box is.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& model, std::string_view format) {
  auto weights = model;
  weights.replace_extension(format == "Paddle" ? ".pdiparams" : ".bin");
  std::error_code error;
  if ((format != "Paddle" && format != "OpenVINO") || !std::filesystem::is_regular_file(weights, error)) return {model};
  return {model, weights};
}

/// The rest of the manifest, from what the network gave.
void finish(const Network& network, const Input& input, json& manifest, Guess& guess) {
  manifest[input.sound ? "sound" : "input"] = input.fields;
  if (!network.not_tried.empty()) guess.unknown.push_back("It could not be tried: " + network.not_tried);
  for (const auto& output : network.outputs) guess.outputs.push_back(port_text(output.name, output.shape, "f32"));
  guess_head({input.shape, network.outputs, network.about}, manifest, guess.unknown);
  guess.manifest = manifest.dump(2);
}

/// Models that take one picture are said without the dimension for several; here all have it.
void add_frames(std::vector<TensorPort>& inputs) {
  for (auto& input : inputs) {
    auto& shape = input.shape;
    if (shape.size() == 3 && shape[1] != 1 && (shape[0] == 3 || shape[2] == 3 || shape[2] == 1))
      shape.insert(shape.begin(), 1);
  }
}

Result<Guess> guess_server(const std::string& text, const std::string& name, const ServerAccess& access) {
  ServerOptions options;
  MLINK_ASSIGN(options.address, read_server_address(text));
  options.model = std::exchange(options.address.model, {});
  options.version = std::exchange(options.address.version, {});
  // The manifest may lie elsewhere than where this is asked from.
  if (!access.tls_ca.empty()) options.tls_ca = std::filesystem::absolute(access.tls_ca);
  if (!access.token_file.empty()) options.token_file = std::filesystem::absolute(access.token_file);
  if (options.model.empty())
    return fail(ErrorKind::invalid_input, "The address names no model.",
                fmt::format("Write it behind: {}/MODEL.", options.address.text()));
  MLINK_ASSIGN(const auto model, open_server_model(options));
  auto ports = model->ports;
  if (ports.inputs.empty())
    return fail(ErrorKind::unsupported, "The server does not say what the model's inputs are.",
                "Write the manifest by hand (core/blackbox/MANIFEST.md).");
  add_frames(ports.inputs);
  Guess guess;
  guess.format = "Open Inference Protocol";
  json manifest{
      {"version", 1},           {"name", box_name(options.model, name)},
      {"title", options.model}, {"origin", fmt::format("{} at {}", model->server, options.address.text())},
      {"adapter", "server"},    {"settings", {{"address", options.address.text()}, {"model", options.model}}}};
  auto& settings = manifest["settings"];
  if (!options.version.empty()) settings["version"] = options.version;
  if (!options.tls_ca.empty()) settings["tls_ca"] = options.tls_ca.string();
  if (!options.token_file.empty()) settings["token_file"] = options.token_file.string();
  const Trial trial = [&](const auto& inputs, const auto& given) -> Result<std::vector<Tensor>> {
    auto to_run = options;
    for (const auto& each : inputs) to_run.inputs.push_back({each.name, each.shape});
    MLINK_ASSIGN(const auto opened, open_server_model(to_run));
    return opened->run(given);
  };
  Input input;
  MLINK_ASSIGN(const auto network, known_network(ports, trial, guess, input, manifest));
  finish(network, input, manifest, guess);
  return guess;
}

}  // namespace

Result<Guess> guess_manifest(const std::filesystem::path& model, const std::string& name, const ServerAccess& access) {
  if (is_server_address(model.string())) return guess_server(model.string(), name, access);
  if (!access.tls_ca.empty() || !access.token_file.empty())
    return fail(ErrorKind::invalid_input, "Certificates and tokens are for servers; this is a file.",
                "Leave them out, or give a server's address: grpc://host:port/model.", model.string());
  if (std::error_code error; !std::filesystem::is_regular_file(model, error))
    return fail(ErrorKind::not_found, "The model file is not there.", "Check the path.", model.string());
  const auto* format = format_of(model);
  if (format == nullptr)
    return fail(ErrorKind::unsupported, "No format of networks that is known here has such files.",
                "Export the network as ONNX or TorchScript.", model.string());
  if (format->adapters.empty())
    return fail(ErrorKind::unsupported, fmt::format("No adapter reads {} files.", format->title),
                std::string(format->todo), model.string());
  if (format->adapters[0] == "opencv-dnn")
    return fail(ErrorKind::unsupported, fmt::format("{} files do not say what goes in and comes out.", format->title),
                "core/blackbox/MANIFEST.md has an example of a manifest for such a network.", model.string());
  if (format->adapters[0] == "plugin") return guess_plugin(model, box_name(title_of(model), name));
  Guess guess;
  guess.format = format->title;
  std::error_code failed;
  json manifest{{"version", 1}, {"name", box_name(title_of(model), name)}, {"title", title_of(model)}};
  Input input;
  auto network = format->adapters[0] == "torchscript" ? torch_network(model, guess, input, manifest)
                                                      : openvino_network(model, guess, input, manifest);
  if (!network) return tl::make_unexpected(with_other_engines(network.error(), model, format->adapters[0]));
  manifest["adapter"] = network->adapter;
  for (const auto& file : files_of(model, format->title))
    manifest["weights"].push_back({{"path", std::filesystem::absolute(file, failed).string()}});
  finish(*network, input, manifest, guess);
  return guess;
}

}  // namespace mlink::blackbox
