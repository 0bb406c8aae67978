// What is drawn of a study, as values, from the table of all its figures: by the columns that it has, so that a study
// that nobody here knows is drawn too. Pure; thread-safe.
#pragma once

#include <QPointF>
#include <QString>
#include <QStringList>
#include <QVector>
#include <memory>
#include <string>
#include <vector>

#include "report/study_report.h"
#include "ui/charts/values.h"

namespace mlink::ui {

/// A line, or the bars, of one predictor, selector, box…
struct StudySeries {
  enum class Role { usual, main, second, baseline };  ///< main: ensembles; second: a student; baseline: the prior
  QString name;
  Role role = Role::usual;
  int look = 0;  ///< the same for a name in every figure of the study
  QVector<QPointF> points;
  QVector<ChartSpan> whiskers;  ///< one a point, or empty
};

/// One chart of a study.
struct StudyFigure {
  enum class Form { lines, points, bars };
  Form form = Form::lines;
  QString title, note, x_title, y_title;
  QStringList names;                ///< of the x axis; empty: it has numbers
  QVector<StudySeries> series;      ///< of bars: one
  QVector<ChartBar> bars;           ///< without brushes
  std::optional<double> low, high;  ///< of y, the same for all figures with the same title
  int x_decimals = 2, y_decimals = 2;
  QString spoken;  ///< a summary
};

/// At most `most` figures, in the order of the table.
[[nodiscard]] std::vector<StudyFigure> figures_of(const Table& all, std::size_t most = 24);

/// Everything that the page shows of a kept study.
struct ShownStudy {
  const Study* study = nullptr;
  std::shared_ptr<const StudyResult> result;  ///< null: none is kept
  std::vector<std::pair<QString, Table>>
      tables;  ///< title in the window, and the table; the first is laid out for people
  std::vector<std::pair<QString, Table>> exports;  ///< name of the file, and the table
  std::vector<StudyFigure> figures;
  std::vector<std::string> notes;
};
using ShownStudyPtr = std::shared_ptr<const ShownStudy>;
[[nodiscard]] ShownStudyPtr shown_study(const Study& study, std::shared_ptr<const StudyResult> result);

}  // namespace mlink::ui
