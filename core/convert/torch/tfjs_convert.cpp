// The converter: graph, tape, module, file.
#include <ATen/ops/cat.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/random.h"
#include "convert/torch/table.h"
#include "convert/torch/tfjs_graph.h"
#include "convert/torch/tfjs_graphdef.h"
#include "convert/torch/tfjs_ops.h"
#include "convert/torch/tfjs_tape.h"
#include "convert/torch/torch_script.h"
#include "outputs/tensor.h"

namespace mlink::convert {

namespace {

at::Tensor tensor_of(const TfjsWeight& weight) {
  if (weight.kind == TfjsWeight::Kind::floats) {
    return at::tensor(at::ArrayRef<float>(weight.floats), at::TensorOptions(at::kFloat)).reshape(weight.shape);
  }
  const at::Tensor whole =
      at::tensor(at::ArrayRef<std::int64_t>(weight.integers), at::TensorOptions(at::kLong)).reshape(weight.shape);
  return weight.kind == TfjsWeight::Kind::booleans ? whole.to(at::kBool) : whole;
}

/// One run of the converter.
class Conversion {
 public:
  Conversion(const TfjsGraph& graph, const ConversionOptions& options, std::vector<std::string> warnings)
      : graph_(graph), options_(options) {
    report_.labels = graph.labels;
    report_.warnings = std::move(warnings);
  }

  Result<ConversionReport> run(const std::filesystem::path& out);

 private:
  Status choose_outputs();
  void count_uses(const std::vector<int>& order);
  Status translate(int node);
  Result<std::vector<int>> translated(int node);
  Result<int> placeholder(const TfjsNode& node);
  Result<int> prepared_picture(int x, const TfjsNode& node, std::int64_t channels);
  Status try_out(const ScriptSource& source, const std::vector<int>& values);
  [[nodiscard]] Error in_node(Error error, const TfjsNode& node) const;
  [[nodiscard]] bool same_in_batches(const ScriptSource& source, const std::vector<at::Tensor>& alone) const;
  [[nodiscard]] at::Tensor noise() const;
  [[nodiscard]] Status save_graph(const std::vector<int>& order, const std::vector<int>& values,
                                  const std::filesystem::path& out) const;

  const TfjsGraph& graph_;
  const ConversionOptions& options_;
  std::vector<TfjsRef> wanted_;
  std::vector<std::string> names_;
  std::map<TfjsRef, int> uses_;
  std::map<int, std::vector<int>> values_;  ///< node -> its outputs on the tape
  std::vector<std::int64_t> input_shape_;
  int placeholder_ = -1;
  bool picture_ = false;
  SizeRatio ratio_;
  Tape tape_;
  ConversionReport report_;
};

Status Conversion::choose_outputs() {
  std::vector<ConversionOptions::Output> outputs = options_.outputs;
  if (outputs.empty()) {
    for (const std::string& name : graph_.outputs) outputs.push_back({name, {}});
  }
  if (outputs.empty()) {  // no signature: every node that nobody else needs
    std::set<int> needed;
    for (const TfjsNode& node : graph_.nodes) {
      for (const TfjsRef& input : node.inputs) needed.insert(input.node);
    }
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (needed.count(static_cast<int>(i)) == 0) outputs.push_back({graph_.nodes[i].name, {}});
    }
  }
  std::set<std::string> seen;
  for (const ConversionOptions::Output& output : outputs) {
    MLINK_ASSIGN(const TfjsRef ref, graph_.find(output.node));
    wanted_.push_back(ref);
    names_.push_back(output.name.empty() ? output.node : output.name);
    if (!seen.insert(names_.back()).second) {
      return fail(ErrorKind::invalid_input, "Two outputs are called " + names_.back() + ".", "Name them differently.",
                  graph_.path);
    }
  }
  return {};
}

void Conversion::count_uses(const std::vector<int>& order) {
  for (const int index : order) {
    for (const TfjsRef& input : graph_.nodes[static_cast<std::size_t>(index)].inputs) ++uses_[input];
  }
  for (const TfjsRef& output : wanted_) ++uses_[output];
}

Error Conversion::in_node(Error error, const TfjsNode& node) const {
  error.what = "Node " + node.name + " (" + node.op + ") cannot be converted. " + error.what;
  if (error.todo.empty()) error.todo = "Cut the graph before it with the option outputs, or choose another model.";
  error.path = graph_.path;
  return error;
}

Status Conversion::translate(int index) {
  const TfjsNode& node = graph_.nodes[static_cast<std::size_t>(index)];
  auto values = translated(index);
  if (!values) return tl::make_unexpected(in_node(std::move(values).error(), node));
  values_[index] = std::move(*values);
  return {};
}

Result<std::vector<int>> Conversion::translated(int index) {
  const TfjsNode& node = graph_.nodes[static_cast<std::size_t>(index)];
  if (node.op == "Const") {
    const auto weight = graph_.weights.find(node.name);
    if (weight == graph_.weights.end()) {
      return fail(ErrorKind::corrupt, "The weight files hold no value for it.", "Fetch the model again.");
    }
    return std::vector<int>{tape_.constant(tensor_of(weight->second))};
  }
  if (node.op == "Placeholder") {
    placeholder_ = index;
    MLINK_ASSIGN(const int value, placeholder(node));
    return std::vector<int>{value};
  }
  const OpFunction function = find_tfjs_op(node.op);
  if (function == nullptr) return unsupported_op("The converter does not know the op " + node.op + ".");
  OpCall call{tape_, node, {}, {}, ratio_, options_.fold};
  for (const TfjsRef& input : node.inputs) {
    const std::vector<int>& outputs = values_.at(input.node);
    if (input.output >= static_cast<int>(outputs.size())) {
      return fail(ErrorKind::corrupt, "It wants output " + std::to_string(input.output) + " of " +
                                          graph_.nodes[static_cast<std::size_t>(input.node)].name + ", which has " +
                                          std::to_string(outputs.size()) + ".");
    }
    call.inputs.push_back(outputs[static_cast<std::size_t>(input.output)]);
    call.owned.push_back(uses_.at(input) == 1);
  }
  const std::vector<int> inputs = call.inputs;
  MLINK_ASSIGN(std::vector<int> results, function(call));
  // A node that only hands its input on makes two names for one value: then nobody may change it any more.
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!call.owned[i] && std::find(results.begin(), results.end(), inputs[i]) != results.end()) tape_.share(inputs[i]);
  }
  return results;
}

