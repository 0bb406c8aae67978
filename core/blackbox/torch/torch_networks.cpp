#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/core/List.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "blackbox/adapters/torch_file.h"
#include "blackbox/preprocess.h"
#include "blackbox/torch/device_memory.h"
#include "blackbox/torch/device_pictures.h"
#include "blackbox/torch/device_search.h"
#include "blackbox/torch/table.h"
#include "convert/torch/torch_script.h"

namespace mlink::blackbox {

namespace {

constexpr int warm_up_calls = 2;
constexpr int timed_calls = 3;
constexpr int most_in_lot = 64;
constexpr int lot_on_cpu = 4;
constexpr double worth = 0.95;  ///< of the time a frame: a larger lot has to come below it

/// What convert_tfjs left in the file; a file of other origin says nothing.
void read_own_record(const std::string& text, std::vector<std::int64_t>& input_shape, std::vector<std::string>& names,
                     bool& batches) {
  const nlohmann::json record = nlohmann::json::parse(text, nullptr, false);
  if (!record.is_object()) return;
  try {
    input_shape = record.at("inputs").at(0).at("shape").get<std::vector<std::int64_t>>();
    for (const auto& output : record.at("outputs")) names.push_back(output.at("name").get<std::string>());
    batches = record.at("batches").get<bool>();
  } catch (const nlohmann::json::exception&) {
    input_shape.clear();  // written by somebody else under the same name: as if there were none
    names.clear();
  }
}

tl::unexpected<Error> failed_with(const std::exception& error, const std::string& what, const std::string& todo,
                                  const std::string& path) {
  return fail(ErrorKind::failed, what + " " + torch_message(error), todo, path);
}

/// Pictures come in one type, and so do all weights: many operators of the CPU know no half, and none knows two types
/// at once.
void to_type(torch::jit::Module& module, at::ScalarType wanted) {
  for (torch::jit::Module part : module.modules()) {
    std::vector<std::pair<std::string, at::Tensor>> others;
    for (const auto& attribute : part.named_attributes(false)) {
      if (!attribute.value.isTensor()) continue;
      const at::Tensor& tensor = attribute.value.toTensor();
      if (!tensor.defined()) continue;
      const auto type = tensor.scalar_type();
      const bool number = type == at::kHalf || type == at::kBFloat16 || type == at::kDouble || type == at::kFloat;
      if (number && type != wanted) others.emplace_back(attribute.name, tensor);
    }
    for (const auto& [name, tensor] : others) part.setattr(name, tensor.to(wanted));
  }
}

/// torchvision's detectors take a list of pictures instead of a batch.
bool takes_list(const torch::jit::Module& module) {
  const auto& arguments = module.get_method("forward").function().getSchema().arguments();
  if (arguments.size() < 2) return false;
  const auto list = arguments[1].type()->cast<c10::ListType>();
  return list && list->getElementType()->kind() == c10::TypeKind::TensorType;
}

/// What goes into one call, and the arguments' names that they go to; an empty one: the next argument.
struct Inputs {
  std::vector<at::Tensor> tensors;
  std::vector<std::string> names = {};
};

/// The call's arguments in the network's order.
std::vector<c10::IValue> arguments_of(const torch::jit::Module& module, const Inputs& inputs) {
  const auto& arguments = module.get_method("forward").function().getSchema().arguments();
  std::vector<std::optional<at::Tensor>> placed(arguments.empty() ? 0 : arguments.size() - 1);  // self is one
  std::string known;
  for (std::size_t i = 1; i < arguments.size(); ++i) known += (i > 1 ? ", " : "") + arguments[i].name();
  const auto place_of = [&](const std::string& name) {
    for (std::size_t i = 1; i < arguments.size(); ++i)
      if (arguments[i].name() == name) return i - 1;
    throw std::runtime_error("The network has no input called \"" + name + "\"; it has " + known + ".");
  };
  for (std::size_t i = 0; i < inputs.tensors.size(); ++i)
    if (i < inputs.names.size() && !inputs.names[i].empty()) placed[place_of(inputs.names[i])] = inputs.tensors[i];
  std::size_t next = 0;
  for (std::size_t i = 0; i < inputs.tensors.size(); ++i) {
    if (i < inputs.names.size() && !inputs.names[i].empty()) continue;
    while (next < placed.size() && placed[next]) ++next;
    if (next >= placed.size())
      throw std::runtime_error("The network has " + std::to_string(placed.size()) + " inputs (" + known +
                               "), the manifest gives " + std::to_string(inputs.tensors.size()) + ".");
    placed[next] = inputs.tensors[i];
  }
  while (!placed.empty() && !placed.back()) placed.pop_back();  // those that the network has values for
  std::vector<c10::IValue> values;
  for (const auto& one : placed) values.push_back(one ? c10::IValue(*one) : c10::IValue());
  return values;
}

std::vector<NamedTensor> forward_named(torch::jit::Module& module, const Inputs& inputs) {
  std::vector<c10::IValue> given;
  if (takes_list(module)) {
    const at::Tensor& input = inputs.tensors[0];
    if (input.size(0) != 1 || inputs.tensors.size() > 1)
      throw std::runtime_error("The network takes its pictures one at a time.");
    c10::List<at::Tensor> pictures;
    pictures.push_back(input[0]);
    given.emplace_back(pictures);
  } else {
    given = arguments_of(module, inputs);
  }
  auto outputs = flatten_named(module.forward(given));
  if (!outputs) throw std::runtime_error(outputs.error().what);
  return std::move(*outputs);
}

std::vector<at::Tensor> forward(torch::jit::Module& module, const Inputs& inputs) {
  auto named = forward_named(module, inputs);
  std::vector<at::Tensor> outputs;
  outputs.reserve(named.size());
  for (auto& one : named) outputs.push_back(std::move(one.tensor));
  return outputs;
}

/// Numbers of any kind as float32 on the CPU.
at::Tensor as_floats(const at::Tensor& output) {
  if (output.is_complex()) throw std::runtime_error("The network gives back complex numbers.");
  const at::Tensor plain = output.is_quantized() ? output.dequantize()
                           : output.is_sparse()  ? output.to_dense()
                                                 : output;
  return plain.to(at::kCPU, at::kFloat).contiguous();
}

double seconds_of(torch::jit::Module& module, const Inputs& input) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  for (const at::Tensor& output : forward(module, input)) output.cpu();  // waits for a GPU
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Whether the second is faster: the fastest call of each counts, taken in turn, since what else runs on the machine
/// only adds.
bool second_is_faster(torch::jit::Module& first, torch::jit::Module& second, const Inputs& input) {
  double best_first = std::numeric_limits<double>::infinity();
  double best_second = best_first;
  for (int i = 0; i < timed_calls; ++i) {
    best_first = std::min(best_first, seconds_of(first, input));
    best_second = std::min(best_second, seconds_of(second, input));
  }
  return best_second < best_first;
}

/// What was found for a file, device and thread count: other instances in this process need not measure again.
class Choices {
 public:
  std::optional<bool> find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = optimise_.find(key);
    return found == optimise_.end() ? std::nullopt : std::optional(found->second);
  }
  void keep(const std::string& key, bool optimise) {
    const std::lock_guard lock(mutex_);
    optimise_[key] = optimise;
  }

