// A small real experiment for the Compare page: recorded outputs of three boxes that see the same people, typed costs,
// links trained in a moment. None of its figures is a result.
#pragma once

#include <QString>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>

#include "ui/common/selection.h"
#include "ui/common/style.h"
#include "ui/compare/compare_page.h"

namespace mlink::compared {
using namespace rooms;

enum class KnownCosts { none, time, memory_and_time, all };

/// Outputs of persons, pose and hog on one camera; the costs as told; links when asked for.
[[nodiscard]] Status make_experiment(const std::filesystem::path& file, KnownCosts costs, bool links);
[[nodiscard]] Status train_again(const std::filesystem::path& file, std::uint64_t seed);

/// Worker, selection and page over a file.
struct Opened {
  explicit Opened(const ThemeHolder& themes, const QString& file, QSize size = {1500, 900});
  /// Shows the page and waits until all that it needs is there.
  [[nodiscard]] bool show();
  [[nodiscard]] bool settle();
  QString file;
  SharedSelection selection;
  Worker worker;
  ComparePage page;
};

/// What a chart's mouse events go to.
[[nodiscard]] QWidget* viewport_of(const QWidget& chart);

}  // namespace mlink::compared
