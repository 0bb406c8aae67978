// What the outputs mean, from what a person said and what a description says.
#include <fmt/format.h>

#include <set>

#include "recorded/rows.h"

namespace mlink::recorded {

Result<std::string> RecordedText::whole() const {
  MLINK_ASSIGN(const auto more, open());
  std::string text;
  for (;;) {
    MLINK_ASSIGN(const auto piece, more());
    if (piece.empty()) return text;
    text.append(piece);
  }
}

Result<OutputSpec> spec_of(const RecordedOptions& options, const std::optional<OutputSpec>& stored,
                           const std::string& path, std::vector<std::string>& notes) {
  if (!stored && !options.task)
    return fail(ErrorKind::invalid_input, "What the outputs mean is not known.",
                "Give --task single_label, multi_label, localization, regression, count or sequence, or a --spec.",
                path);
  OutputSpec spec = stored.value_or(OutputSpec{});
  if (stored && options.task && *options.task != stored->task)
    return fail(ErrorKind::invalid_input,
                fmt::format("The task is given as {}, but the output description says {}.", to_string(*options.task),
                            to_string(stored->task)),
                "Leave one of them out.", path);
  if (options.task) spec.task = *options.task;
  const bool label_task = spec.task == Task::single_label || spec.task == Task::multi_label;
  if (!options.labels.empty()) {
    if (!label_task)
      return fail(ErrorKind::invalid_input, fmt::format("A {} output has no labels.", to_string(spec.task)),
                  "Leave --labels out.", path);
    if (stored && stored->labels != options.labels)
      return fail(ErrorKind::invalid_input, "The labels given are not those of the output description.",
                  "Leave one of them out.", path);
    if (std::set<std::string>(options.labels.begin(), options.labels.end()).size() < options.labels.size())
      return fail(ErrorKind::invalid_input, "A label is given twice.", "Give each once.", path);
    spec.labels = options.labels;
  }
  spec.width = spec.task == Task::sequence       ? 0
               : spec.task == Task::localization ? 5
               : label_task                      ? static_cast<int>(spec.labels.size())
                                                 : 1;
  if (options.tolerance) spec.tolerance = *options.tolerance;
  if (!options.unit.empty()) spec.unit = options.unit;
  if (spec.task == Task::regression && !stored && !options.tolerance)
    notes.push_back(fmt::format("A prediction counts as right within {} of the value; --tolerance sets another figure.",
                                spec.tolerance));
  if (!label_task || !spec.labels.empty())
    if (auto fits = check(spec); !fits) return fail(ErrorKind::invalid_input, fits.error().what, {}, path);
  return spec;
}

}  // namespace mlink::recorded
