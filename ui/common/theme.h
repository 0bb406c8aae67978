// The look of the window as values: colours, method looks, fonts and the ramp of p, in a light and a dark set. Pages
// and delegates read the theme when they paint; nothing keeps a colour of its own. GUI thread only.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>
#include <QPen>
#include <QString>
#include <QVector>
#include <array>

#include "report/method_looks.h"

namespace mlink::ui {

/// Shape of a method's marker, so that a method is never told by its colour alone.
using MethodMarker = report::MethodMark;

struct MethodLook {
  QString name;
  QColor colour;
  MethodMarker marker = MethodMarker::disc;
  QVector<qreal> dash;  ///< pixels at width 2; empty: solid
  qreal width = 2;
  [[nodiscard]] QPen pen() const;
};

/// Colours of the outcome of a frame.
struct OutcomeColours {
  QColor run, right, wrong, reused, none, failed;
};

/// All tokens of one set.
struct Theme {
  bool dark = false;
  QColor chrome, panel, sunken, button, line, strong, grid, text, second, disabled;
  QColor accent, selection, on_accent, ok, warn, error_row, error, well;
  std::array<QColor, 9> ramp;
  OutcomeColours outcome;
  QVector<MethodLook> methods;

  /// Colour of a share in [0,1] along the ramp of p; NaN gives the panel.
  [[nodiscard]] QColor ramp_at(double share) const;
  /// White or near black, whichever reads better on the colour.
  [[nodiscard]] static QColor ink_on(const QColor& background);
  /// Look of a method; an unknown one is drawn in second text, with a disc.
  [[nodiscard]] MethodLook method(const QString& name) const;
  [[nodiscard]] QPalette palette() const;
};
[[nodiscard]] Theme light_theme();
[[nodiscard]] Theme dark_theme();

/// Sizes of type in pixels at 96 dpi.
enum class TypeSize { axis = 11, head = 12, text = 13, title = 15, key_figure = 19, welcome = 28, presentation = 62 };
[[nodiscard]] QFont ui_font(TypeSize size = TypeSize::text, bool medium = false);
[[nodiscard]] QFont mono_font(TypeSize size = TypeSize::head);

/// Factor of all type from here on: presentations read from afar. What is built before keeps its size.
void set_type_scale(double scale);
[[nodiscard]] double type_scale();
/// Room for type: so many pixels at the usual size.
[[nodiscard]] int scaled(int pixels);

/// Spacings and sizes that all pages keep to (pixels).
namespace space {
inline constexpr int gap = 6;        ///< between docks
inline constexpr int cell_side = 8;  ///< left and right in a table cell
inline constexpr int row = 26;
inline constexpr int dense_row = 22;
inline constexpr int thumbnail_row = 54;
inline constexpr int toolbar = 40;
inline constexpr int dock_head = 30;
inline constexpr int status = 26;
inline constexpr int rail = 72;
}  // namespace space

/// The one theme of the window; everything that paints listens to changed().
class ThemeHolder : public QObject {
  Q_OBJECT
 public:
  explicit ThemeHolder(QObject* parent = nullptr);
  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] bool dark() const { return theme_.dark; }
  /// Sets the application's palette and font too.
  void set_dark(bool dark);

 Q_SIGNALS:
  void changed();

 private:
  Theme theme_;
};

/// Whether the desktop prefers dark windows, by the lightness of its window colour.
[[nodiscard]] bool system_is_dark();

}  // namespace mlink::ui
