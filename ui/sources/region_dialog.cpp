#include "ui/sources/region_dialog.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

#include "experiment/source_edits.h"
#include "ui/common/widgets.h"
#include "ui/sources/region_view.h"

namespace mlink::ui {
namespace {

QRect region_of(const CameraRow& camera) {
  return {camera.crop->x, camera.crop->y, camera.crop->width, camera.crop->height};
}

Result<QImage> whole_picture(ReaderPort& reader, RowId camera, std::int64_t ordinal) {
  if (!reader.experiment()) return reader.picture(camera, ordinal);
  MLINK_ASSIGN(const Frame frame, file_picture(*reader.experiment(), camera, ordinal));
  return image_of(frame);
}

bool is_taken(const std::vector<CameraRow>& cameras, const QString& name) {
  return std::any_of(cameras.begin(), cameras.end(), [&](const CameraRow& camera) {
    return to_qt(camera.name) == name || to_qt(camera.part_of) == name;
  });
}

}  // namespace

const CameraRow* picture_of_file(const std::vector<CameraRow>& cameras, RowId camera) {
  const auto own = std::find_if(cameras.begin(), cameras.end(), [&](const CameraRow& c) { return c.id == camera; });
  if (own == cameras.end() || own->recorded) return nullptr;
  if (!own->crop) return &*own;
  const auto whole = std::find_if(cameras.begin(), cameras.end(), [&](const CameraRow& c) {
    return c.path == own->path && !c.crop && c.pictures.used == own->pictures.used;
  });
  return whole == cameras.end() ? &*own : &*whole;
}

QString suggested_region_name(const std::vector<CameraRow>& cameras, const QString& camera) {
  const QString name = RegionDialog::tr("%1 region").arg(camera);
  for (int number = 1;; ++number) {
    QString numbered = number == 1 ? name : QStringLiteral("%1 %2").arg(name).arg(number);
    if (!is_taken(cameras, numbered)) return numbered;
  }
}

RegionDialog::RegionDialog(const ThemeHolder& themes, Worker* worker, const std::vector<CameraRow>& cameras,
                           RowId camera, QWidget* parent)
    : QDialog(parent), themes_(themes), worker_(worker), cameras_(cameras) {
  setAttribute(Qt::WA_DeleteOnClose);
  if (const CameraRow* shown = picture_of_file(cameras, camera)) base_ = *shown;
  setWindowTitle(tr("A region of %1").arg(to_qt(base_.name)));
  build();
  set_cameras(cameras);
  name_->setText(suggested_region_name(cameras_, to_qt(base_.name)));
  ask_picture();
  check();
}

void RegionDialog::build() {
  view_ = new RegionView(themes_);
  view_->set_note(tr("The picture is read."));
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  const std::array titles{tr("x"), tr("y"), tr("width"), tr("height")};
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    auto* label = new QLabel(titles[i]);
    numbers_[i] = new QSpinBox;
    numbers_[i]->setRange(0, 100000);
    numbers_[i]->setAccessibleName(tr("%1 of the region").arg(titles[i]));
    numbers_[i]->setMinimumWidth(76);
    label->setBuddy(numbers_[i]);
    row->addWidget(label);
    row->addWidget(numbers_[i]);
    row->addSpacing(6);
    connect(numbers_[i], &QSpinBox::valueChanged, this, &RegionDialog::take_numbers);
  }
  auto* called = new QLabel(tr("Camera"));
  name_ = new QLineEdit;
  name_->setAccessibleName(tr("Name of the new camera"));
  name_->setMinimumWidth(150);
  called->setBuddy(name_);
  row->addSpacing(6);
  row->addWidget(called);
  row->addWidget(name_, 1);
  add_ = new QPushButton(tr("Add as camera"));
  add_->setProperty("primary", true);
  add_->setDefault(true);
  auto* close = new QPushButton(tr("Close"));
  close->setAutoDefault(false);
  wrong_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::head);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(wrong_, 1);
  buttons->addWidget(close);
  buttons->addWidget(add_);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(16, 16, 16, 12);
  all->setSpacing(12);
  all->addWidget(view_, 1);
  all->addLayout(row);
  all->addLayout(buttons);
  connect(view_, &RegionView::region_changed, this, &RegionDialog::show_numbers);
  connect(name_, &QLineEdit::textChanged, this, &RegionDialog::check);
  connect(add_, &QPushButton::clicked, this, &RegionDialog::take);
  connect(close, &QPushButton::clicked, this, &QDialog::reject);
  view_->setFocus();
}

