// The module with OpenVINO: reads, compiles and runs network files. What OpenVINO throws becomes an Error here.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <exception>
#include <openvino/core/preprocess/pre_post_process.hpp>
#include <openvino/frontend/extension/conversion.hpp>
#include <openvino/frontend/manager.hpp>
#include <openvino/openvino.hpp>
#include <openvino/opsets/opset8.hpp>

#include "blackbox/openvino/table.h"

namespace mlink::blackbox {
namespace {

/// OpenVINO finds its readers of formats once; a Core may be used by several threads.
ov::Core& core() {
  static ov::Core one;
  return one;
}

/// Whether a line of OpenVINO's message tells a person nothing: where in its source it failed, by which condition.
bool is_noise(std::string_view line) {
  for (const char* start :
       {"Exception from ", "FrontEnd API failed", "While validating", "Model wasn't fully converted", "Summary:"})
    if (line.starts_with(start)) return true;
  return line.empty() || line.ends_with("with a message:") || line.find("failed at src/") != std::string_view::npos;
}

/// The first line of an exception that tells something.
std::string reason(const std::exception& error) {
  constexpr std::size_t kMost = 300;
  std::string_view said = error.what();
  while (!said.empty()) {
    const auto end = std::min(said.find('\n'), said.size());
    std::string_view line = said.substr(0, end);
    said.remove_prefix(std::min(end + 1, said.size()));
    line.remove_prefix(std::min(line.find_first_not_of(" \t-"), line.size()));
    line = line.substr(0, line.find_last_not_of(" .\r") + 1);
    if (!is_noise(line)) return std::string(line.substr(0, kMost)) + (line.size() > kMost ? "…" : "");
  }
  return "it gives no reason";
}

std::vector<std::int64_t> sizes_of(const ov::PartialShape& shape) {
  std::vector<std::int64_t> sizes;
  if (shape.rank().is_dynamic()) return sizes;
  for (const auto& size : shape) sizes.push_back(size.is_static() ? size.get_length() : -1);
  return sizes;
}

template <class Node>
std::string name_of(const ov::Output<Node>& port) {
  return port.get_names().empty() ? std::string() : port.get_any_name();
}

/// TensorFlow's tensors are called by their node and the number of its output: "heat" is "heat:0".
template <class Node>
bool is_called(const ov::Output<Node>& port, const std::string& name) {
  const auto& names = port.get_names();
  return names.contains(name) || names.contains(name + ":0");
}

template <class Node>
TensorPort port_of(const ov::Output<Node>& port) {
  const auto& shape = port.get_partial_shape();
  auto name = name_of(port);
  if (name.ends_with(":0")) name.resize(name.size() - 2);
  return {name, sizes_of(shape), port.get_element_type().get_type_name()};
}

NetworkPorts ports_of(const ov::Model& model) {
  NetworkPorts ports;
  for (const auto& input : model.inputs()) ports.inputs.push_back(port_of(input));
  for (const auto& output : model.outputs()) ports.outputs.push_back(port_of(output));
  // ONNX files carry a table of texts (class names, characters); the reader keeps it under "framework".
  const auto& info = model.get_rt_info();
  if (const auto found = info.find("framework"); found != info.end() && found->second.is<ov::AnyMap>())
    for (const auto& [key, value] : found->second.as<ov::AnyMap>())
      if (value.is<std::string>()) ports.about[key] = value.as<std::string>();
  return ports;
}

std::string names_text(const std::vector<TensorPort>& ports) {
  std::vector<std::string> names;
  names.reserve(ports.size());
  for (const auto& port : ports) names.push_back(port.name.empty() ? "(no name)" : port.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

using ModelResult = Result<std::shared_ptr<ov::Model>>;

/// The reader by the file's ending: asked in turn, each reader complains on standard error of what is not its own.
const char* reader_of(const std::filesystem::path& file) {
  for (const auto& [extension, reader] : {std::pair(".onnx", "onnx"), std::pair(".pb", "tf"),
                                          std::pair(".tflite", "tflite"), std::pair(".pdmodel", "paddle")})
    if (file.extension() == extension) return reader;
  return nullptr;
}

/// MediaPipe's own operator in TensorFlow Lite files (its selfie segmentation ends with one): a transposed convolution
/// and a bias, all as TensorFlow has them. The reader does not hand over the operator's settings: MediaPipe's networks
/// have a kernel of 2 x 2 that takes steps of its own size.
ov::OutputVector transposed_with_bias(const ov::frontend::NodeContext& node) {
  const auto weights = node.get_input(1);  // [outputs, height, width, inputs]
  const auto& sizes = weights.get_partial_shape();
  FRONT_END_OP_CONVERSION_CHECK(sizes.rank() == 4 && sizes[1] == 2 && sizes[2] == 2,
                                "Only a kernel of 2 x 2 is known of Convolution2DTransposeBias");
  const auto order = [](const std::vector<int>& axes) {
    return ov::opset8::Constant::create(ov::element::i32, {4}, axes);
  };
  const auto picture = std::make_shared<ov::opset8::Transpose>(node.get_input(0), order({0, 3, 1, 2}));
  const auto kernel = std::make_shared<ov::opset8::Transpose>(weights, order({3, 0, 1, 2}));
  const auto larger = std::make_shared<ov::opset8::ConvolutionBackpropData>(
      picture, kernel, ov::Strides{2, 2}, ov::CoordinateDiff{0, 0}, ov::CoordinateDiff{0, 0}, ov::Strides{1, 1});
  const auto back = std::make_shared<ov::opset8::Transpose>(larger, order({0, 2, 3, 1}));
  return std::make_shared<ov::opset8::Add>(back, node.get_input(2))->outputs();
}

/// What a reader lacks, given to it.
void add_operators(ov::frontend::FrontEnd& reader, std::string_view name) {
  if (name != "tflite") return;
  reader.add_extension(
      std::make_shared<ov::frontend::ConversionExtension>("Convolution2DTransposeBias", transposed_with_bias));
}

/// Where the file has an operator that OpenVINO does not know.
std::string advice_on(const std::string& said) {
  // As the readers of TensorFlow Lite, ONNX, Paddle and TensorFlow say it.
  constexpr std::array kMarks{"No translator found", "does not support the following ONNX operations",
                              "No creator found", "No conversion rule found"};
  if (std::none_of(kMarks.begin(), kMarks.end(), [&](auto mark) { return said.find(mark) != std::string::npos; }))
    return {};
  return "Export the network without that operator, or run it in its own framework by the adapter \"program\".";
}

ModelResult read(const std::vector<std::filesystem::path>& files) {
  try {
    if (const char* name = reader_of(files[0]); name != nullptr && files.size() == 1) {
      static ov::frontend::FrontEndManager readers;
      const auto reader = readers.load_by_framework(name);
      add_operators(*reader, name);
      return reader->convert(reader->load(files[0].string()));
    }
    return files.size() > 1 ? core().read_model(files[0].string(), files[1].string())
                            : core().read_model(files[0].string());
  } catch (const std::exception& error) {
    const auto said = reason(error);
    return fail(ErrorKind::corrupt, fmt::format("OpenVINO cannot read the network: {}.", said), advice_on(said),
                files[0].string());
  }
}

Status choose_outputs(ov::Model& model, const std::vector<std::string>& wanted, const std::string& path) {
  if (wanted.empty()) return {};
  const auto own = model.outputs();
  for (const auto& name : wanted) {
    if (std::any_of(own.begin(), own.end(), [&](const auto& port) { return is_called(port, name); })) continue;
    try {
      model.add_output(name);
    } catch (const std::exception&) {
      return fail(ErrorKind::invalid_input,
                  fmt::format("The network has no tensor called \"{}\"; its outputs are {}.", name,
                              names_text(ports_of(model).outputs)),
                  "Correct \"outputs\" in the manifest's settings.", path);
    }
  }
  return {};
}

/// The number of the network's input that each of the given ones goes into.
Result<std::vector<std::size_t>> places_of(const ov::Model& model, const std::vector<OpenvinoOptions::Input>& given,
                                           const std::string& path) {
  const auto inputs = model.inputs();
  const auto own = names_text(ports_of(model).inputs);
  if (inputs.size() != given.size())
    return fail(ErrorKind::invalid_input,
                fmt::format("The network has {} inputs ({}), the manifest gives {}.", inputs.size(), own, given.size()),
                "Name them in the manifest: the picture's in \"input\", the others in \"inputs\".", path);
  std::vector<bool> taken(inputs.size(), false);
  std::vector<std::size_t> places(given.size(), inputs.size());
  for (std::size_t i = 0; i < given.size(); ++i)
    for (std::size_t k = 0; k < inputs.size() && !given[i].name.empty(); ++k)
      if (!taken[k] && is_called(inputs[k], given[i].name)) places[i] = k, taken[k] = true;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (places[i] < inputs.size()) continue;
    if (!given[i].name.empty())
      return fail(ErrorKind::invalid_input,
                  fmt::format("The network has no input called \"{}\"; it has {}.", given[i].name, own),
                  "Correct the name in the manifest.", path);
    places[i] = static_cast<std::size_t>(std::find(taken.begin(), taken.end(), false) - taken.begin());
    taken[places[i]] = true;
  }
  return places;
}

Status give_sizes(ov::Model& model, const std::vector<OpenvinoOptions::Input>& given,
                  const std::vector<std::size_t>& places, const std::string& path) {
  const auto inputs = model.inputs();
  std::map<ov::Output<ov::Node>, ov::PartialShape> sizes;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i].shape.empty()) continue;
    const auto& input = inputs[places[i]];
    ov::PartialShape wanted;
    for (const auto size : given[i].shape) wanted.push_back(size < 0 ? ov::Dimension() : ov::Dimension(size));
    if (!input.get_partial_shape().compatible(wanted))
      return fail(ErrorKind::invalid_input,
                  fmt::format("The network's input \"{}\" is {}; the manifest gives {}.", name_of(input),
                              shape_text(sizes_of(input.get_partial_shape())), shape_text(given[i].shape)),
                  "Correct the input (size, channels, layout, shape) in the manifest.", path);
    sizes[input] = wanted;
  }
  try {
    model.reshape(sizes);
  } catch (const std::exception& error) {
    return fail(ErrorKind::invalid_input,
                fmt::format("The network does not take an input of the manifest's size: {}.", reason(error)),
                "Correct \"input\" in the manifest.", path);
  }
  return {};
}

