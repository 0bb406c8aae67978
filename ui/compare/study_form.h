// The settings of a study as fields, made from the options that the study itself offers; and a layout that breaks
// lines. GUI thread only.
#pragma once

#include <QLayout>
#include <QWidget>
#include <memory>
#include <vector>

#include "report/study_report.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

/// Widgets beside each other, as many in a line as fit.
class FlowLayout : public QLayout {
 public:
  explicit FlowLayout(QWidget* parent = nullptr, int gap = 12) : QLayout(parent), gap_(gap) {}
  ~FlowLayout() override;
  void addItem(QLayoutItem* item) override { items_.push_back(item); }
  [[nodiscard]] int count() const override { return static_cast<int>(items_.size()); }
  [[nodiscard]] QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override { return place(QRect(0, 0, width, 0), false); }
  [[nodiscard]] QSize sizeHint() const override { return minimumSize(); }
  [[nodiscard]] QSize minimumSize() const override;
  void setGeometry(const QRect& rect) override;

 private:
  int place(const QRect& rect, bool move) const;  ///< height
  std::vector<QLayoutItem*> items_;
  int gap_;
};

class StudyForm : public QWidget {
  Q_OBJECT
 public:
  explicit StudyForm(const ThemeHolder& themes, QWidget* parent = nullptr);
  /// Fields for the study's options, with its defaults; of the same study again: nothing changes.
  void set_study(const Study& study);
  /// Settings as typed. Errors: what cannot be read, or is out of its range.
  [[nodiscard]] Result<std::shared_ptr<StudySettings>> typed() const;
  [[nodiscard]] QWidget* field(const QString& option) const;  ///< null: no such option
  [[nodiscard]] int fields() const { return static_cast<int>(fields_.size()); }

 private:
  struct Field {
    QString name;
    QWidget* widget = nullptr;
  };
  [[nodiscard]] QWidget* make_field(const StudyOption& option) const;
  const ThemeHolder& themes_;
  const Study* study_ = nullptr;
  std::vector<Field> fields_;
};

}  // namespace mlink::ui