Result<int> Conversion::placeholder(const TfjsNode& node) {
  if (!input_shape_.empty()) return unsupported_op("The graph has more than one input.");
  std::vector<std::int64_t> shape = node.attr_shape("shape");
  if (shape.empty()) return unsupported_op("The shape of the input is not known.");
  if (shape[0] < 1) shape[0] = 1;
  const bool picture = shape.size() == 4;
  picture_ = picture;
  if (picture && options_.height > 0) {
    if (shape[1] > 0) ratio_.old_height = shape[1];
    if (shape[2] > 0) ratio_.old_width = shape[2];
    ratio_.new_height = shape[1] > 0 ? options_.height : 1;
    ratio_.new_width = shape[2] > 0 ? options_.width : 1;
    shape[1] = options_.height;
    shape[2] = options_.width;
  }
  if (std::any_of(shape.begin(), shape.end(), [](std::int64_t size) { return size < 1; })) {
    return fail(ErrorKind::invalid_input, "The input is " + shape_text(shape) + "; its size is not fixed.",
                "Give a size with the option size.");
  }
  input_shape_ = shape;
  if (!picture) return prepared_picture(tape_.input(shape, false), node, 0);
  const std::int64_t channels = shape[3];
  if (options_.grey && channels != 1) return unsupported_op("Grey was asked for, its input has several channels.");
  input_shape_ = {shape[0], options_.grey ? 3 : channels, shape[1], shape[2]};
  return prepared_picture(tape_.input(input_shape_, true), node, channels);
}

/// Grey, scale, offset, and whole numbers for a graph that wants them.
Result<int> Conversion::prepared_picture(int x, const TfjsNode& node, std::int64_t channels) {
  const bool nchw = channels > 0;
  if (options_.grey) {
    const std::vector<float> shares{.2989F, .587F, .114F};
    const int weights = tape_.constant(
        at::tensor(at::ArrayRef<float>(shares), at::TensorOptions(at::kFloat)).reshape({1, 3, 1, 1}), true);
    MLINK_ASSIGN(x, tape_.emit("torch.sum(torch.mul({0}, {1}), [1], True)", {x, weights}, true));
  }
  if (options_.scale != 1) {
    MLINK_ASSIGN(x, tape_.emit("torch.mul({0}, " + script_number(options_.scale) + ")", {x}, nchw));
  }
  if (options_.offset != 0) {
    MLINK_ASSIGN(x, tape_.emit("torch.add({0}, " + script_number(options_.offset) + ")", {x}, nchw));
  }
  const std::string type = node.attr_type("dtype");
  if (type == "DT_INT32" || type == "DT_UINT8") {
    MLINK_ASSIGN(x, tape_.emit("torch.round({0}).to(4)", {x}, nchw));
  } else if (!type.empty() && type != "DT_FLOAT") {
    return unsupported_op("Its input is of type " + type + ".");
  }
  tape_.share(x);
  return x;
}

/// A picture in which no two neighbours are alike; the same every time.
at::Tensor Conversion::noise() const {
  std::vector<float> values(static_cast<std::size_t>(Tensor::count(input_shape_)));
  Random random(12345);
  for (float& value : values) value = static_cast<float>(random.below(256)) / 255.F;
  return at::tensor(at::ArrayRef<float>(values), at::TensorOptions(at::kFloat)).reshape(input_shape_);
}