 private:
  std::mutex mutex_;  ///< guards optimise_
  std::map<std::string, bool> optimise_;
};

Choices& choices() {
  static Choices all;
  return all;
}

std::string choice_key(const std::string& path, const std::string& device, const std::vector<std::int64_t>& shape) {
  std::error_code error;
  const auto changed = std::filesystem::last_write_time(path, error).time_since_epoch().count();
  return device + shape_text(shape) + std::to_string(at::get_num_threads()) + "/" + std::to_string(changed) + path;
}

std::vector<at::Tensor> warmed_up(torch::jit::Module& module, const Inputs& input) {
  std::vector<at::Tensor> outputs;
  for (int i = 0; i < warm_up_calls; ++i) outputs = forward(module, input);
  return outputs;
}

/// Where a network is, and in which numbers.
struct Place {
  at::Device device = at::kCPU;
  at::ScalarType type = at::kFloat;
};

/// float16, or what stands for it where no GPU is (many operators of the CPU know no float16).
const char* type_text(at::ScalarType type) {
  return type == at::kHalf ? "float16" : type == at::kBFloat16 ? "bfloat16" : "float32";
}

/// Pictures of noise: on zeros a broken network could pass for a right one.
at::Tensor noise(const std::vector<std::int64_t>& shape, const Place& place) {
  std::vector<float> values(static_cast<std::size_t>(Tensor::count(shape)));
  Random random(1);
  for (float& value : values) value = static_cast<float>(random.unit());
  return at::from_blob(values.data(), shape, at::TensorOptions(at::kFloat)).to(place.device, place.type, false, true);
}

/// Whether two ways to run one network agree: to a thousandth of each output's range. Rounding stays far below that;
/// what LibTorch 1.13's optimiser gets wrong on some networks lies far above. In float16 and bfloat16 a last digit
/// alone is as much: to ten of these.
bool agree(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b, at::ScalarType type) {
  const double bound = type == at::kHalf ? 1e-2 : type == at::kBFloat16 ? 8e-2 : 1e-3;
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].sizes() != b[i].sizes()) return false;
    if (a[i].numel() == 0) continue;
    const at::Tensor x = a[i].to(at::kCPU, at::kFloat);
    const at::Tensor y = b[i].to(at::kCPU, at::kFloat);
    const double range = x.abs().max().item().toDouble();
    if (!(y.sub(x).abs().max().item().toDouble() <= bound * range)) return false;
  }
  return true;
}

