// A drawing as a figure for a paper: laid out anew for a column's width, so that its text has the size that the paper's
// has, on white, in colours that print; as SVG or PDF whose text stays text. GUI thread only.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QSizeF>
#include <QString>
#include <QWidget>
#include <optional>

#include "base/error.h"
#include "base/rooms.h"

namespace mlink::ui {

enum class FigureColours {
  colour,  ///< as on the screen
  grey,    ///< shades of grey; lines of different colours get different dashes
  safe     ///< colours that are told apart with any kind of colour vision (Okabe and Ito)
};
/// "colour", "grey", "safe", as on the command line; none: another word.
[[nodiscard]] std::optional<FigureColours> figure_colours(const QString& name);
[[nodiscard]] QString figure_colours_name(FigureColours colours);

inline constexpr double kSingleColumn = 84, kDoubleColumn = 174;  // mm

struct FigureWish {
  double width_mm = kSingleColumn;
  double height_mm = 56;
  double font_pt = 8;  ///< of the axes' text; larger text stays larger in proportion
  FigureColours colours = FigureColours::colour;
  friend bool operator==(const FigureWish&, const FigureWish&) = default;
};
/// As on the command line: "84mm", "84x56mm", "8pt", "grey", several with commas between; what is not said stays as it
/// is. None: something else is said.
[[nodiscard]] std::optional<FigureWish> parse_figure_wish(const QString& text);
/// Within what can be drawn: 20 to 1000 mm, 3 to 30 pt.
[[nodiscard]] FigureWish limited(FigureWish wish);

struct Figure {
  QByteArray svg;
  QSizeF mm;
};
/// The drawing keeps its size and look on the screen. dark: whether it is drawn in the dark theme now.
[[nodiscard]] Figure figure_of(QWidget& drawing, const FigureWish& asked, bool dark);
/// The colours of a drawing's SVG in print. Each colour becomes one other, the same everywhere in it; those of a scale
/// (a heat map) keep their order.
[[nodiscard]] QByteArray printed_svg(const QByteArray& svg, FigureColours colours, bool dark);
/// As it will look, on white; `wide` pixels.
[[nodiscard]] QImage figure_picture(const Figure& figure, int wide);
/// .svg or .pdf; fails on another ending, and where it cannot be written.
[[nodiscard]] Status write_figure(const Figure& figure, const QString& path);

/// What was chosen last, kept between runs.
[[nodiscard]] FigureWish kept_figure_wish();
void keep_figure_wish(const FigureWish& wish);

}  // namespace mlink::ui
