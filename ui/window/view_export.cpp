#include "ui/window/view_export.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <utility>

#include "report/report.h"
#include "ui/common/exporter.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kScales = 4, kUsual = 2;
constexpr int kWide = 420;

QString texts_of(const QAbstractItemView& view) {
  const QAbstractItemModel& model = *view.model();
  const auto* const table = qobject_cast<const QTableView*>(&view);
  QList<int> columns;
  for (int column = 0; column < model.columnCount(view.rootIndex()); ++column)
    if (!table || !table->isColumnHidden(column)) columns << column;
  QStringList lines;
  const auto line = [&](const auto& text_at) {
    QStringList cells;
    for (const int column : columns) cells << text_at(column).toString().simplified();
    lines << cells.join(u'\t');
  };
  if (table) line([&](int column) { return model.headerData(column, Qt::Horizontal); });
  for (int row = 0; row < model.rowCount(view.rootIndex()); ++row) {
    if (table && table->isRowHidden(row)) continue;
    line([&](int column) { return model.index(row, column, view.rootIndex()).data(); });
  }
  return lines.join(u'\n');
}

}  // namespace

QMimeData* copy_of(QWidget& view) {
  auto* const data = new QMimeData;
  data->setImageData(picture_of(view, kUsual));
  if (const auto* const list = qobject_cast<const QAbstractItemView*>(&view); list && list->model())
    data->setText(texts_of(*list));
  return data;
}

ViewExport::ViewExport(const ThemeHolder& themes, Worker* worker, const std::vector<Page*>& pages, QWidget* parent)
    : QDialog(parent), themes_(themes), worker_(worker) {
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(tr("Export this view"));
  build();
  const auto add = [this](const QString& shown, Item item) {
    which_->addItem(shown);
    items_.push_back(std::move(item));
  };
  for (Page* const page : pages) {
    add(tr("%1, as it stands").arg(page->title()), {QStringLiteral("page-") + page->id(), page, page});
    for (const auto& [name, drawing] : page->drawings())
      if (drawing && !drawing->size().isEmpty())
        add(tr("%1, drawing").arg(name), {page->id() + u'-' + name, drawing, page});
    for (const auto& [name, table] : page->tables()) add(tr("%1, table").arg(name), {name, {}, page});
  }
  connect(which_, &QComboBox::currentIndexChanged, this, &ViewExport::show_formats);
  connect(format_, &QComboBox::currentIndexChanged, this, &ViewExport::show_format);
  show_formats();
}

void ViewExport::build() {
  which_ = new QComboBox;
  which_->setAccessibleName(tr("What is exported"));
  format_ = new QComboBox;
  format_->setAccessibleName(tr("Format"));
  scale_ = new QComboBox;
  scale_->setAccessibleName(tr("Scale of the picture"));
  for (int scale = 1; scale <= kScales; ++scale) scale_->addItem(tr("%1 pixels a point").arg(scale), scale);
  scale_->setItemText(0, tr("as on the screen"));
  scale_->setCurrentIndex(kUsual - 1);
  auto* const form = new QFormLayout;
  form->addRow(tr("What"), which_);
  form->addRow(tr("Format"), format_);
  form->addRow(tr("Scale"), scale_);
  told_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::head);
  told_->setWordWrap(true);
  copy_ = new QPushButton(tr("Copy"));
  copy_->setAutoDefault(false);
  save_ = new QPushButton(tr("Save…"));
  save_->setProperty("primary", true);
  save_->setDefault(true);
  auto* const close = new QPushButton(tr("Close"));
  close->setAutoDefault(false);
  auto* const buttons = new QHBoxLayout;
  buttons->addStretch(1);
  for (QPushButton* const button : {close, copy_, save_}) buttons->addWidget(button);
  auto* const all = new QVBoxLayout(this);
  all->addLayout(form);
  all->addWidget(told_);
  all->addLayout(buttons);
  setMinimumWidth(kWide);
  connect(close, &QPushButton::clicked, this, &QDialog::close);
  connect(copy_, &QPushButton::clicked, this, &ViewExport::copy);
  connect(save_, &QPushButton::clicked, this, &ViewExport::ask_path);
}

const ViewExport::Item* ViewExport::item() const {
  const int at = which_->currentIndex();
  return at < 0 ? nullptr : &items_[static_cast<std::size_t>(at)];
}

std::optional<Table> ViewExport::table() const {
  const Item* const chosen = item();
  if (!chosen || !chosen->page) return std::nullopt;
  for (auto& [name, table] : chosen->page->tables())
    if (name == chosen->name) return std::move(table);
  return std::nullopt;
}