/// Whether there is no value that is infinite or not a number.
bool all_finite(const std::vector<at::Tensor>& outputs) {
  return std::all_of(outputs.begin(), outputs.end(), [](const at::Tensor& output) {
    return !output.is_floating_point() || output.isfinite().all().item().toBool();
  });
}

/// Nothing where LibTorch cannot optimise this network (1.13 asserts on some).
std::optional<torch::jit::Module> optimised_copy(const torch::jit::Module& frozen, std::string& reason) {
  try {
    torch::jit::Module copy = frozen.clone();
    return torch::jit::optimize_for_inference(copy);
  } catch (const std::exception& error) {
    reason = torch_message(error);
    return std::nullopt;
  }
}

bool is_out_of_memory(const std::exception& error) {
  return std::string(error.what()).find("out of memory") != std::string::npos;
}

/// Whether two pictures at once give what each gives alone.
bool together_as_alone(torch::jit::Module& module, const std::vector<std::int64_t>& shape, const Place& place,
                       const std::string& name) {
  std::vector<std::int64_t> two = shape;
  two[0] = 2;
  const at::Tensor both = noise(two, place);
  try {
    const auto together = forward(module, {{both}, {name}});
    for (std::int64_t i = 0; i < 2; ++i) {
      std::vector<at::Tensor> parts;
      for (const at::Tensor& output : together) {
        if (output.dim() < 1 || output.size(0) != 2) return false;
        parts.push_back(output.narrow(0, i, 1));
      }
      if (!agree(forward(module, {{both.narrow(0, i, 1)}, {name}}), parts, place.type)) return false;
    }
  } catch (const std::exception&) {
    return false;  // made for one picture a call
  }
  return true;
}

/// The fewest frames in a call whose time a frame larger lots do not better by much. Where the device's memory does not
/// suffice, what did before.
int lot_worth_it(torch::jit::Module& module, std::vector<std::int64_t> shape, const Place& place,
                 const std::string& name) {
  int best = 1;
  double least = std::numeric_limits<double>::infinity();
  try {
    for (int lot = 1; lot <= most_in_lot; lot *= 2) {
      shape[0] = lot;
      const Inputs input{{noise(shape, place)}, {name}};
      seconds_of(module, input);
      double seconds = std::numeric_limits<double>::infinity();
      for (int i = 0; i < timed_calls; ++i) seconds = std::min(seconds, seconds_of(module, input) / lot);
      if (seconds > worth * least) continue;
      best = lot;
      least = seconds;
    }
  } catch (const std::exception&) {
    return best;
  }
  return best;
}

/// Shapes and names alone, for who chooses among outputs.
std::vector<Tensor> shapes_of(const std::vector<NamedTensor>& outputs) {
  std::vector<Tensor> shapes;
  shapes.reserve(outputs.size());
  for (const auto& [name, tensor] : outputs) shapes.push_back({tensor.sizes().vec(), {}, name});
  return shapes;
}

