#include "recorded/import_detections.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"
#include "outputs/detections.h"

namespace mlink::recorded {
namespace {

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string known_names(const Categories& known) {
  constexpr std::size_t kMost = 8;
  std::string out;
  for (std::size_t i = 0; i < std::min(known.size(), kMost); ++i)
    out +=
        (i > 0 ? ", " : "") +
        (known[i].first < kNamedCategory ? fmt::format("{} ({})", known[i].second, known[i].first) : known[i].second);
  return known.size() > kMost ? out + fmt::format(" and {} more", known.size() - kMost) : out;
}

// A category by its name or its id.
Result<std::int64_t> category_of(const std::string& wanted, const Categories& known) {
  for (const auto& [id, name] : known)
    if (name == wanted) return id;
  const auto id = whole(wanted);
  const bool listed = std::any_of(known.begin(), known.end(), [&](const auto& c) { return id && c.first == *id; });
  if (id && (known.empty() || listed)) return *id;
  return fail(ErrorKind::not_found, fmt::format("There is no class {}.", in_quotes(wanted)),
              known.empty() ? "Names are known with --categories FILE or 1=person,3=car; otherwise give the id."
                            : fmt::format("Classes are {}.", known_names(known)));
}

// Every id that the detections have, by the name that is known or its number.
Categories seen_categories(const Detections& detections, const Categories& known) {
  std::set<std::int64_t> ids;
  for (const auto& d : detections.all) ids.insert(d.category);
  Categories out;
  for (const auto id : ids) {
    const auto at = std::find_if(known.begin(), known.end(), [&](const auto& c) { return c.first == id; });
    out.emplace_back(id, at == known.end() ? std::to_string(id) : at->second);
  }
  return out;
}

}  // namespace

Result<Categories> parse_categories(std::string_view text) {
  Categories out;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(',', at), text.size());
    const auto part = trimmed(text.substr(at, end - at));
    const auto equals = part.find('=');
    const auto id = whole(trimmed(part.substr(0, std::min(equals, part.size()))));
    const auto name = equals == std::string_view::npos ? std::string_view() : trimmed(part.substr(equals + 1));
    if (!id || name.empty())
      return fail(ErrorKind::invalid_input, fmt::format("{} is no category.", in_quotes(part)),
                  "Write ID=NAME, like 1=person,3=car, or name a COCO annotations file.");
    out.emplace_back(*id, name);
    at = end + 1;
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool DetectionReducer::wants(const RawDetection& d) const {
  return d.score >= score && (!categories || std::binary_search(categories->begin(), categories->end(), d.category));
}

Result<Output> DetectionReducer::reduce(std::span<const RawDetection> detections, int width, int height,
                                        const std::string& path) const {
  std::vector<FoundBox> found;
  for (const auto& d : detections) {
    if (!wants(d)) continue;
    if (d.score > 1 && spec.task != Task::count)
      return fail_at({d.line}, fmt::format("the score is {}.", d.score),
                     "A score from 0 to 1 is expected; a count takes any.", path);
    FoundBox box{d.x / width, d.y / height, (d.x + d.width) / width, (d.y + d.height) / height, std::max(d.score, 0.0)};
    if (spec.task == Task::multi_label) {
      const auto at = std::find_if(labels.begin(), labels.end(), [&](const auto& l) { return l.first == d.category; });
      box.label = static_cast<int>(std::find(spec.labels.begin(), spec.labels.end(), at->second) - spec.labels.begin());
    }
    found.push_back(box);
  }
  Output out;
  out.presence = Presence::present;
  out.values = values_of(spec, found);
  return out;
}

Result<DetectionReducer> make_reducer(OutputSpec spec, const std::vector<std::string>& classes, double score,
                                      const Categories& known, const Detections& detections) {
  if (spec.task != Task::count && spec.task != Task::multi_label && spec.task != Task::localization)
    return fail(ErrorKind::invalid_input, fmt::format("Detections cannot become a {} output.", to_string(spec.task)),
                "Tasks for detections are count, multi_label and localization.");
  if (!detections.has_categories && (!classes.empty() || spec.task == Task::multi_label))
    return fail(ErrorKind::invalid_input, "The detections have no class.",
                "Leave --class out, and take --task count or localization.");
  DetectionReducer reducer;
  reducer.score = score;
  std::set<std::int64_t> wanted;
  for (const auto& name : classes) {
    MLINK_ASSIGN(const auto id, category_of(name, known));
    wanted.insert(id);
  }
  if (!classes.empty()) reducer.categories.emplace(wanted.begin(), wanted.end());
  if (spec.task == Task::count || spec.task == Task::localization) {
    spec.width = spec.task == Task::count ? 1 : 5;
    spec.labels.clear();
    reducer.spec = std::move(spec);
    return reducer;
  }
  // The labels: those that were named, else all that are known, else all that are seen.
  if (spec.labels.empty()) {
    const auto all = known.empty() ? seen_categories(detections, known) : known;
    for (const auto& [id, name] : all)
      if (classes.empty() || wanted.contains(id)) spec.labels.push_back(name);
  }
  for (const auto& label : spec.labels) {
    MLINK_ASSIGN(const auto id, category_of(label, known));
    reducer.labels.emplace_back(id, label);
  }
  std::sort(reducer.labels.begin(), reducer.labels.end());
  std::vector<std::int64_t> ids;
  for (const auto& [id, name] : reducer.labels)
    if (classes.empty() || wanted.contains(id)) ids.push_back(id);
  reducer.categories = std::move(ids);
  spec.width = static_cast<int>(spec.labels.size());
  reducer.spec = std::move(spec);
  return reducer;
}

}  // namespace mlink::recorded