bool Conversion::same_in_batches(const ScriptSource& source, const std::vector<at::Tensor>& alone) const {
  const at::Tensor one = noise();
  const auto both = run_script(source, {at::cat({one.flip({-1}), one})});
  if (!both) return false;
  for (std::size_t i = 0; i < alone.size(); ++i) {
    const at::Tensor& pair = both->front()[i];
    const at::Tensor& single = alone[i];
    if (pair.dim() != single.dim() || single.dim() == 0 || pair.size(0) != 2 * single.size(0)) return false;
    if (pair.sizes().slice(1) != single.sizes().slice(1)) return false;
    const double scale = 1 + single.abs().max().item().toDouble();
    const at::Tensor second = pair.narrow(0, single.size(0), single.size(0));
    if (second.sub(single).abs().max().item().toDouble() > 1e-4 * scale) return false;
  }
  return true;
}

Status Conversion::try_out(const ScriptSource& source, const std::vector<int>& values) {
  auto results = run_script(source, {noise()});
  if (!results) {
    Error error = std::move(results).error();
    error.what = "The converted model does not run. " + error.what;
    error.path = graph_.path;
    return tl::make_unexpected(std::move(error));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const at::Tensor& result = results->front()[i];
    report_.outputs.push_back({names_[i], result.sizes().vec()});
    if (!at::isfinite(result).all().item().toBool()) {
      report_.warnings.push_back("Output " + names_[i] + " has numbers that are not finite on a picture of noise.");
    }
  }
  report_.batches = same_in_batches(source, results->front());
  return {};
}

Status Conversion::save_graph(const std::vector<int>& order, const std::vector<int>& values,
                              const std::filesystem::path& out) const {
  if (ratio_.new_height != ratio_.old_height || ratio_.new_width != ratio_.old_width)
    return fail(ErrorKind::unsupported, "A TensorFlow file keeps the size of its graph.",
                "Leave out the option size, or convert to TorchScript (OUT.pt).", graph_.path);
  GraphDefPorts ports{placeholder_, input_shape_, picture_, options_.grey, options_.scale, options_.offset, {}};
  if (report_.batches) ports.shape[0] = -1;
  for (std::size_t i = 0; i < wanted_.size(); ++i)
    ports.outputs.push_back({wanted_[i], names_[i], tape_[values[i]].nchw});
  return save_graphdef(graph_, order, ports, out);
}

Result<ConversionReport> Conversion::run(const std::filesystem::path& out) {
  MLINK_TRY(choose_outputs());
  MLINK_ASSIGN(const std::vector<int> order, tfjs_order(graph_, wanted_));
  count_uses(order);
  for (const int index : order) ++report_.ops[graph_.nodes[static_cast<std::size_t>(index)].op];
  // The input comes first whatever the outputs ask for: sizes in the graph are scaled by it.
  for (const bool input_only : {true, false}) {
    for (const int index : order) {
      const bool is_input = graph_.nodes[static_cast<std::size_t>(index)].op == "Placeholder";
      if (is_input == input_only) MLINK_TRY(translate(index));
    }
  }
  if (input_shape_.empty()) {
    return fail(ErrorKind::invalid_input, "The outputs do not depend on any input.", "Choose other outputs.",
                graph_.path);
  }
  std::vector<int> outputs;
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const std::vector<int>& values = values_.at(wanted_[i].node);
    if (wanted_[i].output >= static_cast<int>(values.size())) {
      return fail(ErrorKind::not_found, "There is no output " + names_[i] + ".", "Choose another output.", graph_.path);
    }
    outputs.push_back(values[static_cast<std::size_t>(wanted_[i].output)]);
  }
  const ScriptSource source = tape_.source(outputs);
  for (const auto& [name, tensor] : source.buffers) report_.parameters += tensor.numel();
  report_.folded = tape_.folded();
  report_.inputs.push_back({"image", input_shape_});
  MLINK_TRY(try_out(source, outputs));
  if (out.extension() == ".pb")
    MLINK_TRY(save_graph(order, outputs, out));
  else
    MLINK_TRY(save_script(source, {{"mlink.json", to_json(report_)}}, out));
  return report_;
}

Result<ConversionReport> convert_by_torch(const std::filesystem::path& model_json, const std::filesystem::path& out_pt,
                                          const ConversionOptions& options) {
  try {
    MLINK_ASSIGN(const TfjsGraph graph, read_tfjs_graph(model_json));
    ConversionOptions chosen = options;
    std::vector<std::string> warnings;
    if (graph.teachable && options.scale == 1 && options.offset == 0) {
      chosen.scale = 2;
      chosen.offset = -1;
      warnings.emplace_back("Teachable Machine's models take -1 to 1: \"scale\" 2 and \"offset\" -1 were added.");
    }
    return Conversion(graph, chosen, std::move(warnings)).run(out_pt);
  } catch (const std::exception& error) {
    return fail(ErrorKind::failed, "The model cannot be converted. " + torch_message(error), {}, model_json.string());
  }
}

}  // namespace
}  // namespace mlink::convert

extern "C" const mlink::convert::TorchTable* mlink_convert_torch();

const mlink::convert::TorchTable* mlink_convert_torch() {
  static constexpr mlink::convert::TorchTable table{mlink::convert::convert_by_torch};
  return &table;
}