class TorchNetwork final : public TorchModule::Network {
 public:
  explicit TorchNetwork(std::string path) : path_(std::move(path)) {}

  /// Loads it and warms it up there.
  [[nodiscard]] Status make_ready(const Place& place, const TorchModule::Options& options);
  /// After warming up: how many frames a call of run_pictures has.
  void choose_lot(const TorchModule::Options& options);
  [[nodiscard]] Result<std::vector<Tensor>> run(const Tensor& input, std::span<const Tensor> more) override;
  [[nodiscard]] Result<FoundInFrames> run_pictures(std::span<const Frame> frames, const PictureCall& call) override;

 private:
  [[nodiscard]] Status open(const Place& place);
  /// `more`: further inputs beside the noise.
  [[nodiscard]] Status warm_up(Optimise optimise, const std::string& input_name, const std::vector<Tensor>& more);
  /// A copy where the numbers have to be elsewhere; otherwise it reads them where they are.
  [[nodiscard]] at::Tensor placed(const Tensor& input) const {
    // from_blob only reads here; its parameter is not const.
    const auto here = at::TensorOptions(at::kFloat);
    return at::from_blob(const_cast<float*>(input.data.data()), input.shape, here).to(place_.device, place_.type);
  }
  /// The first lot of `frames`; the next is copied to the device meanwhile. Returns how many frames it had.
  [[nodiscard]] Result<std::size_t> run_lot(std::span<const Frame> frames, const PictureCall& call,
                                            FoundInFrames& found);
  void name_outputs(std::vector<NamedTensor>& outputs) const;

  torch::jit::Module module_;
  Place place_;
  std::string path_;
  std::unique_ptr<DevicePictures> pictures_;
  std::optional<DevicePictures::Uploaded> ahead_;  ///< the next lot of one call
};

void TorchNetwork::choose_lot(const TorchModule::Options& options) {
  about.on_device = place_.device.is_cuda() || options.on_device;
  const auto& shape = about.input_shape;
  if (!about.on_device || shape.size() != 4 || !options.more.empty()) return;
  const bool together = about.batches || together_as_alone(module_, shape, place_, options.input_name);
  if (!together)
    about.lot = 1;
  else if (options.lot > 0)
    about.lot = options.lot;
  else
    about.lot = place_.device.is_cuda() ? lot_worth_it(module_, shape, place_, options.input_name) : lot_on_cpu;
}

void TorchNetwork::name_outputs(std::vector<NamedTensor>& outputs) const {
  for (std::size_t i = 0; i < outputs.size() && i < about.output_names.size(); ++i)
    if (outputs[i].name.empty()) outputs[i].name = about.output_names[i];
}

Result<std::size_t> TorchNetwork::run_lot(std::span<const Frame> frames, const PictureCall& call,
                                          FoundInFrames& found) {
  const auto lot = static_cast<std::size_t>(about.lot);
  const auto now = frames.first(std::min(lot, frames.size()));
  const auto uploaded = ahead_ ? std::move(*ahead_) : pictures_->upload(now);
  ahead_.reset();
  auto outputs = forward_named(module_, {{pictures_->prepare(uploaded).to(place_.type)}, {call.input.name}});
  // A GPU is at work now, and takes the next pictures meanwhile.
  const auto rest = frames.subspan(now.size());
  if (!rest.empty() && place_.device.is_cuda()) ahead_ = pictures_->upload(rest.first(std::min(lot, rest.size())));
  name_outputs(outputs);
  MLINK_ASSIGN(const auto first, call.head.first_of(shapes_of(outputs)));
  std::vector<Region> regions;
  for (const Frame& frame : now) regions.push_back(region_of(call.input, frame.width(), frame.height()));
  const PictureSize size{call.input.width, call.input.height};
  MLINK_ASSIGN(auto part, search_outputs(outputs, first, call.head.search, size, regions));
  std::move(part.begin(), part.end(), std::back_inserter(found));
  return now.size();
}

