#include "ui/compare/study_form.h"
#include "ui/common/core_text.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>
#include <cmath>

namespace mlink::ui {
namespace {

constexpr int kMostInt = 1000000;

QString name_of_option(const StudyOption& option) { return to_qt(option.name); }

/// As people read it: "student-side" is "Student side".
QString label_of(const QString& name) {
  QString label = name;
  label.replace(u'-', u' ');
  label[0] = label[0].toUpper();
  return core_text(label.toStdString());
}

QString list_text(const std::vector<double>& values) {
  QStringList texts;
  for (const double value : values) texts << QString::number(value, 'g', 6);
  return texts.join(QStringLiteral(", "));
}

tl::unexpected<Error> not_a_number(const QString& name, const QString& text) {
  return fail(ErrorKind::invalid_input,
              StudyForm::tr("%1: \"%2\" is not a number.").arg(label_of(name), text).toStdString());
}

Result<double> number_of(const QString& name, const QString& text) {
  bool understood = false;
  const double value = text.trimmed().toDouble(&understood);
  if (!understood || !std::isfinite(value)) return not_a_number(name, text);
  return value;
}

/// What stands in a field, into the settings that the option is bound to.
Status take_field(const StudyOption& option, const QWidget& field) {
  const QString name = name_of_option(option);
  const auto* line = qobject_cast<const QLineEdit*>(&field);
  const QString text = line ? line->text() : QString();
  if (auto* const* turned = std::get_if<bool*>(&option.value)) {
    const auto* box = qobject_cast<const QCheckBox*>(&field);
    if (box && box->isChecked()) **turned = !**turned;
  } else if (auto* const* number = std::get_if<int*>(&option.value)) {
    const auto* spin = qobject_cast<const QSpinBox*>(&field);
    if (spin) **number = spin->value();
  } else if (auto* const* large = std::get_if<std::uint64_t*>(&option.value)) {
    bool understood = false;
    const qulonglong value = text.trimmed().toULongLong(&understood);
    if (!understood) return not_a_number(name, text);
    **large = value;
  } else if (auto* const* real = std::get_if<double*>(&option.value)) {
    MLINK_ASSIGN(**real, number_of(name, text));
  } else if (auto* const* list = std::get_if<std::vector<double>*>(&option.value)) {
    std::vector<double> values;
    for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
      MLINK_ASSIGN(const double value, number_of(name, part));
      values.push_back(value);
    }
    **list = std::move(values);
  }
  return {};
}

}  // namespace

FlowLayout::~FlowLayout() {
  for (QLayoutItem* item : items_) delete item;
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  QLayoutItem* item = itemAt(index);
  if (item) items_.erase(items_.begin() + index);
  return item;
}

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : items_) size = size.expandedTo(item->minimumSize());
  const QMargins around = contentsMargins();
  return size + QSize(around.left() + around.right(), around.top() + around.bottom());
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  place(rect, true);
}

int FlowLayout::place(const QRect& rect, bool move) const {
  const QMargins around = contentsMargins();
  const QRect inside = rect.adjusted(around.left(), around.top(), -around.right(), -around.bottom());
  int x = inside.left(), y = inside.top(), high = 0;
  for (QLayoutItem* item : items_) {
    const QSize size = item->sizeHint();
    if (x > inside.left() && x + size.width() > inside.right() + 1) {
      x = inside.left();
      y += high + gap_ / 2;
      high = 0;
    }
    if (move) item->setGeometry(QRect(QPoint(x, y), size));
    x += size.width() + gap_;
    high = std::max(high, size.height());
  }
  return y + high - rect.top() + around.bottom();
}

StudyForm::StudyForm(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  auto* flow = new FlowLayout(this);
  flow->setContentsMargins(0, 0, 0, 0);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

QWidget* StudyForm::make_field(const StudyOption& option) const {
  const QString name = name_of_option(option);
  if (std::holds_alternative<bool*>(option.value)) return new QCheckBox(label_of(name));
  if (auto* const* number = std::get_if<int*>(&option.value)) {
    auto* spin = new QSpinBox;
    spin->setRange(option.range ? option.range->first : 0, option.range ? option.range->second : kMostInt);
    spin->setValue(**number);
    spin->setFixedWidth(84);
    return spin;
  }
  auto* line = new QLineEdit;
  line->setFixedWidth(84);
  line->setTextMargins(4, 0, 0, 0);
  if (auto* const* large = std::get_if<std::uint64_t*>(&option.value)) line->setText(QString::number(**large));
  if (auto* const* real = std::get_if<double*>(&option.value)) line->setText(QString::number(**real, 'g', 6));
  if (auto* const* list = std::get_if<std::vector<double>*>(&option.value)) {
    line->setText(list_text(**list));
    line->setFixedWidth(220);
  }
  return line;
}

void StudyForm::set_study(const Study& study) {
  if (study_ == &study) return;  // what was typed stays
  study_ = &study;
  fields_.clear();
  while (QLayoutItem* item = layout()->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const auto defaults = study.defaults();
  const auto options = defaults->options();
  for (const StudyOption& option : options) {
    QWidget* field = make_field(option);
    const QString about = core_text(option.about), name = name_of_option(option);
    field->setObjectName(name);
    field->setAccessibleName(label_of(name));
    field->setToolTip(about);
    auto* place = new QWidget;
    auto* row = new QHBoxLayout(place);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    if (!qobject_cast<QCheckBox*>(field)) {
      auto* label = new TextLabel(themes_, label_of(name), TextLabel::Tone::second, TypeSize::head);
      label->setToolTip(about);
      label->setBuddy(field);
      row->addWidget(label);
    }
    row->addWidget(field);
    layout()->addWidget(place);
    place->show();
    fields_.push_back({name, field});
  }
  updateGeometry();
}

QWidget* StudyForm::field(const QString& option) const {
  for (const Field& field : fields_) {
    if (field.name == option) return field.widget;
  }
  return nullptr;
}

Result<std::shared_ptr<StudySettings>> StudyForm::typed() const {
  if (!study_) return fail(ErrorKind::invalid_input, "No study is chosen.");
  std::shared_ptr<StudySettings> settings = study_->defaults();
  for (const StudyOption& option : settings->options()) {
    const QWidget* of = field(name_of_option(option));
    if (of) MLINK_TRY(take_field(option, *of));
  }
  settings->resolve();
  MLINK_TRY(settings->check());
  return settings;
}

}  // namespace mlink::ui
