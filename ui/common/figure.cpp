#include "ui/common/figure.h"

#include <QBuffer>
#include <QFileInfo>
#include <QFontInfo>
#include <QHash>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSet>
#include <QSettings>
#include <QSvgGenerator>
#include <QSvgRenderer>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "ui/common/theme.h"

namespace mlink::ui {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
constexpr int kVividFrom = 40;        // of 255 between the strongest and the weakest part: below, a colour is a grey
constexpr double kGround = 0.93;      // a lighter grey is ground, and becomes white
constexpr double kDarkGround = 0.85;  // the same of a dark theme, turned over
constexpr double kTint = 0.74;        // a lighter colour is a tint of a surface
constexpr std::array<QRgb, 7> kSafe{0xFF0072B2, 0xFFD55E00, 0xFF009E73, 0xFFCC79A7, 0xFFE69F00, 0xFF56B4E9, 0xFF000000};
constexpr std::array kGreys{0, 96, 56, 136, 80, 160, 116};
constexpr std::array kDashes{"", "6,3", "2,2.5", "8,3,2,3", "10,4", "4,2,1,2", "1,2"};

bool is_vivid(const QColor& colour) {
  const auto [low, high] = std::minmax({colour.red(), colour.green(), colour.blue()});
  return high - low >= kVividFrom;
}

/// What every colour of a drawing becomes.
class Ink {
 public:
  /// scale: colours are steps of a scale (a heat map), whose order is kept.
  Ink(FigureColours colours, bool dark, bool scale) : colours_(colours), dark_(dark), scale_(scale) {}

  QColor printed(const QColor& shown) {
    const QColor colour = on_white(shown);
    const double light = colour.lightnessF();
    if (!is_vivid(colour)) return light > (dark_ ? kDarkGround : kGround) ? QColor(Qt::white) : grey(colour);
    if (colours_ == FigureColours::colour) return colour;
    if (colours_ == FigureColours::grey) {
      if (scale_ || light > kTint) return grey(colour);
      const int value = kGreys[at(colour, kGreys.size())];
      return {value, value, value};
    }
    if (scale_) return colour;
    const QColor safe(kSafe[at(colour, kSafe.size())]);
    return light <= kTint ? safe : QColor::fromHslF(safe.hslHueF(), safe.hslSaturationF(), static_cast<float>(light));
  }
  /// Of a line without dashes of its own; empty: it stays as it is.
  QString dashes(const QColor& shown) {
    const QColor colour = on_white(shown);
    if (colours_ != FigureColours::grey || scale_ || !is_vivid(colour) || colour.lightnessF() > kTint) return {};
    return QString::fromLatin1(kDashes[at(colour, kDashes.size())]);
  }

 private:
  [[nodiscard]] QColor on_white(const QColor& shown) const {
    return dark_ ? QColor::fromHslF(shown.hslHueF(), shown.hslSaturationF(), 1 - shown.lightnessF()) : shown;
  }
  static QColor grey(const QColor& colour) {
    const int value = qGray(colour.rgb());
    return {value, value, value};
  }
  /// Its number among the colours of the drawing, in the order in which they were met.
  std::size_t at(const QColor& colour, std::size_t count) {
    const auto known = order_.constFind(colour.rgb());
    const qsizetype index = known != order_.constEnd() ? *known : *order_.insert(colour.rgb(), order_.size());
    return static_cast<std::size_t>(index) % count;
  }
  FigureColours colours_;
  bool dark_, scale_;
  QHash<QRgb, qsizetype> order_;
};

/// Whether its surfaces have more colours than a person tells apart: then they are steps of a scale.
bool has_scale(const QString& svg) {
  static const QRegularExpression fill(QStringLiteral("fill=\"(#[0-9a-fA-F]{6})\""));
  QSet<QRgb> colours;
  for (auto matches = fill.globalMatch(svg); matches.hasNext();) {
    const QColor colour(matches.next().captured(1));
    if (is_vivid(colour)) colours.insert(colour.rgb());
  }
  return colours.size() > static_cast<qsizetype>(kSafe.size());
}

QString printed_tag(const QString& tag, Ink& ink) {
  static const QRegularExpression colour(QStringLiteral("(fill|stroke)=\"(#[0-9a-fA-F]{6})\""));
  QString out;
  qsizetype done = 0;
  QString dashes;
  for (auto matches = colour.globalMatch(tag); matches.hasNext();) {
    const auto match = matches.next();
    const QColor shown(match.captured(2));
    out += QStringView(tag).mid(done, match.capturedStart() - done);
    out += match.captured(1) + QStringLiteral("=\"") + ink.printed(shown).name() + u'"';
    done = match.capturedEnd();
    const bool line = match.captured(1) == u"stroke" && tag.contains(QLatin1String("fill=\"none\""));
    if (line && !tag.contains(QLatin1String("stroke-dasharray"))) dashes = ink.dashes(shown);
  }
  out += QStringView(tag).mid(done);
  if (!dashes.isEmpty()) out.insert(out.lastIndexOf(u'>'), QStringLiteral(" stroke-dasharray=\"%1\"").arg(dashes));
  return out;
}

tl::unexpected<Error> cannot_write(const QString& path) {
  return fail(ErrorKind::io, "The file could not be written.", "Choose a folder you can write to.", path.toStdString());
}

QString attribute(const QString& tag, const char* name) {
  const QString plain_tag = tag.simplified();
  const QString start = u' ' + QLatin1String(name) + QLatin1String("=\"");
  const qsizetype at = plain_tag.indexOf(start);
  if (at < 0) return {};
  const qsizetype from = at + start.size();
  return plain_tag.mid(from, plain_tag.indexOf(u'"', from) - from);
}

QTransform transform_of(const QString& tag) {
  const QStringList said = attribute(tag, "transform").remove(QStringLiteral("matrix(")).remove(u')').split(u',');
  if (said.size() != 6) return {};
  std::array<double, 6> m{};
  for (std::size_t i = 0; i < m.size(); ++i) m[i] = said[static_cast<qsizetype>(i)].toDouble();
  return {m[0], m[1], m[2], m[3], m[4], m[5]};
}

QString plain(QString text) {
  for (const auto& [written, meant] : {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}})
    text.replace(QLatin1String(written), QLatin1String(meant));
  return text;
}