Result<FoundInFrames> TorchNetwork::run_pictures(std::span<const Frame> frames, const PictureCall& call) {
  const c10::InferenceMode guard;
  FoundInFrames found;
  ahead_.reset();
  while (!frames.empty()) {
    try {
      if (!pictures_) pictures_ = std::make_unique<DevicePictures>(place_.device, call.input);
      MLINK_ASSIGN(const auto done, run_lot(frames, call, found));
      frames = frames.subspan(done);
    } catch (const std::exception& error) {
      ahead_.reset();
      about.exhausted = is_out_of_memory(error) && about.lot == 1;
      if (!is_out_of_memory(error) || about.exhausted)
        return failed_with(error, "The network failed on pictures.", "Check the input size that the manifest gives.",
                           path_);
      about.lot /= 2;
    }
  }
  return found;
}

Status TorchNetwork::open(const Place& place) {
  torch::jit::ExtraFilesMap extra{{"mlink.json", ""}};
  place_ = place;
  const bool gpu = place.device.is_cuda();
  // The executor that profiles compiles anew for each size of a lot, which takes seconds on a GPU.
  if (gpu) torch::jit::getProfilingMode() = false;
  about.device = gpu ? "CUDA" : "CPU";
  about.numbers = type_text(place.type);
  try {
    module_ = torch::jit::load(path_, place.device, extra);
    module_.eval();
    to_type(module_, place.type);
    module_ = torch::jit::freeze(module_);
  } catch (const std::exception& error) {
    if (auto why = why_not_loaded(path_, error.what())) return tl::make_unexpected(std::move(*why));
    return failed_with(error, "The TorchScript file cannot be loaded.", "Make it again, or fetch it again.", path_);
  }
  about.output_names.clear();
  std::vector<std::int64_t> own_shape;
  read_own_record(extra["mlink.json"], own_shape, about.output_names, about.batches);
  if (about.input_shape.empty()) about.input_shape = own_shape;
  return {};
}

Status TorchNetwork::make_ready(const Place& place, const TorchModule::Options& options) {
  MLINK_TRY(open(place));
  // Without a trial nobody would know before the first frame whether it runs in fewer digits.
  if (place.type != at::kFloat && about.input_shape.empty())
    return fail(ErrorKind::unsupported, "The size of its input is not known.", {}, path_);
  return warm_up(options.optimise, options.input_name, options.more);
}

Status TorchNetwork::warm_up(Optimise optimise, const std::string& input_name, const std::vector<Tensor>& more) {
  const bool known = !about.input_shape.empty();
  std::string key = choice_key(path_, about.device + about.numbers, about.input_shape);
  for (const auto& one : more) key += shape_text(one.shape);
  const std::optional<bool> earlier = optimise == Optimise::automatic ? choices().find(key) : std::nullopt;
  const bool try_it = optimise == Optimise::on || (optimise == Optimise::automatic && known && earlier.value_or(true));
  std::string reason;
  std::optional<torch::jit::Module> better;
  if (try_it) better = optimised_copy(module_, reason);
  if (known) {
    Inputs input{{noise(about.input_shape, place_)}, {input_name}};
    for (const auto& one : more) {
      input.tensors.push_back(placed(one));
      input.names.push_back(one.name);
    }
    std::vector<at::Tensor> expected;
    try {
      expected = warmed_up(module_, input);
    } catch (const std::exception& error) {
      return failed_with(error, "The network does not run on an input " + shape_text(about.input_shape) + ".",
                         "Check the input size that the manifest gives.", path_);
    }
    if (place_.type != at::kFloat && !all_finite(expected))
      return fail(ErrorKind::unsupported, "It gives values that are no finite numbers.", {}, path_);
    try {
      if (better && !agree(expected, warmed_up(*better, input), place_.type)) {
        better.reset();
        reason = "It would give other numbers.";
      }
      if (better && optimise == Optimise::automatic && !earlier && !second_is_faster(module_, *better, input)) {
        better.reset();
      }
    } catch (const std::exception& error) {
      better.reset();
      reason = torch_message(error);
    }
  }
  if (!better && optimise == Optimise::on) {
    return fail(ErrorKind::unsupported, "LibTorch cannot optimise this network. " + reason,
                "Set optimise to automatic or off.", path_);
  }
  if (optimise == Optimise::automatic && known) choices().keep(key, better.has_value());
  about.optimised = better.has_value();
  if (better) module_ = *better;
  return {};
}

