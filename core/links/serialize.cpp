// The stored form of a LinkSet: "MLNKSET", a NUL, the version (4 bytes), the hash of what follows (32 hex digits), the
// length of a JSON document (8 bytes) and the document, then all weights as float32 in the document's order. Numbers
// are little endian. Weights are stored without padding, so that a set trained on one kind of CPU runs on every other.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/number.h"
#include "links/link_set_data.h"
#include "links/other_names.h"

namespace mlink::links {
namespace {

constexpr std::string_view kMagic("MLNKSET\0", 8);
constexpr std::uint32_t kVersion = 3;  // 1 had no words, 2 no frames that trained and no inner_p
constexpr std::size_t kHash = 32;
static_assert(std::endian::native == std::endian::little, "stored numbers are little endian");

using Json = nlohmann::json;

double number(const Json& json) { return json.is_null() ? kNan : json.get<double>(); }

Json to_document(const LinkFigures& f) {
  return {{"p", f.test.p},
          {"native", f.test.native},
          {"low", f.test.interval.low},
          {"high", f.test.interval.high},
          {"frames", f.test.frames},
          {"classes_left_out", f.test.classes_left_out},
          {"prior_p", f.prior_p},
          {"inner_p", f.inner_p},
          {"lift_low", f.lift_interval.low},
          {"lift_high", f.lift_interval.high},
          {"pearson", f.pearson},
          {"trained_frames", f.trained_frames},
          {"parameters", f.parameters},
          {"best_epoch", f.best_epoch},
          {"seconds_per_frame", f.seconds_per_frame}};
}

LinkFigures figures_from(const Json& json) {
  LinkFigures f;
  f.test.p = number(json.at("p"));
  f.test.native = number(json.at("native"));
  f.test.interval = {number(json.at("low")), number(json.at("high"))};
  f.test.frames = json.at("frames").get<std::int64_t>();
  f.test.classes_left_out = json.at("classes_left_out").get<int>();
  f.prior_p = number(json.at("prior_p"));
  f.inner_p = number(json.value("inner_p", Json()));
  f.lift_interval = {number(json.at("lift_low")), number(json.at("lift_high"))};
  f.pearson = number(json.at("pearson"));
  f.trained_frames = json.at("trained_frames").get<std::int64_t>();
  f.parameters = json.at("parameters").get<int>();
  f.best_epoch = json.at("best_epoch").get<int>();
  f.seconds_per_frame = number(json.at("seconds_per_frame"));
  return f;
}

Json to_document(const TargetCode& c) {
  return {{"head", static_cast<int>(c.head)},
          {"usable", c.usable},
          {"count", c.count},
          {"prior", c.prior},
          {"centre", c.centre},
          {"scale", c.scale},
          {"start", c.start}};
}

TargetCode target_from(const Json& json) {
  TargetCode c;
  c.head = static_cast<Head>(json.at("head").get<int>());
  c.usable = json.at("usable").get<bool>();
  c.count = json.at("count").get<bool>();
  json.at("prior").get_to(c.prior);
  json.at("centre").get_to(c.centre);
  json.at("scale").get_to(c.scale);
  json.at("start").get_to(c.start);
  return c;
}

/// Floats at the end of the bytes, taken from the front; says when there are too few.
class Floats {
 public:
  explicit Floats(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] bool take(std::size_t n, std::vector<float>& into) {
    if (n > bytes_.size() / sizeof(float)) return false;
    into.resize(n);
    if (n > 0) std::memcpy(into.data(), bytes_.data(), n * sizeof(float));  // of nothing, both may be null
    bytes_.remove_prefix(n * sizeof(float));
    return true;
  }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

void append(std::string& bytes, std::span<const float> floats) {
  bytes.append(reinterpret_cast<const char*>(floats.data()), floats.size() * sizeof(float));
}
template <class Number>
void append_number(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}
template <class Number>
Number read_number(std::string_view bytes) {
  Number number{};
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

tl::unexpected<Error> damaged(std::string_view why) {
  return fail(ErrorKind::corrupt, fmt::format("The stored links are damaged: {}.", why), "Train again.");
}

/// Whether a target's code fits its spec, so that no index runs out of its vector.
bool fits(const TargetCode& c, const OutputSpec& spec, const Vocabulary& vocabulary) {
  if (!c.usable) return c.start.empty() && c.prior.empty();
  if (spec.task == Task::sequence)
    return c.head == Head::softmax && c.prior.empty() && c.start.size() == vocabulary.tokens();
  const auto width = static_cast<std::size_t>(spec.width);
  const std::size_t standardised = spec.task == Task::localization ? 4 : width;
  const bool labels = spec.task == Task::single_label || spec.task == Task::multi_label;
  const Head head = spec.task == Task::single_label   ? Head::softmax
                    : spec.task == Task::multi_label  ? Head::sigmoid
                    : spec.task == Task::localization ? Head::box
                                                      : Head::scalar;
  return c.head == head && c.start.size() == width && c.prior.size() == width &&
         (labels ? c.centre.empty() && c.scale.empty()
                 : c.centre.size() == standardised && c.scale.size() == standardised);
}

/// Of box i; a set of version 1 has none.
Result<Vocabulary> vocabulary_from(const Json& json, std::size_t i) {
  if (!json.contains("vocabularies")) return Vocabulary();
  const Json& stored = json.at("vocabularies").at(i);
  auto words = stored.at("words").get<std::vector<std::string>>();
  const auto longest = stored.at("longest").get<std::size_t>();
  const bool sorted = std::adjacent_find(words.begin(), words.end(), std::greater_equal<>()) == words.end();
  if (!sorted || words.empty() != (longest == 0) || longest > 1U << 20U) return damaged("a vocabulary is out of order");
  return Vocabulary(std::move(words), longest);
}

/// Null: none.
Json row_number(std::size_t row) { return row == kNoRow ? Json() : Json(row); }
std::size_t row_number_from(const Json& json) {
  const auto found = json.find("inner_first");  // earlier programs did not keep it
  return found == json.end() || found->is_null() ? kNoRow : found->get<std::size_t>();
}

Json document_of(const LinkSet::Data& d) {
  Json json{{"boxes", d.boxes}, {"data_hash", d.data_hash}, {"train", d.split.train}, {"rows", d.split.rows}};
  json["specs"] = d.specs;
  json["settings"] = d.settings;
  json["trained"] = d.trained;
  json["held_out"] = d.held_out;
  json["sources"] = Json::array();
  for (const auto& s : d.sources) json["sources"].push_back({{"centre", s.centre}, {"inverse", s.inverse}});
  json["targets"] = Json::array();
  for (const auto& t : d.targets) json["targets"].push_back(to_document(t));
  json["vocabularies"] = Json::array();
  for (const auto& v : d.vocabularies) json["vocabularies"].push_back({{"words", v.words()}, {"longest", v.longest()}});
  json["prior_words"] = d.prior_words;
  json["links"] = Json::array();
  json["ensembles"] = Json::array();
  for (int j = 0; j < d.size(); ++j) {
    for (int i = 0; i < d.size(); ++i) {
      const Link& link = d.link(i, j);
      if (!link.exists) continue;
      json["links"].push_back({{"source", i},
                               {"target", j},
                               {"inner_first", row_number(link.inner_first)},
                               {"hidden", link.words ? link.words.shape().hidden : link.net.hidden()},
                               {"knows_none", link.knows_none},
                               {"figures", to_document(link.figures)}});
    }
    const Ensemble& e = d.ensembles[static_cast<std::size_t>(j)];
    std::vector<int> blocks;
    for (int i = 0; i < d.size(); ++i)
      if (!e.weights.blocks[static_cast<std::size_t>(i)].empty()) blocks.push_back(i);
    json["ensembles"].push_back({{"exists", e.exists},
                                 {"inner_first", row_number(e.inner_first)},
                                 {"blocks", blocks},
                                 {"figures", to_document(e.figures)}});
  }
  return json;
}

Status read_link(const Json& json, Floats& floats, LinkSet::Data& d) {
  const int i = json.at("source").get<int>(), j = json.at("target").get<int>();
  const auto hidden = json.at("hidden").get<std::size_t>();
  if (i < 0 || j < 0 || i >= d.size() || j >= d.size() || i == j || hidden < 1 || hidden > 1U << 20U ||
      !d.target(j).usable)
    return damaged("a link of boxes that are not there");
  Link& link = d.link(i, j);
  link.exists = true;
  link.knows_none = json.at("knows_none").get<bool>();
  link.figures = figures_from(json.at("figures"));
  link.inner_first = row_number_from(json);
  std::vector<float> parameters;
  if (d.is_sequential(i, j)) {
    if (hidden != static_cast<std::size_t>(d.settings.sequence_hidden)) return damaged("a net has another size");
    link.words = SequenceNet(*d.kernel, d.sequence_shape(i, j));
  } else {
    link.net = Mlp(*d.kernel, d.source(i).inputs(), hidden, d.target(j).width());
  }
  if (!floats.take(link.parameters(), parameters)) return damaged("weights are missing");
  if (link.words)
    link.words.put(parameters);
  else
    link.net.put(parameters);
  link.net.quantize();
  return {};
}

Status read_ensemble(const Json& json, int j, Floats& floats, LinkSet::Data& d) {
  Ensemble& e = d.ensembles[static_cast<std::size_t>(j)];
  e.exists = json.at("exists").get<bool>();
  e.figures = figures_from(json.at("figures"));
  e.inner_first = row_number_from(json);
  if (!d.target(j).usable) tell_nothing(e.figures);  // formats 1 and 2 kept zeros
  const std::size_t out = d.target(j).width(), ld = d.kernel->pad(out), k = d.boxes.size();
  e.weights = {ld, {}, std::vector<AlignedFloats>(k), AlignedFloats(ld, 0.F), {}};
  std::vector<float> floats_in;
  if (!floats.take(k, e.weights.gate) || !floats.take(out, floats_in)) return damaged("weights are missing");
  std::copy(floats_in.begin(), floats_in.end(), e.weights.bias.begin());
  for (const auto& entry : json.at("blocks")) {
    const int i = entry.get<int>();
    if (i < 0 || i >= d.size() || !floats.take(out * out, floats_in)) return damaged("weights are missing");
    auto& block = e.weights.blocks[static_cast<std::size_t>(i)];
    block.assign(out * ld, 0.F);
    for (std::size_t o = 0; o < out; ++o) std::copy_n(floats_in.data() + o * out, out, block.data() + o * ld);
  }
  fold_blocks(d, j, e.weights);
  return {};
}

Result<LinkSet> read_document(const Json& json, Floats floats) {
  auto data = std::make_unique<LinkSet::Data>();
  LinkSet::Data& d = *data;
  json.at("boxes").get_to(d.boxes);
  d.data_hash = json.at("data_hash").get<std::string>();
  d.split = {json.at("train").get<std::size_t>(), json.at("rows").get<std::size_t>()};
  MLINK_ASSIGN(d.settings, train_settings_from_json(json.at("settings")));
  if (json.contains("trained")) {
    MLINK_ASSIGN(d.trained, frame_keys_from_json(json.at("trained")));
  }
  const std::size_t k = d.boxes.size();
  for (const auto& keys : json.value("held_out", Json::array())) {
    MLINK_ASSIGN(auto held_out, frame_keys_from_json(keys));
    d.held_out.push_back(std::move(held_out));
  }
  if (!d.held_out.empty() && d.held_out.size() != k) return damaged("its lists differ in length");
  if (k > BoxSet::kMax || json.at("specs").size() != k || json.at("sources").size() != k ||
      json.at("targets").size() != k || json.at("ensembles").size() != k || d.split.train > d.split.rows)
    return damaged("its lists differ in length");
  for (std::size_t i = 0; i < k; ++i) {
    MLINK_ASSIGN(auto spec, output_spec_from_json(json.at("specs")[i]));
    SourceCode source{json.at("sources")[i].at("centre").get<std::vector<float>>(),
                      json.at("sources")[i].at("inverse").get<std::vector<float>>()};
    TargetCode target = target_from(json.at("targets")[i]);
    MLINK_ASSIGN(auto vocabulary, vocabulary_from(json, i));
    if (source.centre.size() != static_cast<std::size_t>(spec.width) || source.inverse.size() != source.centre.size() ||
        !fits(target, spec, vocabulary))
      return damaged("an encoding does not fit its black box");
    d.vocabularies.push_back(std::move(vocabulary));
    d.specs.push_back(std::move(spec));
    d.sources.push_back(std::move(source));
    d.targets.push_back(std::move(target));
  }
  d.prior_words = json.value("prior_words", std::vector<Words>(k));
  if (d.prior_words.size() != k) return damaged("its lists differ in length");
  for (std::size_t i = 0; i < k; ++i)
    if (d.prior_words[i].size() > d.vocabularies[i].longest()) return damaged("a prior is longer than its vocabulary");
  d.links.resize(k * k);
  d.ensembles.resize(k);
  for (const auto& link : json.at("links")) MLINK_TRY(read_link(link, floats, d));
  for (std::size_t j = 0; j < k; ++j) MLINK_TRY(read_ensemble(json.at("ensembles")[j], static_cast<int>(j), floats, d));
  if (!floats.empty()) return damaged("there are more weights than links");
  return LinkSet(std::move(data));
}

}  // namespace

std::string LinkSet::to_bytes() const {
  const Data& d = *data_;
  const std::string text = document_of(d).dump();
  std::string body;
  append_number(body, static_cast<std::uint64_t>(text.size()));
  body += text;
  for (int j = 0; j < d.size(); ++j)
    for (int i = 0; i < d.size(); ++i)
      if (d.link(i, j).exists) append(body, d.link(i, j).words ? d.link(i, j).words.get() : d.link(i, j).net.get());
  for (std::size_t j = 0; j < d.boxes.size(); ++j) {
    const auto& weights = d.ensembles[j].weights;
    const std::size_t out = d.targets[j].width();
    append(body, weights.gate);
    append(body, std::span(weights.bias).first(out));
    for (const auto& block : weights.blocks)
      for (std::size_t o = 0; o < out && !block.empty(); ++o) append(body, {block.data() + o * weights.ld, out});
  }
  std::string bytes(kMagic);
  append_number(bytes, kVersion);
  return bytes + content_hash(body) + body;
}

namespace {

struct Parts {
  std::uint32_t version = 0;
  std::string_view document, weights;
};

Result<Parts> parts_of(const std::string& bytes) {
  std::string_view rest(bytes);
  if (rest.size() < kMagic.size() + sizeof kVersion + kHash + 8) return damaged("they are too short");
  if (rest.substr(0, kMagic.size()) != kMagic) return damaged("they do not begin as links do");
  rest.remove_prefix(kMagic.size());
  Parts parts;
  parts.version = read_number<std::uint32_t>(rest);
  rest.remove_prefix(sizeof parts.version);
  if (parts.version > kVersion)
    return fail(ErrorKind::newer_version,
                fmt::format("The stored links have format {}, this program knows up to {}.", parts.version, kVersion),
                "Use a newer program, or train again.");
  const std::string_view hash = rest.substr(0, kHash);
  rest.remove_prefix(kHash);
  if (parts.version < 1 || content_hash(rest) != hash) return damaged("their checksum is wrong");
  const auto length = read_number<std::uint64_t>(rest);
  rest.remove_prefix(sizeof length);
  if (length > rest.size()) return damaged("their description is cut off");
  parts.document = rest.substr(0, length);
  parts.weights = rest.substr(length);
  return parts;
}

std::string whole_of(std::uint32_t version, const std::string& document, std::string_view weights) {
  std::string body;
  append_number(body, static_cast<std::uint64_t>(document.size()));
  body += document;
  body += weights;
  std::string bytes(kMagic);
  append_number(bytes, version);
  return bytes + content_hash(body) + body;
}

}  // namespace

Result<LinkSet> LinkSet::from_bytes(const std::string& bytes) {
  MLINK_ASSIGN(const auto parts, parts_of(bytes));
  try {
    auto set = read_document(Json::parse(parts.document), Floats(parts.weights));
    if (!set && set.error().kind != ErrorKind::corrupt) return damaged(set.error().what);
    return set;
  } catch (const std::exception& e) {
    return damaged(e.what());
  }
}

Result<std::string> with_camera_renamed(const std::string& bytes, const std::string& from, const std::string& to,
                                        const std::string& data_hash) {
  MLINK_ASSIGN(const auto parts, parts_of(bytes));
  auto document = Json::parse(parts.document, nullptr, false);
  if (!document.is_object()) return damaged("their description cannot be read");
  const auto rename_in = [&](Json& frames) {
    if (!frames.is_object() || !frames.contains(from)) return;
    auto runs = std::move(frames[from]);
    frames.erase(from);
    frames[to] = std::move(runs);
  };
  if (const auto trained = document.find("trained"); trained != document.end()) {
    if (trained->is_object() && trained->contains(from) && trained->contains(to))
      return fail(ErrorKind::invalid_input,
                  fmt::format("Links of this file were trained with another camera \"{}\".", to),
                  "Choose another name, or remove these links.");
    rename_in(*trained);
  }
  if (const auto held_out = document.find("held_out"); held_out != document.end())
    for (auto& frames : *held_out) rename_in(frames);
  if (!data_hash.empty()) document["data_hash"] = data_hash;
  return whole_of(parts.version, document.dump(), parts.weights);
}

Result<std::string> with_box_renamed(const std::string& bytes, const std::string& from, const std::string& to,
                                     const std::string& data_hash) {
  MLINK_ASSIGN(const auto parts, parts_of(bytes));
  auto document = Json::parse(parts.document, nullptr, false);
  if (!document.is_object() || !document.value("boxes", Json()).is_array())
    return damaged("their description cannot be read");
  auto& boxes = document["boxes"];
  const auto box = std::find(boxes.begin(), boxes.end(), Json(from));
  if (box == boxes.end()) return bytes;
  if (std::find(boxes.begin(), boxes.end(), Json(to)) != boxes.end())
    return fail(ErrorKind::invalid_input,
                fmt::format("Links of this file were trained with another black box \"{}\".", to),
                "Choose another name, or remove these links.");
  *box = to;
  if (!data_hash.empty()) document["data_hash"] = data_hash;
  return whole_of(parts.version, document.dump(), parts.weights);
}

}  // namespace mlink::links
