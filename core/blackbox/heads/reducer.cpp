#include "blackbox/heads/reducer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "blackbox/json_fields.h"
#include "outputs/detections.h"

namespace mlink::blackbox {
namespace {

constexpr std::array<std::pair<ReducerKind, const char*>, 6> kReducerKinds = {
    {{ReducerKind::count, "count"},
     {ReducerKind::presence, "presence"},
     {ReducerKind::largest_box, "largest_box"},
     {ReducerKind::vector, "vector"},
     {ReducerKind::scalar, "scalar"},
     {ReducerKind::words, "words"}}};

bool makes(ReducerKind kind, Task task) {
  switch (kind) {
    case ReducerKind::count: return task == Task::count || task == Task::regression;
    case ReducerKind::presence: return task == Task::multi_label;
    case ReducerKind::largest_box: return task == Task::localization;
    case ReducerKind::vector: return task == Task::single_label || task == Task::multi_label;
    case ReducerKind::scalar: return task == Task::regression || task == Task::count;
    case ReducerKind::words: return task == Task::sequence;
  }
  return false;
}

std::string name_of(int label, const std::vector<std::string>& names) {
  if (label >= 0 && label < static_cast<int>(names.size())) return names[static_cast<std::size_t>(label)];
  return names.empty() && label == 0 ? std::string() : fmt::format("class {}", label);
}

// Of a face's five key points, those that a pose has too: nose, left eye, right eye. The others are not seen.
Marks::Pose face_pose(const Detection& face) {
  constexpr std::array<std::size_t, 3> from{2, 1, 0};
  Marks::Pose pose{face.score, std::vector<float>(51, 0.F)};
  for (std::size_t k = 0; k < from.size(); ++k) {
    pose.points[3 * k] = face.points[2 * from[k]];
    pose.points[3 * k + 1] = face.points[2 * from[k] + 1];
    pose.points[3 * k + 2] = face.score;
  }
  return pose;
}

float unit(float value) { return std::clamp(value, 0.F, 1.F); }

std::vector<FoundBox> wanted(const Reducer& reducer, const Decoded& decoded, const OutputSpec& spec,
                             const std::vector<std::string>& names) {
  std::vector<FoundBox> out;
  for (const auto& d : decoded.detections) {
    const auto name = name_of(d.label, names);
    const bool named =
        reducer.labels.empty() || std::find(reducer.labels.begin(), reducer.labels.end(), name) != reducer.labels.end();
    if (!named || d.score < reducer.score) continue;
    const auto at = std::find(spec.labels.begin(), spec.labels.end(), name);
    out.push_back(
        {d.x0, d.y0, d.x1, d.y1, d.score, at == spec.labels.end() ? -1 : static_cast<int>(at - spec.labels.begin())});
  }
  return out;
}

Result<float> scalar(const Reducer& reducer, const std::vector<float>& values) {
  double value = 0;
  if (reducer.expectation) {
    for (std::size_t i = 0; i < values.size(); ++i) value += static_cast<double>(i) * values[i];
  } else if (static_cast<std::size_t>(reducer.index) < values.size()) {
    value = values[static_cast<std::size_t>(reducer.index)];
  } else {
    return fail(ErrorKind::invalid_input,
                fmt::format("The reducer reads value {}, the head gave {} values.", reducer.index, values.size()));
  }
  return static_cast<float>(value * reducer.factor + reducer.offset);
}

}  // namespace

Result<Reducer> Reducer::from_json(const std::string& json, const OutputSpec& spec) {
  Fields fields(json, "$.reducer");
  Reducer reducer;
  const auto name = fields.get("kind", std::string());
  bool known = false;
  for (const auto& [kind, text] : kReducerKinds)
    if (name == text) {
      reducer.kind = kind;
      known = true;
    }
  if (!known) return fail(ErrorKind::invalid_input, fmt::format("$.reducer.kind \"{}\" is no reducer.", name));
  const bool detections =
      reducer.kind != ReducerKind::vector && reducer.kind != ReducerKind::scalar && reducer.kind != ReducerKind::words;
  if (detections) {
    reducer.labels = fields.get("labels", std::vector<std::string>{});
    if (const auto label = fields.get("label", std::string()); !label.empty()) reducer.labels.push_back(label);
    reducer.score = fields.get("score", 0.F);
  }
  if (reducer.kind == ReducerKind::vector) reducer.hard = fields.get("hard", false);
  if (reducer.kind == ReducerKind::scalar) {
    reducer.index = fields.get("index", 0);
    reducer.expectation = fields.get("expectation", false);
    reducer.factor = fields.get("factor", 1.0);
    reducer.offset = fields.get("offset", 0.0);
  }
  MLINK_TRY(fields.finish(fmt::format("the reducer \"{}\"", name)));
  if (!makes(reducer.kind, spec.task))
    return fail(ErrorKind::invalid_input,
                fmt::format("$.reducer.kind \"{}\" makes no output of the task {}.", name, to_string(spec.task)));
  return reducer;
}

Result<Output> Reducer::reduce(const Decoded& decoded, const OutputSpec& spec,
                               const std::vector<std::string>& names) const {
  Output out;
  out.presence = decoded.none ? Presence::none : Presence::present;
  if (decoded.none) return out;
  switch (kind) {
    case ReducerKind::count:
    case ReducerKind::presence:
    case ReducerKind::largest_box:
      out.values = values_of(spec, wanted(*this, decoded, spec, names));
      if (kind == ReducerKind::count)
        out.values[0] += static_cast<float>(std::count_if(decoded.poses.begin(), decoded.poses.end(),
                                                          [&](const auto& pose) { return pose.score >= score; }));
      break;
    case ReducerKind::vector:
      out.values = decoded.values;
      if (hard && !out.values.empty()) {
        const auto best = std::max_element(out.values.begin(), out.values.end()) - out.values.begin();
        std::fill(out.values.begin(), out.values.end(), 0.F);
        out.values[static_cast<std::size_t>(best)] = 1;
      }
      break;
    case ReducerKind::scalar: {
      MLINK_ASSIGN(const float value, scalar(*this, decoded.values));
      out.values = {value};
      break;
    }
    case ReducerKind::words:
      out.words = decoded.words;
      if (out.words.empty()) out.presence = Presence::none;
      break;
  }
  return out;
}

Marks to_marks(const Decoded& decoded, const std::vector<std::string>& names) {
  Marks marks;
  for (const auto& d : decoded.detections)
    marks.boxes.push_back(
        {unit(d.x0), unit(d.y0), unit(d.x1) - unit(d.x0), unit(d.y1) - unit(d.y0), d.score, name_of(d.label, names)});
  marks.poses = decoded.poses;
  for (const auto& d : decoded.detections)
    if (d.points.size() == 10) marks.poses.push_back(face_pose(d));
  return marks;
}

}  // namespace mlink::blackbox