/// Floats in and out, whatever the network's own types are.
Result<std::shared_ptr<ov::Model>> in_floats(const std::shared_ptr<ov::Model>& model, const std::string& path) {
  for (const auto& input : model->inputs())
    if (input.get_element_type() == ov::element::string)
      return fail(ErrorKind::unsupported, fmt::format("The network's input \"{}\" takes texts.", name_of(input)),
                  "Export the network without the step that reads texts.", path);
  ov::preprocess::PrePostProcessor steps(model);
  for (std::size_t i = 0; i < model->inputs().size(); ++i) steps.input(i).tensor().set_element_type(ov::element::f32);
  for (std::size_t i = 0; i < model->outputs().size(); ++i)
    if (model->output(i).get_element_type() != ov::element::string)
      steps.output(i).tensor().set_element_type(ov::element::f32);
  return steps.build();
}

ov::AnyMap compile_settings(const OpenvinoOptions& options) {
  ov::AnyMap settings{ov::hint::performance_mode(ov::hint::PerformanceMode::LATENCY), ov::num_streams(1),
                      ov::hint::execution_mode(options.fast ? ov::hint::ExecutionMode::PERFORMANCE
                                                            : ov::hint::ExecutionMode::ACCURACY)};
  if (!options.fast) settings.insert(ov::hint::inference_precision(ov::element::f32));
  if (options.device == "CPU") {
    settings.insert(ov::inference_num_threads(std::max(options.threads, 1)));
    // Other boxes have their threads, too: the system places them.
    settings.insert(ov::hint::enable_cpu_pinning(false));
  }
  return settings;
}

