#include "convert/torch/tfjs_graph.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/base64.h"
#include "base/git_lfs.h"
#include "convert/torch/tfjs_layers.h"
#include "convert/torch/tfjs_weights.h"

namespace mlink::convert {

using nlohmann::json;

namespace {

std::string text_of(const json& value) {
  if (value.is_string()) return base64_decoded(value.get<std::string>());
  std::string text;
  if (value.is_array()) {
    for (const json& byte : value) {
      if (byte.is_number_integer()) text += static_cast<char>(byte.get<int>());
    }
  }
  return text;
}

/// Protobuf's JSON writes 64-bit integers as text.
std::int64_t integer_of(const json& value, std::int64_t otherwise) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number()) return static_cast<std::int64_t>(value.get<double>());
  if (value.is_string()) {
    char* end = nullptr;
    const std::string& text = value.get_ref<const std::string&>();
    const long long number = std::strtoll(text.c_str(), &end, 10);
    if (end != text.c_str() && *end == '\0') return number;
  }
  return otherwise;
}

const json* field(const json& attr, const std::string& key, const char* kind) {
  if (!attr.is_object()) return nullptr;
  const auto found = attr.find(key);
  if (found == attr.end() || !found->is_object()) return nullptr;
  const auto value = found->find(kind);
  return value == found->end() ? nullptr : &*value;
}

tl::unexpected<Error> bad_model(const std::string& what, const std::string& path) {
  return fail(ErrorKind::corrupt, what, "Give the model.json of a TensorFlow.js model.", path);
}

Status read_nodes(const json& document, TfjsGraph& graph) {
  const json* nodes = nullptr;
  if (document.is_object() && document.contains("modelTopology") && document["modelTopology"].is_object()) {
    const json& topology = document["modelTopology"];
    if (topology.contains("node") && topology["node"].is_array()) nodes = &topology["node"];
  }
  if (nodes == nullptr || nodes->empty()) return bad_model("There is no graph (modelTopology.node) in it.", graph.path);
  for (const json& entry : *nodes) {
    if (!entry.is_object() || !entry.contains("name") || !entry["name"].is_string() || !entry.contains("op") ||
        !entry["op"].is_string()) {
      return bad_model("Node " + std::to_string(graph.nodes.size()) + " of the graph has no name or no op.",
                       graph.path);
    }
    TfjsNode node;
    node.name = entry["name"].get<std::string>();
    node.op = entry["op"].get<std::string>();
    if (entry.contains("attr")) node.attr = entry["attr"];
    if (!graph.by_name.emplace(node.name, static_cast<int>(graph.nodes.size())).second) {
      return bad_model("Two nodes are called " + node.name + ".", graph.path);
    }
    graph.nodes.push_back(std::move(node));
  }
  return {};
}

/// Second pass: inputs may name nodes that come later.
Status connect(const json& document, TfjsGraph& graph) {
  std::size_t index = 0;
  for (const json& entry : document["modelTopology"]["node"]) {
    TfjsNode& node = graph.nodes[index++];
    if (!entry.contains("input")) continue;
    for (const json& input : entry["input"]) {
      if (!input.is_string()) return bad_model("Node " + node.name + " has an input that is no text.", graph.path);
      const std::string& name = input.get_ref<const std::string&>();
      if (name.starts_with("^")) continue;
      const auto ref = graph.find(name);
      if (!ref) return bad_model("Node " + node.name + " wants " + name + ", which is not in the graph.", graph.path);
      node.inputs.push_back(*ref);
    }
  }
  return {};
}

void read_signature(const nlohmann::ordered_json& document, TfjsGraph& graph) {
  const nlohmann::ordered_json* signature = nullptr;
  if (document.contains("signature")) signature = &document["signature"];
  if (document.contains("userDefinedMetadata") && document["userDefinedMetadata"].is_object() &&
      document["userDefinedMetadata"].contains("signature")) {
    signature = &document["userDefinedMetadata"]["signature"];
  }
  if (signature == nullptr || !signature->is_object() || !signature->contains("outputs")) return;
  for (const auto& [key, value] : (*signature)["outputs"].items()) {
    const bool named = value.is_object() && value.contains("name") && value["name"].is_string();
    graph.outputs.push_back(named ? value["name"].get<std::string>() : key);
  }
}

}  // namespace

std::int64_t TfjsNode::attr_int(const std::string& key, std::int64_t otherwise) const {
  const json* value = field(attr, key, "i");
  return value == nullptr ? otherwise : integer_of(*value, otherwise);
}

double TfjsNode::attr_float(const std::string& key, double otherwise) const {
  const json* value = field(attr, key, "f");
  return value == nullptr || !value->is_number() ? otherwise : value->get<double>();
}

bool TfjsNode::attr_bool(const std::string& key, bool otherwise) const {
  const json* value = field(attr, key, "b");
  return value == nullptr || !value->is_boolean() ? otherwise : value->get<bool>();
}

std::string TfjsNode::attr_text(const std::string& key, const std::string& otherwise) const {
  const json* value = field(attr, key, "s");
  return value == nullptr ? otherwise : text_of(*value);
}

std::string TfjsNode::attr_type(const std::string& key) const {
  static constexpr std::array<const char*, 11> names{"",         "DT_FLOAT", "DT_DOUBLE", "DT_INT32",     "DT_UINT8",
                                                     "DT_INT16", "DT_INT8",  "DT_STRING", "DT_COMPLEX64", "DT_INT64",
                                                     "DT_BOOL"};
  const json* value = field(attr, key, "type");
  if (value == nullptr) return {};
  if (value->is_string()) return value->get<std::string>();
  const std::int64_t number = integer_of(*value, 0);
  return number >= 0 && number < static_cast<std::int64_t>(names.size()) ? names[static_cast<std::size_t>(number)] : "";
}