/// Draws what the SVG says; its text by the painter's fonts, since QSvgRenderer makes outlines of it.
void draw_svg(QPainter& painter, const QByteArray& svg, const QRectF& place) {
  static const QRegularExpression part(QStringLiteral("<g [^>]*>|<text ([^>]*)>([^<]*)</text>"));
  static const QRegularExpression text(QStringLiteral("<text [^>]*>[^<]*</text>"));
  const QString all = QString::fromUtf8(svg);
  QSvgRenderer renderer(QString(all).remove(text).toUtf8());
  renderer.render(&painter, place);
  const QRectF box = renderer.viewBoxF();
  QTransform stands;
  for (auto parts = part.globalMatch(all); parts.hasNext();) {
    const auto match = parts.next();
    const QString tag = match.captured();
    if (tag.startsWith(QLatin1String("<g "))) {
      stands = transform_of(tag);
      continue;
    }
    QFont font(attribute(tag, "font-family"));
    font.setPixelSize(std::max(qRound(attribute(tag, "font-size").toDouble()), 1));
    font.setWeight(static_cast<QFont::Weight>(std::clamp(attribute(tag, "font-weight").toInt(), 100, 900)));
    painter.save();
    painter.translate(place.topLeft());
    painter.scale(place.width() / box.width(), place.height() / box.height());
    painter.setTransform(stands, true);
    painter.setFont(font);
    painter.setPen(QColor(attribute(tag, "fill")));
    painter.drawText(QPointF(attribute(tag, "x").toDouble(), attribute(tag, "y").toDouble()), plain(match.captured(2)));
    painter.restore();
  }
}

/// Lays the drawing out for a size and takes it back.
class LaidOut {
 public:
  LaidOut(QWidget& widget, const QSize& size) : widget_(widget), before_(widget.geometry()) {
    widget.resize(size.expandedTo(widget.minimumSize()));
  }
  ~LaidOut() { widget_.setGeometry(before_); }
  LaidOut(const LaidOut&) = delete;
  LaidOut& operator=(const LaidOut&) = delete;

 private:
  QWidget& widget_;
  QRect before_;
};

}  // namespace

std::optional<FigureColours> figure_colours(const QString& name) {
  for (const auto colours : {FigureColours::colour, FigureColours::grey, FigureColours::safe}) {
    if (figure_colours_name(colours) == name) return colours;
  }
  return std::nullopt;
}

QString figure_colours_name(FigureColours colours) {
  switch (colours) {
    case FigureColours::grey: return QStringLiteral("grey");
    case FigureColours::safe: return QStringLiteral("safe");
    case FigureColours::colour: break;
  }
  return QStringLiteral("colour");
}

std::optional<FigureWish> parse_figure_wish(const QString& text) {
  static const QRegularExpression size(QStringLiteral("^([0-9.]+)(x([0-9.]+))?mm$"));
  static const QRegularExpression points(QStringLiteral("^([0-9.]+)pt$"));
  FigureWish wish;
  for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
    bool right = true;
    if (const auto match = size.match(part); match.hasMatch()) {
      wish.width_mm = match.captured(1).toDouble(&right);
      wish.height_mm = match.captured(3).isEmpty() ? wish.width_mm * 2 / 3 : match.captured(3).toDouble();
    } else if (const auto type = points.match(part); type.hasMatch()) {
      wish.font_pt = type.captured(1).toDouble(&right);
    } else if (const auto colours = figure_colours(part)) {
      wish.colours = *colours;
    } else {
      return std::nullopt;
    }
    if (!right || limited(wish) != wish) return std::nullopt;
  }
  return wish;
}