class Network final : public OpenvinoNetwork {
 public:
  Network(ov::CompiledModel compiled, std::vector<std::size_t> places, std::vector<std::size_t> order, std::string path)
      : compiled_(std::move(compiled)), places_(std::move(places)), order_(std::move(order)), path_(std::move(path)) {}

  Result<std::vector<Tensor>> run(const std::vector<Tensor>& inputs) override {
    try {
      return forward(inputs);
    } catch (const std::exception& error) {
      return fail(ErrorKind::failed, fmt::format("OpenVINO cannot run the network: {}.", reason(error)),
                  "Check \"input\" in the manifest.", path_);
    }
  }

 private:
  Result<std::vector<Tensor>> forward(const std::vector<Tensor>& inputs) {
    if (inputs.size() != places_.size())
      return fail(ErrorKind::invalid_input,
                  fmt::format("The network has {} inputs, and {} were given.", places_.size(), inputs.size()), {},
                  path_);
    if (!request_) request_ = compiled_.create_infer_request();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const auto& input = inputs[i];
      const ov::Shape shape(input.shape.begin(), input.shape.end());
      // The network reads the tensor and never writes it.
      request_.set_input_tensor(places_[i], ov::Tensor(ov::element::f32, shape, const_cast<float*>(input.data.data())));
    }
    request_.infer();
    std::vector<Tensor> outputs;
    outputs.reserve(order_.size());
    for (const auto index : order_) {
      const ov::Tensor raw = request_.get_output_tensor(index);
      if (raw.get_element_type() != ov::element::f32)
        return fail(ErrorKind::unsupported,
                    fmt::format("The network's output \"{}\" holds texts.", name_of(compiled_.output(index))),
                    "Name the outputs that are numbers in the settings (\"outputs\").", path_);
      Tensor& tensor = outputs.emplace_back();
      if (index < ports.outputs.size()) tensor.name = ports.outputs[index].name;
      const auto& shape = raw.get_shape();
      tensor.shape.assign(shape.begin(), shape.end());
      const auto* data = raw.data<const float>();
      tensor.data.assign(data, data + raw.get_size());
    }
    return outputs;
  }

  ov::CompiledModel compiled_;
  ov::InferRequest request_;
  std::vector<std::size_t> places_;  ///< the inputs that the given ones go into, by number
  std::vector<std::size_t> order_;   ///< the outputs that were asked for, by number
  std::string path_;
};