std::vector<std::int64_t> TfjsNode::attr_ints(const std::string& key) const {
  std::vector<std::int64_t> numbers;
  const json* list = field(attr, key, "list");
  if (list == nullptr || !list->is_object() || !list->contains("i")) return numbers;
  for (const json& value : (*list)["i"]) numbers.push_back(integer_of(value, 0));
  return numbers;
}

std::vector<std::string> TfjsNode::attr_texts(const std::string& key) const {
  std::vector<std::string> texts;
  const json* list = field(attr, key, "list");
  if (list == nullptr || !list->is_object() || !list->contains("s")) return texts;
  for (const json& value : (*list)["s"]) texts.push_back(text_of(value));
  return texts;
}

std::vector<std::int64_t> TfjsNode::attr_shape(const std::string& key) const {
  std::vector<std::int64_t> sizes;
  const json* shape = field(attr, key, "shape");
  if (shape == nullptr || !shape->is_object() || !shape->contains("dim")) return sizes;
  for (const json& dim : (*shape)["dim"]) {
    sizes.push_back(dim.is_object() && dim.contains("size") ? integer_of(dim["size"], -1) : -1);
  }
  return sizes;
}

Result<TfjsRef> TfjsGraph::find(const std::string& reference) const {
  TfjsRef ref;
  std::string name = reference;
  const std::size_t colon = name.rfind(':');
  if (colon != std::string::npos && colon + 1 < name.size() &&
      name.find_first_not_of("0123456789", colon + 1) == std::string::npos && name.size() - colon < 6) {
    ref.output = std::stoi(name.substr(colon + 1));
    name.resize(colon);
  }
  const auto found = by_name.find(name);
  if (found == by_name.end()) {
    return fail(ErrorKind::not_found, "The graph has no node called " + reference + ".",
                "Look into the model.json for the names of its nodes.", path);
  }
  ref.node = found->second;
  return ref;
}

namespace {

// Teachable Machine writes the names of the classes into a file beside the model.
void read_metadata(const std::filesystem::path& file, TfjsGraph& graph) {
  std::ifstream in(file, std::ios::binary);
  const json metadata = json::parse(in, nullptr, false);
  if (!metadata.is_object()) return;
  graph.teachable = metadata.value("packageName", json()) == "@teachablemachine/image";
  if (!metadata.contains("labels")) return;
  for (const json& label : metadata["labels"])
    if (label.is_string()) graph.labels.push_back(label.get<std::string>());
}

}  // namespace

Result<TfjsGraph> read_tfjs_graph(const std::filesystem::path& model_json) {
  TfjsGraph graph;
  graph.path = model_json.string();
  std::ifstream file(model_json, std::ios::binary);
  if (!file) return fail(ErrorKind::not_found, "The model file cannot be read.", "Check its name.", graph.path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  MLINK_TRY(expect_no_lfs_pointer(text, "The model is", model_json));
  const auto ordered = nlohmann::ordered_json::parse(text, nullptr, false);
  const json document = json::parse(text, nullptr, false);
  if (document.is_discarded()) return bad_model("The file is not JSON.", graph.path);
  try {
    if (is_layers_model(document)) {
      if (document.contains("weightsManifest")) {
        MLINK_ASSIGN(graph.weights, read_tfjs_weights(document, model_json));
      }
      MLINK_TRY(read_tfjs_layers(document, graph));
      read_metadata(model_json.parent_path() / "metadata.json", graph);
      return graph;
    }
    MLINK_TRY(read_nodes(document, graph));
    MLINK_TRY(connect(document, graph));
    read_signature(ordered, graph);
    MLINK_ASSIGN(graph.weights, read_tfjs_weights(document, model_json));
  } catch (const json::exception& error) {  // a field of another type than the format says
    return bad_model(std::string("A field is not what the format says: ") + error.what() + ".", graph.path);
  }
  return graph;
}

Result<std::vector<int>> tfjs_order(const TfjsGraph& graph, const std::vector<TfjsRef>& wanted) {
  enum class Mark : char { fresh, open, done };
  std::vector<Mark> marks(graph.nodes.size(), Mark::fresh);
  std::vector<int> order;
  // Depth first with its own stack, since a graph may be deeper than the thread's stack.
  std::vector<std::pair<int, std::size_t>> stack;
  for (const TfjsRef& ref : wanted) {
    if (marks[static_cast<std::size_t>(ref.node)] == Mark::fresh) stack.emplace_back(ref.node, 0);
    while (!stack.empty()) {
      auto& [index, next] = stack.back();
      const TfjsNode& node = graph.nodes[static_cast<std::size_t>(index)];
      Mark& mark = marks[static_cast<std::size_t>(index)];
      mark = Mark::open;
      if (next == node.inputs.size()) {
        mark = Mark::done;
        order.push_back(index);
        stack.pop_back();
        continue;
      }
      const int input = node.inputs[next++].node;
      const Mark state = marks[static_cast<std::size_t>(input)];
      if (state == Mark::open) {
        return fail(ErrorKind::unsupported,
                    "The graph has a cycle through node " + graph.nodes[static_cast<std::size_t>(input)].name +
                        "; loops cannot be converted.",
                    "Cut the graph before it with the option outputs.", graph.path);
      }
      if (state == Mark::fresh) stack.emplace_back(input, 0);
    }
  }
  return order;
}

}  // namespace mlink::convert
