// The one selection that all pages share: a link, a frame, a budget and a method. A page writes what the user chose
// there and follows what was chosen elsewhere. GUI thread only.
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "outputs/amount.h"

namespace mlink::ui {

/// A link by the names of its boxes.
struct LinkChoice {
  QString source, target;
  friend bool operator==(const LinkChoice&, const LinkChoice&) = default;
};

/// A frame by its camera's name and its ordinal in the video.
struct FrameChoice {
  QString camera;
  std::int64_t ordinal = 0;
  friend bool operator==(const FrameChoice&, const FrameChoice&) = default;
};

class SharedSelection : public QObject {
  Q_OBJECT
 public:
  explicit SharedSelection(QObject* parent = nullptr) : QObject(parent) {}

  [[nodiscard]] const std::optional<LinkChoice>& link() const { return link_; }
  [[nodiscard]] const std::optional<FrameChoice>& frame() const { return frame_; }
  [[nodiscard]] const std::optional<Amount>& budget() const { return budget_; }
  [[nodiscard]] const QString& method() const { return method_; }  ///< by name; empty: none was chosen

  // Each tells its signal only when the value is another one.
  void set_link(const std::optional<LinkChoice>& link);
  void set_frame(const std::optional<FrameChoice>& frame);
  void set_budget(const std::optional<Amount>& budget);
  void set_method(const QString& method);
  void clear();

 Q_SIGNALS:
  void link_changed();
  void frame_changed();
  void budget_changed();
  void method_changed();

 private:
  std::optional<LinkChoice> link_;
  std::optional<FrameChoice> frame_;
  std::optional<Amount> budget_;
  QString method_;
};

}  // namespace mlink::ui