double ViewExport::pixels() const { return scale_->currentData().toDouble(); }
QString ViewExport::ending() const { return format_->currentData().toString(); }

void ViewExport::choose(const QWidget* drawing) {
  for (std::size_t i = 0; i < items_.size(); ++i)
    if (items_[i].drawing == drawing) which_->setCurrentIndex(static_cast<int>(i));
}

void ViewExport::show_formats() {
  const QString before = ending();
  format_->clear();
  if (const Item* const chosen = item(); chosen && chosen->drawing) {
    for (const char* const name : {"png", "svg", "pdf"})
      format_->addItem(QString::fromLatin1(name).toUpper(), QString::fromLatin1(name));
  } else {
    for (const TableFormatRow& row : table_formats())
      format_->addItem(to_qt(std::string(row.title)), to_qt(std::string(row.ending)));
  }
  format_->setCurrentIndex(std::max(format_->findData(before), 0));
  save_->setEnabled(item());
  show_format();
}

void ViewExport::show_format() {
  scale_->setEnabled(ending() == u"png");
  const Item* const chosen = item();
  const auto named = table_format_from_string(ending().toStdString());
  bool text = false;
  for (const TableFormatRow& row : table_formats()) text = text || (named && row.format == *named && row.text);
  copy_->setEnabled(chosen && (chosen->drawing ? ending() == u"png" : text));
  told_->setText({});
}

void ViewExport::tell(const QString& done, const Status& status) {
  told_->setText(status ? done : to_qt(status.error().text()));
}

void ViewExport::render_elsewhere(const QString& key, std::function<Result<std::string>()> job,
                                  std::function<void(const Result<std::string>&)> done) {
  const QPointer<ViewExport> here(this);
  // Of the window, not of the dialog: what was asked for is written though the dialog is closed at once.
  worker_->ask<std::string>(
      Worker::Lane::compute, parent(), key,
      [job = std::move(job)](ReaderPort&, const std::stop_token&) { return job(); },
      [here, done = std::move(done)](const Result<std::string>& result) {
        if (here) done(result);
      });
}

void ViewExport::copy() {
  const Item* const chosen = item();
  if (chosen && chosen->drawing) {
    QGuiApplication::clipboard()->setImage(picture_of(*chosen->drawing, pixels()));
    return told_->setText(tr("Copied."));
  }
  const auto named = table_format_from_string(ending().toStdString());
  auto asked = table();
  if (!named || !asked) return told_->setText(tr("It is not on the page any more."));
  render_elsewhere(
      QStringLiteral("copy"),
      [asked = std::move(*asked), format = *named]() -> Result<std::string> {
        return mlink::report::render(asked, format);
      },
      [this, html = *named == TableFormat::html](const Result<std::string>& text) {
        if (!text) return tell({}, tl::unexpected(text.error()));
        auto* const data = new QMimeData;
        data->setText(to_qt(*text));
        if (html) data->setHtml(to_qt(*text));
        QGuiApplication::clipboard()->setMimeData(data);
        told_->setText(tr("Copied."));
      });
}

void ViewExport::ask_path() {
  const Item* const chosen = item();
  if (!chosen) return;
  auto* const dialog = new QFileDialog(this, tr("Export this view"), chosen->name + u'.' + ending(),
                                       QStringLiteral("%1 (*.%2)").arg(format_->currentText(), ending()));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(ending());
  connect(dialog, &QFileDialog::fileSelected, this, &ViewExport::save);
  dialog->open();
}

void ViewExport::save(const QString& path) {
  const Item* const chosen = item();
  const QString done = tr("Written: %1").arg(path);
  const auto told = [this, done](const Result<std::string>& result) {
    tell(done, result ? Status() : Status(tl::unexpected(result.error())));
  };
  if (chosen && chosen->drawing) {
    if (QFileInfo(path).suffix().toLower() != u"png") return tell(done, export_to(path, chosen->drawing, nullptr));
    return render_elsewhere(
        path,
        [picture = picture_of(*chosen->drawing, pixels()), path]() -> Result<std::string> {
          MLINK_TRY(write_png(picture, path));
          return std::string();
        },
        told);
  }
  auto asked = table();
  if (!asked) return told_->setText(tr("It is not on the page any more."));
  render_elsewhere(
      path,
      [asked = std::move(*asked), path]() -> Result<std::string> {
        MLINK_TRY(export_to(path, nullptr, &asked));
        return std::string();
      },
      told);
}

}  // namespace mlink::ui
