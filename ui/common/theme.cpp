#include "ui/common/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QPixmapCache>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace mlink::ui {
namespace {

double linear(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

/// Relative luminance (WCAG).
double luminance(const QColor& c) {
  return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

double contrast(const QColor& a, const QColor& b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

/// The reports' looks, so that a method is drawn the same everywhere.
QVector<MethodLook> methods_of(bool dark) {
  QVector<MethodLook> looks;
  for (const report::MethodStyle& look : report::method_looks()) {
    const QString name = QString::fromUtf8(look.method.data(), static_cast<qsizetype>(look.method.size()));
    looks.push_back({name, QColor(dark ? look.dark : look.light), look.mark,
                     QVector<qreal>(look.dash.begin(), look.dash.end()), look.width});
  }
  return looks;
}

template <std::size_t N>
std::array<QColor, N> colours(const std::array<std::uint32_t, N>& rgb) {
  std::array<QColor, N> out;
  std::transform(rgb.begin(), rgb.end(), out.begin(), [](std::uint32_t c) { return QColor(c); });
  return out;
}

/// The first family that is installed, so that a machine without our fonts uses its own.
QString family_of(const QStringList& wanted, QFontDatabase::SystemFont fallback) {
  for (const QString& name : wanted) {
    if (QFontDatabase::hasFamily(name)) return name;
  }
  return QFontDatabase::systemFont(fallback).family();
}

}  // namespace

QPen MethodLook::pen() const {
  QPen pen(colour, width, dash.isEmpty() ? Qt::SolidLine : Qt::CustomDashLine, Qt::FlatCap, Qt::RoundJoin);
  if (!dash.isEmpty()) {
    QVector<qreal> units;  // Qt counts dashes in pen widths
    for (const qreal px : dash) units << px / width;
    pen.setDashPattern(units);
  }
  return pen;
}

QColor Theme::ramp_at(double share) const {
  if (std::isnan(share)) return panel;
  const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(ramp.size() - 1);
  const auto low = std::min(static_cast<std::size_t>(at), ramp.size() - 2);
  const double t = at - static_cast<double>(low);
  const auto mix = [t](float a, float b) { return static_cast<float>(a + (b - a) * t); };
  const QColor &a = ramp[low], &b = ramp[low + 1];
  return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

QColor Theme::ink_on(const QColor& background) {
  const QColor white(0xFFFFFF), black(0x14181C);
  return contrast(white, background) > contrast(black, background) ? white : black;
}

MethodLook Theme::method(const QString& name) const {
  for (const MethodLook& look : methods) {
    if (look.name == name) return look;
  }
  return {name, second, MethodMarker::disc, {}, 2};
}

QPalette Theme::palette() const {
  QPalette p;
  const auto set = [&p](QPalette::ColorRole role, const QColor& colour) {
    p.setColor(QPalette::Active, role, colour);
    p.setColor(QPalette::Inactive, role, colour);
    p.setColor(QPalette::Disabled, role, colour);
  };
  set(QPalette::Window, chrome);
  set(QPalette::WindowText, text);
  set(QPalette::Base, panel);
  set(QPalette::AlternateBase, sunken);
  set(QPalette::Text, text);
  set(QPalette::Button, button);
  set(QPalette::ButtonText, text);
  set(QPalette::BrightText, error);
  set(QPalette::Highlight, selection);
  set(QPalette::HighlightedText, text);
  set(QPalette::ToolTipBase, panel);
  set(QPalette::ToolTipText, text);
  set(QPalette::PlaceholderText, second);
  set(QPalette::Link, accent);
  set(QPalette::LinkVisited, accent);
  set(QPalette::Light, panel);
  set(QPalette::Midlight, sunken);
  set(QPalette::Mid, line);
  set(QPalette::Dark, strong);
  set(QPalette::Shadow, dark ? QColor(Qt::black) : strong);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
    p.setColor(QPalette::Disabled, role, disabled);
  return p;
}

Theme light_theme() {
  Theme t;
  t.chrome = 0xE9ECEF;
  t.panel = 0xFFFFFF;
  t.sunken = 0xF4F6F8;
  t.button = 0xFFFFFF;
  t.line = 0xD3D8DE;
  t.strong = 0xAEB6BF;
  t.grid = 0xE8EBEE;
  t.text = 0x1B1F24;
  t.second = 0x56606B;
  t.disabled = 0x98A1AB;
  t.accent = 0x1B5EC2;
  t.selection = 0xDCE8F8;
  t.on_accent = 0xFFFFFF;
  t.ok = 0x1A7F4B;
  t.warn = 0x8A6100;
  t.error_row = 0xFCE9E1;
  t.error = 0xCF420B;
  t.well = 0x101317;
  t.ramp = colours(report::kLightRamp);
  t.outcome = {0x46556A, 0x2A9BA6, 0xCF420B, 0x7CC4CA, t.second, t.error};
  t.methods = methods_of(false);
  return t;
}

Theme dark_theme() {
  Theme t;
  t.dark = true;
  t.chrome = 0x24282E;
  t.panel = 0x1B1F24;
  t.sunken = 0x16191D;
  t.button = 0x2C3138;
  t.line = 0x363C44;
  t.strong = 0x57606B;
  t.grid = 0x2A2F36;
  t.text = 0xE6EAEE;
  t.second = 0xA5AFBA;
  t.disabled = 0x6D7682;
  t.accent = 0x5B9DFF;
  t.selection = 0x23385A;
  t.on_accent = 0x0E1318;
  t.ok = 0x4CC38A;
  t.warn = 0xE3B341;
  t.error_row = 0x43241A;
  t.error = 0xFF7A45;
  t.well = 0x0B0D0F;
  t.ramp = colours(report::kDarkRamp);
  t.outcome = {0xCBD4DE, 0x3FA3AC, 0xFF7A45, 0x2F858C, t.second, t.error};
  t.methods = methods_of(true);
  return t;
}

namespace {

double scale_of_type = 1;

int pixels(TypeSize size) { return static_cast<int>(std::lround(static_cast<int>(size) * scale_of_type)); }

}  // namespace

void set_type_scale(double scale) { scale_of_type = scale; }
double type_scale() { return scale_of_type; }
int scaled(int pixels) { return static_cast<int>(std::lround(pixels * scale_of_type)); }

QFont ui_font(TypeSize size, bool medium) {
  static const QString family = family_of({"Roboto", "Inter", "Noto Sans", "DejaVu Sans"}, QFontDatabase::GeneralFont);
  QFont font(family);
  font.setPixelSize(pixels(size));
  font.setWeight(medium ? QFont::Medium : QFont::Normal);
  font.setStyleHint(QFont::SansSerif);
  return font;
}

QFont mono_font(TypeSize size) {
  static const QString family = family_of({"JetBrains Mono", "DejaVu Sans Mono"}, QFontDatabase::FixedFont);
  QFont font(family);
  font.setPixelSize(pixels(size));
  font.setStyleHint(QFont::Monospace);
  return font;
}

ThemeHolder::ThemeHolder(QObject* parent) : QObject(parent), theme_(light_theme()) {}

void ThemeHolder::set_dark(bool dark) {
  theme_ = dark ? dark_theme() : light_theme();
  QApplication::setPalette(theme_.palette());
  QApplication::setFont(ui_font());
  QToolTip::setPalette(theme_.palette());
  QToolTip::setFont(ui_font(TypeSize::head));
  QPixmapCache::clear();
  Q_EMIT changed();
}

bool system_is_dark() { return QApplication::palette().color(QPalette::Window).lightness() < 128; }

}  // namespace mlink::ui
