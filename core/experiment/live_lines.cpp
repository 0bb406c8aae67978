#include "experiment/live_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

namespace mlink::experiment {
namespace {

constexpr float kLabelThere = 0.5F;

std::string as_json(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A label is there from 0.5 on, as everywhere.
void add_labels(const OutputSpec& spec, std::span<const float> values, const std::vector<std::string>& names,
                std::string& text) {
  if (spec.task == Task::single_label) {
    const auto best = std::max_element(values.begin(), values.end()) - values.begin();
    text += ",\"label\":" + names[static_cast<std::size_t>(best)];
  } else if (spec.task == Task::multi_label) {
    text += ",\"labels\":[";
    bool first = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i] < kLabelThere) continue;
      if (!std::exchange(first, false)) text += ',';
      text += names[i];
    }
    text += ']';
  }
}

}  // namespace

LiveLines::LiveLines(const LiveStart& start, Sink sink) : specs_(start.specs), sink_(std::move(sink)) {
  for (const auto& box : start.boxes) boxes_.push_back(as_json(box));
  for (const auto& source : start.sources) sources_.push_back(as_json(source));
  for (const auto& spec : start.specs) {
    labels_.emplace_back();
    for (const auto& label : spec.labels) labels_.back().push_back(as_json(label));
  }
}

void LiveLines::add_output(std::size_t box, const LiveOutput& shown) {
  const auto& output = shown.output;
  const auto into = std::back_inserter(text_);
  text_ += shown.given == LiveGiven::run         ? ",\"given\":\"run\""
           : shown.given == LiveGiven::predicted ? ",\"given\":\"predicted\""
                                                 : ",\"given\":\"nothing\"";
  if (shown.given == LiveGiven::predicted && std::isfinite(shown.p)) fmt::format_to(into, ",\"p\":{}", shown.p);
  if (shown.given == LiveGiven::predicted && std::isfinite(shown.chance))
    fmt::format_to(into, ",\"chance\":{:.3g}", shown.chance);
  if (shown.given == LiveGiven::nothing || output.presence != Presence::present) {
    text_ += specs_[box].task == Task::sequence ? ",\"words\":null" : ",\"value\":null";
    if (output.presence == Presence::failed) text_ += ",\"error\":" + as_json(output.reason);
    return;
  }
  if (specs_[box].task == Task::sequence) {
    text_ += ",\"words\":[";
    for (std::size_t i = 0; i < output.words.size(); ++i) text_ += (i > 0 ? "," : "") + as_json(output.words[i]);
    text_ += ']';
    return;
  }
  const auto& values = output.values;
  if (values.size() == 1) {
    fmt::format_to(into, ",\"value\":{}", values.front());
    return;
  }
  fmt::format_to(into, ",\"value\":[{}]", fmt::join(values, ","));
  add_labels(specs_[box], values, labels_[box], text_);
}

Status LiveLines::frame(const LiveFrame& frame) {
  text_.clear();
  for (std::size_t box = 0; box < frame.outputs.size(); ++box) {
    fmt::format_to(std::back_inserter(text_), "{{\"source\":{},\"frame\":{},\"seconds\":{},\"box\":{}",
                   sources_[frame.source], frame.ordinal, frame.seconds, boxes_[box]);
    add_output(box, frame.outputs[box]);
    text_ += "}\n";
  }
  return sink_(text_);
}

Status LiveLines::event(const LiveEvent& event) {
  nlohmann::json line{{"event", to_string(event.kind)}, {"text", event.text}};
  if (!event.boxes.empty() || event.kind == LiveEventKind::selected) line["boxes"] = event.boxes;
  if (!event.source.empty()) line["source"] = event.source;
  if (event.took_seconds > 0) line["took_seconds"] = event.took_seconds;
  return sink_(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace mlink::experiment
