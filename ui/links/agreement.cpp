#include "ui/links/agreement.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "ui/common/widgets.h"
#include "ui/links/matrix_model.h"

namespace mlink::ui {
namespace {

constexpr int kMostLabels = 12;  // in a confusion matrix; the rest is one label "other"
constexpr int kGrid = 30;        // of a scalar's values

/// What a person sees, in their language.
class AgreementText {
  Q_DECLARE_TR_FUNCTIONS(AgreementText)
};

QString label_of(const OutputSpec& spec, double value) {
  const auto i = static_cast<std::size_t>(std::max(value, 0.0));
  return i < spec.labels.size() ? to_qt(spec.labels[i]) : QString::number(static_cast<int>(value));
}

QVector<AgreementPoint> bubbles(const LinkDetail& detail) {
  double span = 0;
  for (const LinkFrame& f : detail.frames) span = std::max({span, std::abs(f.exact), std::abs(f.predicted)});
  const bool count = detail.spec.task == Task::count;
  const double step = std::max(span / kGrid, 1e-9);
  const auto snap = [step](double value) { return std::round(value / step) * step; };
  std::map<std::tuple<double, double, bool>, AgreementPoint> cells;
  for (std::size_t i = 0; i < detail.frames.size(); ++i) {
    const LinkFrame& f = detail.frames[i];
    const double exact = count ? f.exact : snap(f.exact), predicted = snap(f.predicted);
    AgreementPoint& cell = cells[{exact, predicted, f.right}];
    if (cell.frames == 0 || f.error > detail.frames[cell.worst].error) cell.worst = i;
    cell = {exact, predicted, cell.frames + 1, f.right, cell.worst};
  }
  QVector<AgreementPoint> points;
  for (const auto& [key, cell] : cells) points << cell;
  return points;
}

Confusion confusion_of(const LinkDetail& detail) {
  std::map<int, int> seen;
  for (const LinkFrame& f : detail.frames) {
    ++seen[static_cast<int>(f.exact)];
    seen[static_cast<int>(f.predicted)] += 0;
  }
  std::vector<std::pair<int, int>> labels(seen.begin(), seen.end());
  std::stable_sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  Confusion confusion;
  std::map<int, int> place;
  for (const auto& [label, frames] : labels) {
    if (place.size() >= kMostLabels) break;
    place.emplace(label, static_cast<int>(place.size()));
    confusion.labels << label_of(detail.spec, label);
  }
  const bool other = labels.size() > place.size();
  if (other) confusion.labels << AgreementText::tr("other");
  const auto k = confusion.labels.size();
  confusion.frames.fill(0, k * k);
  const auto at = [&](double value) -> qsizetype {
    const auto it = place.find(static_cast<int>(value));
    return it == place.end() ? k - 1 : it->second;
  };
  for (const LinkFrame& f : detail.frames) ++confusion.frames[at(f.exact) * k + at(f.predicted)];
  return confusion;
}

void add_share(std::map<int, ShareRow>& rows, int key, const QString& name, bool right) {
  ShareRow& row = rows[key];
  row.name = name;
  (right ? row.right : row.wrong) += 1;
}

QVector<ShareRow> by_value_of(const LinkDetail& detail) {
  std::map<int, ShareRow> rows;
  double low = INFINITY, high = -INFINITY;
  for (const LinkFrame& f : detail.frames) {
    low = std::min(low, f.exact);
    high = std::max(high, f.exact);
  }
  for (const LinkFrame& f : detail.frames) {
    switch (detail.spec.task) {
      case Task::count: {
        const int n = std::min(static_cast<int>(f.exact), 5);
        add_share(rows, n, n == 5 ? QStringLiteral("5+") : QString::number(n), f.right);
        break;
      }
      case Task::regression: {
        const double width = std::max(high - low, 1e-9) / 6;
        const int bin = std::min(static_cast<int>((f.exact - low) / width), 5);
        add_share(
            rows, bin,
            AgreementText::tr("%1 to %2").arg(native_text(low + bin * width), native_text(low + (bin + 1) * width)),
            f.right);
        break;
      }
      case Task::localization:
        add_share(rows, f.exact > 0.5 ? 0 : 1, f.exact > 0.5 ? AgreementText::tr("a box") : AgreementText::tr("no box"),
                  f.right);
        break;
      default: add_share(rows, static_cast<int>(f.exact), label_of(detail.spec, f.exact), f.right);
    }
  }
  QVector<ShareRow> out;
  for (const auto& [key, row] : rows) out << row;
  if (detail.spec.task == Task::single_label) {
    std::stable_sort(out.begin(), out.end(),
                     [](const ShareRow& a, const ShareRow& b) { return a.frames() > b.frames(); });
    if (out.size() > 6) out.resize(6);
  }
  return out;
}

/// One label by itself tells what "all labels of a frame agree" hides: a rare label is never found.
void take_labels(Agreement& out, const LinkDetail& detail) {
  const auto frames = static_cast<double>(std::max<std::size_t>(detail.frames.size(), 1));
  const auto share = [](double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; };
  for (const LabelTally& tally : detail.labels) {
    if (tally.exact == 0 && tally.predicted == 0) {
      ++out.labels_silent;
      continue;
    }
    out.labels << LabelRow{to_qt(tally.label), static_cast<double>(tally.exact) / frames, share(tally.precision()),
                           share(tally.recall())};
  }
  std::stable_sort(out.labels.begin(), out.labels.end(), [](const LabelRow& a, const LabelRow& b) {
    return a.worse() != b.worse() ? a.worse() < b.worse() : a.there > b.there;
  });
}

}  // namespace

double LabelRow::worse() const {
  const double p = precision.value_or(0), r = recall.value_or(0);
  return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

Agreement agreement_of(const LinkDetail& detail, const std::vector<std::string>& cameras) {
  Agreement out;
  const Task task = detail.spec.task;
  if (task == Task::count || task == Task::regression) {
    out.kind = AgreementKind::bubbles;
    out.band = task == Task::count ? 0.5 : detail.spec.tolerance;
    out.points = bubbles(detail);
  } else if (task == Task::single_label) {
    out.kind = AgreementKind::confusion;
    out.confusion = confusion_of(detail);
  } else if (task == Task::multi_label) {
    out.kind = AgreementKind::labels;
    take_labels(out, detail);
  } else {
    out.kind = AgreementKind::scores;
    out.scores.fill(0, 10);
    for (const LinkFrame& f : detail.frames) ++out.scores[std::clamp(static_cast<int>(f.score * 10), 0, 9)];
  }
  // of many labels the chart itself tells each
  if (task != Task::multi_label) out.by_value = by_value_of(detail);
  std::map<int, ShareRow> rows;
  for (const LinkFrame& f : detail.frames) {
    const auto camera = static_cast<std::size_t>(f.key.camera);
    add_share(rows, f.key.camera, camera < cameras.size() ? to_qt(cameras[camera]) : QString(), f.right);
    out.wrong += f.right ? 0 : 1;
  }
  for (const auto& [key, row] : rows) out.by_camera << row;
  return out;
}

FramePlaces places_of(const LinkDetail& detail) {
  FramePlaces places;
  for (std::size_t i = 0; i < detail.frames.size(); ++i) {
    const auto camera = static_cast<std::size_t>(detail.frames[i].key.camera);
    if (camera >= places.size()) places.resize(camera + 1);
    places[camera].push_back(static_cast<std::uint32_t>(i));
  }
  const auto earlier = [&](std::uint32_t a, std::uint32_t b) {
    return detail.frames[a].key.ordinal < detail.frames[b].key.ordinal;
  };
  for (auto& of_camera : places)
    if (!std::is_sorted(of_camera.begin(), of_camera.end(), earlier))
      std::stable_sort(of_camera.begin(), of_camera.end(), earlier);
  return places;
}

const LinkFrame* frame_at(const LinkDetail& detail, const FramePlaces& places, std::size_t camera,
                          std::int64_t ordinal) {
  if (camera >= places.size()) return nullptr;
  const auto at = std::lower_bound(places[camera].begin(), places[camera].end(), ordinal,
                                   [&](std::uint32_t i, std::int64_t o) { return detail.frames[i].key.ordinal < o; });
  if (at == places[camera].end() || detail.frames[*at].key.ordinal != ordinal) return nullptr;
  return &detail.frames[*at];
}

namespace {

QString said(const Words& words) {
  QString text;
  for (const auto& word : words) text += (text.isEmpty() ? QString() : QStringLiteral(" ")) + to_qt(word);
  return text.isEmpty() ? AgreementText::tr("no words") : text;
}

}  // namespace

QString exact_text(const OutputSpec& spec, const LinkFrame& frame) {
  switch (spec.task) {
    case Task::count: return QString::number(frame.exact, 'f', 0);
    case Task::regression: return native_text(frame.exact);
    case Task::localization: return frame.exact > 0.5 ? AgreementText::tr("a box") : AgreementText::tr("no box");
    case Task::sequence: return said(frame.exact_words());
    default: return label_of(spec, frame.exact);
  }
}

QString predicted_text(const OutputSpec& spec, const LinkFrame& frame) {
  switch (spec.task) {
    case Task::count: return QString::number(frame.predicted, 'f', 1);
    case Task::regression: return native_text(frame.predicted);
    case Task::localization: return AgreementText::tr("IoU %1").arg(to_qt(score_text(frame.score)));
    case Task::multi_label: return AgreementText::tr("%1 agree").arg(to_qt(score_text(frame.score)));
    case Task::sequence: return said(frame.predicted_words());
    default: return label_of(spec, frame.predicted);
  }
}

}  // namespace mlink::ui
