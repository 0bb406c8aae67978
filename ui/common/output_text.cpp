#include "ui/common/output_text.h"

#include <fmt/format.h>

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace mlink::ui {
namespace {

constexpr const char* kNone = QT_TRANSLATE_NOOP("OutputText", "none");
constexpr const char* kNoWords = QT_TRANSLATE_NOOP("OutputText", "no words");

}  // namespace

std::string scalar_text(const OutputSpec& spec, double value) {
  const double tolerance = spec.task == Task::count ? 0.5 : spec.tolerance;
  const int decimals = tolerance > 0 ? static_cast<int>(std::ceil(1 - std::log10(tolerance) - 1e-9)) : 3;
  return fmt::format("{:.{}f}", value, std::clamp(decimals, 0, 6));
}

std::string value_text(const OutputSpec& spec, const std::vector<float>& values, bool exact) {
  if (values.empty()) return "–";
  switch (spec.task) {
    case Task::count: return exact ? fmt::format("{:.0f}", values[0]) : fmt::format("{:.1f}", values[0]);
    case Task::regression: return scalar_text(spec, values[0]);
    case Task::single_label: {
      const auto best = static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
      return best < spec.labels.size() ? spec.labels[best] : fmt::format("class {}", best);
    }
    case Task::multi_label: {
      std::string text;
      int more = 0;
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] < 0.5F) continue;
        if (text.size() > 24) {
          ++more;
        } else {
          text += (text.empty() ? "" : ", ") + (i < spec.labels.size() ? spec.labels[i] : fmt::format("{}", i));
        }
      }
      if (more > 0) text += fmt::format(" + {}", more);
      return text.empty() ? kNone : text;
    }
    case Task::localization: {
      if (values.size() < 5 || values[4] < 0.5F) return kNone;
      return fmt::format("{:.2f} {:.2f}, {:.2f} × {:.2f}", values[0], values[1], values[2], values[3]);
    }
    case Task::sequence: break;
  }
  return "–";
}

std::string words_text(const Words& words) {
  constexpr std::size_t kMost = 40;  // letters that fit beside the other values
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (text.size() + words[i].size() > kMost) return text + fmt::format(" + {}", words.size() - i);
    text += (i > 0 ? " " : "") + words[i];
  }
  return text.empty() ? kNoWords : text;
}

QString shown_output(const std::string& text) {
  // All else is numbers, and labels and words of boxes.
  return text == kNone || text == kNoWords ? QCoreApplication::translate("OutputText", text.c_str())
                                           : QString::fromStdString(text);
}

}  // namespace mlink::ui
