// What is on screen as a file or on the clipboard: a page as it stands, one of its charts, one of its tables, in any
// format; pictures of any scale. Not modal to what runs: tables are rendered and files written on the worker's thread.
// GUI thread only.
#pragma once

#include <QDialog>
#include <QPointer>
#include <vector>

#include "report/table.h"
#include "ui/common/page.h"

class QComboBox;
class QMimeData;
class QPushButton;

namespace mlink::ui {

class TextLabel;
class ThemeHolder;

class ViewExport : public QDialog {
  Q_OBJECT
 public:
  ViewExport(const ThemeHolder& themes, Worker* worker, const std::vector<Page*>& pages, QWidget* parent);

  void choose(const QWidget* drawing);  ///< one that there is not changes nothing
  /// Writes it in the format that the path's ending names; told() says what came of it.
  void save(const QString& path);
  void copy();

  [[nodiscard]] QComboBox* which() const { return which_; }
  [[nodiscard]] QComboBox* format() const { return format_; }
  [[nodiscard]] QComboBox* scale() const { return scale_; }  ///< pixels a point, of PNG
  [[nodiscard]] QPushButton* save_button() const { return save_; }
  [[nodiscard]] QPushButton* copy_button() const { return copy_; }
  [[nodiscard]] TextLabel* told() const { return told_; }
  [[nodiscard]] QString ending() const;  ///< of the chosen format: "png"

 private:
  /// A drawing, or a table by its name on a page, taken when it is wanted.
  struct Item {
    QString name;
    QPointer<QWidget> drawing;
    QPointer<Page> page;
  };
  void build();
  void show_formats();
  void show_format();
  void ask_path();
  void tell(const QString& done, const Status& status);
  /// Renders on the worker's thread; `done` is called on this one, unless the window is gone.
  void render_elsewhere(const QString& key, std::function<Result<std::string>()> job,
                        std::function<void(const Result<std::string>&)> done);
  [[nodiscard]] const Item* item() const;
  [[nodiscard]] std::optional<Table> table() const;
  [[nodiscard]] double pixels() const;

  const ThemeHolder& themes_;
  Worker* worker_;
  std::vector<Item> items_;
  QComboBox *which_, *format_, *scale_;
  QPushButton *save_, *copy_;
  TextLabel* told_;
};

/// A view for the clipboard: a picture of it, and of a list or table its texts as they are shown, a row a line, with
/// tabs between columns.
[[nodiscard]] QMimeData* copy_of(QWidget& view);

}  // namespace mlink::ui
