// Small controls one after the other, in as many rows as their width takes; none is cut. GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "base/rooms.h"

namespace mlink::ui {

class PartsFlow : public QWidget {
  Q_OBJECT
 public:
  explicit PartsFlow(QWidget* parent = nullptr);
  void add(QWidget* part);
  /// Goes to the right end of its row, where it is the last there.
  void add_at_end(QWidget* part);
  void lay_out();  ///< again: a part has another size
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Part {
    QWidget* widget = nullptr;
    bool at_end = false;
  };
  std::vector<Part> parts_;
};

}  // namespace mlink::ui