void RegionDialog::ask_picture() {
  const RowId id = base_.id;
  const std::int64_t ordinal = base_.frames / 2 * base_.every;
  worker_->ask<QImage>(
      Worker::Lane::pictures, this, QStringLiteral("region"),
      [id, ordinal](ReaderPort& reader, const std::stop_token&) -> Result<QImage> {
        auto picture = whole_picture(reader, id, ordinal);
        if (!picture && ordinal > 0) picture = whole_picture(reader, id, 0);  // a number without a picture
        return picture;
      },
      [this](Result<QImage> image) {
        ready_ = true;
        if (!image) {
          view_->set_note(to_qt(image.error().text()));
          return check();
        }
        view_->set_picture(*image, image->size());
        for (std::size_t i = 0; i < numbers_.size(); ++i) {
          const QSignalBlocker still(numbers_[i]);
          const int length = i % 2 == 0 ? image->width() : image->height();
          numbers_[i]->setRange(0, i < 2 ? length - 1 : length);
        }
        set_cameras(cameras_);
        show_numbers();
      });
}

void RegionDialog::set_cameras(const std::vector<CameraRow>& cameras) {
  cameras_ = cameras;
  std::vector<NamedRegion> others;
  for (const CameraRow& camera : cameras)
    if (camera.path == base_.path && !camera.recorded && camera.crop)
      others.push_back({to_qt(camera.name), region_of(camera)});
  view_->set_others(std::move(others));
  if (added_ && is_taken(cameras_, name_->text().trimmed())) {
    added_ = false;
    name_->setText(suggested_region_name(cameras_, to_qt(base_.name)));
    view_->set_region({});
    show_numbers();
  }
  check();
}

void RegionDialog::show_numbers() {
  const QRect place = view_->region();
  const std::array values{place.x(), place.y(), place.width(), place.height()};
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    const QSignalBlocker still(numbers_[i]);
    numbers_[i]->setValue(values[i]);
  }
  check();
}

void RegionDialog::take_numbers() {
  view_->set_region({numbers_[0]->value(), numbers_[1]->value(), numbers_[2]->value(), numbers_[3]->value()});
  check();
}

void RegionDialog::check() {
  const QString name = name_->text().trimmed();
  const QSize typed(numbers_[2]->value(), numbers_[3]->value());
  const QRect region = view_->region();
  QString what;
  auto tone = TextLabel::Tone::second;
  if (view_->picture_size().isEmpty()) {
    what = {};
  } else if (region.isEmpty()) {
    what = tr("Drag over the picture, or type the numbers.");
  } else if (region.size() != typed) {
    what = tr("The region reaches beyond the picture of %1×%2.")
               .arg(view_->picture_size().width())
               .arg(view_->picture_size().height());
    tone = TextLabel::Tone::error;
  } else if (name.isEmpty()) {
    what = tr("The camera needs a name.");
    tone = TextLabel::Tone::error;
  } else if (is_taken(cameras_, name)) {
    what = tr("There is a camera %1 already.").arg(name);
    tone = TextLabel::Tone::error;
  }
  const bool good = what.isEmpty() && !view_->picture_size().isEmpty();
  wrong_->set_tone(tone);
  wrong_->setText(good ? tr("Arrows move it, Shift+arrows resize it, Ctrl by ten.") : what);
  add_->setEnabled(good && worker_->can_write());
}

void RegionDialog::take() {
  if (!add_->isEnabled()) return;
  const QRect place = view_->region();
  AddVideoOptions options;
  options.camera = name_->text().trimmed().toStdString();
  options.crop = Rect{place.x(), place.y(), place.width(), place.height()};
  options.every = base_.every;
  options.limit = base_.frames;  // the same frames
  if (base_.pictures.of.size() > 1) options.stream = base_.pictures.used;
  if (base_.sound.of.size() > 1) options.sound_stream = base_.sound.used;
  const QString file = to_qt(base_.path);
  if (QFileInfo(file).isDir() || file.contains(u'%')) options.rate = base_.frame_rate;
  added_ = true;
  Q_EMIT chosen(file, options);
}

}  // namespace mlink::ui