FigureWish limited(FigureWish wish) {
  wish.width_mm = std::clamp(wish.width_mm, 20.0, 1000.0);
  wish.height_mm = std::clamp(wish.height_mm, 20.0, 1000.0);
  wish.font_pt = std::clamp(wish.font_pt, 3.0, 30.0);
  return wish;
}

QByteArray printed_svg(const QByteArray& svg, FigureColours colours, bool dark) {
  static const QRegularExpression tag(QStringLiteral("<[a-zA-Z][^>]*>"));
  const QString text = QString::fromUtf8(svg);
  Ink ink(colours, dark, has_scale(text));
  QString out;
  out.reserve(text.size() + text.size() / 8);
  qsizetype done = 0;
  for (auto matches = tag.globalMatch(text); matches.hasNext();) {
    const auto match = matches.next();
    out += QStringView(text).mid(done, match.capturedStart() - done);
    out += printed_tag(match.captured(), ink);
    done = match.capturedEnd();
  }
  out += QStringView(text).mid(done);
  return out.toUtf8();
}

Figure figure_of(QWidget& drawing, const FigureWish& asked, bool dark) {
  const FigureWish wish = limited(asked);
  // Laid out so wide that its text, drawn to the column's width, has the size that was asked for.
  const double pixel_mm = wish.font_pt / kPointsPerMm / QFontInfo(ui_font(TypeSize::axis)).pixelSize();
  const QSize size(qRound(wish.width_mm / pixel_mm), qRound(wish.height_mm / pixel_mm));
  QByteArray svg;
  const LaidOut laid_out(drawing, size);
  const QRect whole(QPoint(), drawing.size());
  {
    QBuffer buffer(&svg);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(whole.size());
    generator.setViewBox(whole);
    generator.setResolution(96);
    QPainter painter(&generator);
    drawing.render(&painter, QPoint(), QRegion(), QWidget::DrawChildren);
  }
  svg = printed_svg(svg, wish.colours, dark);
  const QSizeF mm(wish.width_mm, wish.width_mm * whole.height() / std::max(whole.width(), 1));
  static const QRegularExpression given(QStringLiteral("<svg width=\"[^\"]*\" height=\"[^\"]*\""));
  QString text = QString::fromUtf8(svg);
  text.replace(given, QStringLiteral("<svg width=\"%1mm\" height=\"%2mm\"").arg(mm.width()).arg(mm.height()));
  return {text.toUtf8(), mm};
}

QImage figure_picture(const Figure& figure, int wide) {
  QImage image(std::max(wide, 1), std::max(qRound(wide * figure.mm.height() / std::max(figure.mm.width(), 1.0)), 1),
               QImage::Format_RGB32);
  image.fill(Qt::white);
  QSvgRenderer renderer(figure.svg);
  QPainter painter(&image);
  renderer.render(&painter, QRectF(image.rect()));
  return image;
}

Status write_figure(const Figure& figure, const QString& path) {
  const QString ending = QFileInfo(path).suffix().toLower();
  if (ending != u"svg" && ending != u"pdf")
    return fail(ErrorKind::unsupported,
                "A figure is written as .svg or .pdf, and not as ." + ending.toStdString() + ".",
                "Choose one of the two.", path.toStdString());
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return cannot_write(path);
  if (ending == u"svg") {
    file.write(figure.svg);
  } else {
    QPdfWriter pdf(&file);
    pdf.setResolution(600);
    pdf.setPageMargins(QMarginsF());
    pdf.setPageSize(QPageSize(figure.mm, QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    QPainter painter(&pdf);
    draw_svg(painter, figure.svg, QRectF(0, 0, pdf.width(), pdf.height()));
  }
  return file.commit() ? Status() : cannot_write(path);
}

FigureWish kept_figure_wish() {
  const QSettings kept;
  FigureWish wish;
  wish.width_mm = kept.value(QStringLiteral("figure/width"), wish.width_mm).toDouble();
  wish.height_mm = kept.value(QStringLiteral("figure/height"), wish.height_mm).toDouble();
  wish.font_pt = kept.value(QStringLiteral("figure/font"), wish.font_pt).toDouble();
  const QString colours = kept.value(QStringLiteral("figure/colours")).toString();
  wish.colours = figure_colours(colours).value_or(wish.colours);
  return limited(wish);
}

void keep_figure_wish(const FigureWish& wish) {
  QSettings kept;
  kept.setValue(QStringLiteral("figure/width"), wish.width_mm);
  kept.setValue(QStringLiteral("figure/height"), wish.height_mm);
  kept.setValue(QStringLiteral("figure/font"), wish.font_pt);
  kept.setValue(QStringLiteral("figure/colours"), figure_colours_name(wish.colours));
}

}  // namespace mlink::ui
