#include "ui/window/figure_dialog.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTimer>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kPreviewWide = 520, kPreviewHigh = 420;
constexpr std::array kColumns{kSingleColumn, kDoubleColumn};
constexpr std::array kColourChoices{FigureColours::colour, FigureColours::grey, FigureColours::safe};

}  // namespace

FigureDialog::FigureDialog(const ThemeHolder& themes, const Drawings& drawings, bool remember, QWidget* parent)
    : QDialog(parent), themes_(themes), remember_(remember), soon_(new QTimer(this)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Figure for a paper"));
  drawings_.reserve(drawings.size());
  for (const auto& [name, widget] : drawings) {
    if (widget && !widget->size().isEmpty()) drawings_.emplace_back(name, widget);
  }
  build();
  for (const auto& [name, widget] : drawings_) which_->addItem(name);
  show_wish(remember_ ? kept_figure_wish() : FigureWish());
  soon_->setSingleShot(true);
  soon_->setInterval(0);
  connect(soon_, &QTimer::timeout, this, &FigureDialog::draw);
  const auto later = [this] { soon_->start(); };
  connect(which_, &QComboBox::currentIndexChanged, this, later);
  connect(colours_, &QComboBox::currentIndexChanged, this, later);
  connect(column_, &QComboBox::currentIndexChanged, this, &FigureDialog::take_column);
  connect(width_, &QDoubleSpinBox::valueChanged, this, &FigureDialog::show_column);
  for (QDoubleSpinBox* field : {width_, height_, font_}) connect(field, &QDoubleSpinBox::valueChanged, this, later);
  draw();
}

QDoubleSpinBox* FigureDialog::number(double least, double most, const QString& unit, const QString& name) {
  auto* field = new QDoubleSpinBox;
  field->setRange(least, most);
  field->setDecimals(1);
  field->setSuffix(QStringLiteral(" ") + unit);
  field->setAccessibleName(name);
  return field;
}

void FigureDialog::build() {
  which_ = new QComboBox;
  which_->setAccessibleName(tr("Drawing"));
  column_ = new QComboBox;
  column_->setAccessibleName(tr("Column of the paper"));
  column_->addItems({tr("Single, 84 mm"), tr("Double, 174 mm"), tr("As typed")});
  width_ = number(20, 1000, QStringLiteral("mm"), tr("Width of the figure"));
  height_ = number(20, 1000, QStringLiteral("mm"), tr("Height of the figure"));
  font_ = number(3, 30, QStringLiteral("pt"), tr("Size of the text"));
  colours_ = new QComboBox;
  colours_->setAccessibleName(tr("Colours of the figure"));
  colours_->addItems({tr("As on the screen"), tr("Greys and dashes"), tr("Safe for colour blindness")});
  auto* form = new QFormLayout;
  form->addRow(tr("Drawing"), which_);
  form->addRow(tr("Column"), column_);
  form->addRow(tr("Width"), width_);
  form->addRow(tr("Height"), height_);
  form->addRow(tr("Text"), font_);
  form->addRow(tr("Colours"), colours_);
  preview_ = new QLabel;
  preview_->setAccessibleName(tr("Preview"));
  preview_->setAlignment(Qt::AlignCenter);
  preview_->setMinimumSize(kPreviewWide + 16, kPreviewHigh + 16);
  told_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::head);
  told_->setWordWrap(true);
  save_ = new QPushButton(tr("Save…"));
  save_->setProperty("primary", true);
  save_->setDefault(true);
  auto* close = new QPushButton(tr("Close"));
  close->setAutoDefault(false);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(told_, 1);
  buttons->addWidget(close);
  buttons->addWidget(save_);
  auto* left = new QVBoxLayout;
  left->addLayout(form);
  left->addStretch(1);
  auto* row = new QHBoxLayout;
  row->setSpacing(16);
  row->addLayout(left);
  row->addWidget(preview_, 1);
  auto* all = new QVBoxLayout(this);
  all->addLayout(row, 1);
  all->addLayout(buttons);
  connect(close, &QPushButton::clicked, this, &QDialog::close);
  connect(save_, &QPushButton::clicked, this, &FigureDialog::ask_path);
}

void FigureDialog::choose(const QWidget* drawing) {
  for (std::size_t i = 0; i < drawings_.size(); ++i)
    if (drawings_[i].second == drawing) which_->setCurrentIndex(static_cast<int>(i));
}

FigureWish FigureDialog::wish() const {
  const auto colours = static_cast<std::size_t>(std::max(colours_->currentIndex(), 0));
  return {width_->value(), height_->value(), font_->value(), kColourChoices[colours]};
}

void FigureDialog::show_wish(const FigureWish& wish) {
  width_->setValue(wish.width_mm);
  height_->setValue(wish.height_mm);
  font_->setValue(wish.font_pt);
  for (std::size_t i = 0; i < kColourChoices.size(); ++i) {
    if (kColourChoices[i] == wish.colours) colours_->setCurrentIndex(static_cast<int>(i));
  }
  show_column();
}

void FigureDialog::take_column(int column) {
  if (column < 0 || static_cast<std::size_t>(column) >= kColumns.size()) return;
  width_->setValue(kColumns[static_cast<std::size_t>(column)]);
}

/// Which column a width belongs to.
void FigureDialog::show_column() {
  int at = static_cast<int>(kColumns.size());
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    if (std::abs(width_->value() - kColumns[i]) < 0.05) at = static_cast<int>(i);
  }
  const QSignalBlocker quiet(column_);
  column_->setCurrentIndex(at);
}

QWidget* FigureDialog::drawing() const {
  const int at = which_->currentIndex();
  return at < 0 ? nullptr : drawings_[static_cast<std::size_t>(at)].second.data();
}

void FigureDialog::draw() {
  QWidget* const shown = drawing();
  save_->setEnabled(shown);
  if (!shown) {
    preview_->clear();
    told_->setText(tr("There is nothing to draw on this page now. Show a page with charts and ask again."));
    return;
  }
  const Figure figure = figure_of(*shown, wish(), themes_.dark());
  const double fits = std::min(kPreviewWide / figure.mm.width(), kPreviewHigh / figure.mm.height());
  const qreal ratio = devicePixelRatioF();
  QImage image = figure_picture(figure, qRound(figure.mm.width() * fits * ratio));
  image.setDevicePixelRatio(ratio);
  preview_->setPixmap(QPixmap::fromImage(image));
  told_->setText(tr("%1 mm wide, %2 mm high; SVG or PDF, in which text stays text.")
                     .arg(figure.mm.width(), 0, 'f', 1)
                     .arg(figure.mm.height(), 0, 'f', 1));
}

void FigureDialog::ask_path() {
  auto* dialog = new QFileDialog(this, tr("Figure for a paper"), which_->currentText() + QStringLiteral(".pdf"),
                                 tr("Figure (*.pdf *.svg)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("pdf"));
  connect(dialog, &QFileDialog::fileSelected, this, &FigureDialog::save);
  dialog->open();
}

bool FigureDialog::save(const QString& path) {
  QWidget* const shown = drawing();
  if (!shown) {
    draw();
    return false;
  }
  const Status written = write_figure(figure_of(*shown, wish(), themes_.dark()), path);
  told_->setText(written ? tr("Written: %1").arg(path) : to_qt(written.error().text()));
  if (written && remember_) keep_figure_wish(wish());
  return written.has_value();
}

}  // namespace mlink::ui