/// Where to try it, one after the other. A GPU that is there and does not work (no memory left, too old), and a network
/// that does not run in fewer digits, are no reasons to fail.
std::vector<Place> places_for(const TorchModule::Options& options) {
  std::vector<Place> places;
  if (options.use_gpu && at::hasCUDA()) {
    const at::Device gpu(at::kCUDA, static_cast<c10::DeviceIndex>(options.gpu));
    if (options.fast) places.push_back({gpu, at::kHalf});
    places.push_back({gpu, at::kFloat});
  }
  if (options.fast && options.on_device) places.push_back({at::kCPU, at::kBFloat16});
  places.push_back({});
  return places;
}

/// What became of the wish for fewer digits; empty: as wished.
std::string precision_note(const Place& place, const TorchModule::Options& options, const std::string& refused) {
  if (!options.fast || place.type != at::kFloat) return {};
  if (!place.device.is_cuda() && !options.on_device) return "On the CPU it runs in float32, \"fast\" is for a GPU.";
  return "It does not run in half precision, so in float32: " + refused;
}

Result<std::unique_ptr<TorchModule::Network>> load_network(const std::filesystem::path& file,
                                                           const TorchModule::Options& options) {
  if (std::error_code error; !std::filesystem::is_regular_file(file, error)) {
    return fail(ErrorKind::not_found, "The TorchScript file is not there.", "Fetch or convert the network first.",
                file.string());
  }
  try {
    at::set_num_threads(std::max(options.threads, 1));
    const c10::InferenceMode guard;
    Error last;
    std::string refused;
    for (const Place& place : places_for(options)) {
      auto network = std::make_unique<TorchNetwork>(file.string());
      network->about.input_shape = options.input_shape;
      if (const auto ready = network->make_ready(place, options); !ready) {
        last = ready.error();
        if (place.type != at::kFloat) refused = last.what;
        continue;
      }
      network->choose_lot(options);
      network->about.note = precision_note(place, options, refused);
      return network;
    }
    return tl::make_unexpected(std::move(last));
  } catch (const std::exception& error) {
    return failed_with(error, "The TorchScript file cannot be loaded.", "Make it again, or fetch it again.",
                       file.string());
  }
}

Result<std::vector<Tensor>> TorchNetwork::run(const Tensor& input, std::span<const Tensor> more) {
  const std::vector<std::int64_t>& shape = about.input_shape;
  if (!input.whole()) {
    return fail(ErrorKind::invalid_input,
                "The input holds " + std::to_string(input.data.size()) + " numbers, its shape says " +
                    shape_text(input.shape) + ".",
                {}, path_);
  }
  const bool fits = shape.empty() || (shape.size() == input.shape.size() && !shape.empty() && input.shape[0] > 0 &&
                                      std::equal(shape.begin() + 1, shape.end(), input.shape.begin() + 1));
  if (!fits) {
    return fail(ErrorKind::invalid_input,
                "The network wants an input " + shape_text(shape) + ", it was given " + shape_text(input.shape) + ".",
                "Check the input size that the manifest gives.", path_);
  }
  try {
    const c10::InferenceMode guard;
    Inputs inputs{{placed(input)}, {input.name}};
    for (const auto& one : more) {
      inputs.tensors.push_back(placed(one));
      inputs.names.push_back(one.name);
    }
    std::vector<Tensor> outputs;
    for (auto& [name, output] : forward_named(module_, inputs)) {
      const at::Tensor numbers = as_floats(output);
      const auto* data = numbers.data_ptr<float>();
      const std::size_t place = outputs.size();
      if (name.empty() && place < about.output_names.size()) name = about.output_names[place];
      outputs.push_back({numbers.sizes().vec(), std::vector<float>(data, data + numbers.numel()), std::move(name)});
    }
    return outputs;
  } catch (const std::exception& error) {
    return failed_with(error, "The network failed on an input " + shape_text(input.shape) + ".",
                       "Check the input size that the manifest gives.", path_);
  }
}

}  // namespace
}  // namespace mlink::blackbox

extern "C" const mlink::blackbox::TorchTable* mlink_blackbox_torch();

const mlink::blackbox::TorchTable* mlink_blackbox_torch() {
  static constexpr mlink::blackbox::TorchTable table{mlink::blackbox::load_network, mlink::blackbox::pool_of_torch};
  return &table;
}