/// The outputs that were asked for, in that order.
std::vector<std::size_t> order_of(const ov::Model& model, const std::vector<std::string>& wanted) {
  std::vector<std::size_t> order;
  const auto outputs = model.outputs();
  for (std::size_t i = 0; wanted.empty() && i < outputs.size(); ++i) order.push_back(i);
  for (const auto& name : wanted)
    for (std::size_t i = 0; i < outputs.size(); ++i)
      if (is_called(outputs[i], name)) order.push_back(i);
  return order;
}

Result<std::unique_ptr<OpenvinoNetwork>> compile(const std::shared_ptr<ov::Model>& model,
                                                 const OpenvinoOptions& options, const std::vector<std::size_t>& places,
                                                 const std::string& path) {
  try {
    auto compiled = core().compile_model(model, options.device, compile_settings(options));
    const auto ports = ports_of(*model);
    auto network = std::make_unique<Network>(std::move(compiled), places, order_of(*model, options.outputs), path);
    network->ports = ports;
    network->device = options.device;
    return network;
  } catch (const std::exception& error) {
    const auto devices = core().get_available_devices();
    const auto known = [&](const std::string& device) {
      return options.device.starts_with(device) || options.device.starts_with("AUTO");
    };
    if (std::none_of(devices.begin(), devices.end(), known))
      return fail(
          ErrorKind::unsupported,
          fmt::format("OpenVINO has no device \"{}\" here; it has {}.", options.device, fmt::join(devices, ", ")),
          "Correct \"device\" in the manifest's settings, or leave it out.", path);
    return fail(ErrorKind::unsupported, fmt::format("OpenVINO cannot compile the network: {}.", reason(error)), {},
                path);
  }
}

Result<std::unique_ptr<OpenvinoNetwork>> load(const std::vector<std::filesystem::path>& files,
                                              const OpenvinoOptions& options) {
  const std::string path = files[0].string();
  MLINK_ASSIGN(auto model, read(files));
  if (model->outputs().empty()) return fail(ErrorKind::corrupt, "The file holds no network.", {}, path);
  try {
    MLINK_TRY(choose_outputs(*model, options.outputs, path));
    MLINK_ASSIGN(const auto places, places_of(*model, options.inputs, path));
    MLINK_TRY(give_sizes(*model, options.inputs, places, path));
    MLINK_ASSIGN(model, in_floats(model, path));
    return compile(model, options, places, path);
  } catch (const std::exception& error) {
    return fail(ErrorKind::corrupt, fmt::format("OpenVINO cannot use the network: {}.", reason(error)), {}, path);
  }
}

Result<NetworkPorts> ports(const std::vector<std::filesystem::path>& files) {
  MLINK_ASSIGN(const auto model, read(files));
  try {
    return ports_of(*model);
  } catch (const std::exception& error) {
    return fail(ErrorKind::corrupt, fmt::format("OpenVINO cannot use the network: {}.", reason(error)), {},
                files[0].string());
  }
}

std::string version() {
  return fmt::format("{}.{}.{}", OPENVINO_VERSION_MAJOR, OPENVINO_VERSION_MINOR, OPENVINO_VERSION_PATCH);
}

}  // namespace
}  // namespace mlink::blackbox

extern "C" const mlink::blackbox::OpenvinoTable* mlink_blackbox_openvino();

const mlink::blackbox::OpenvinoTable* mlink_blackbox_openvino() {
  static constexpr mlink::blackbox::OpenvinoTable table{mlink::blackbox::version, mlink::blackbox::load,
                                                        mlink::blackbox::ports};
  return &table;
}
