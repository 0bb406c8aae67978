#include "ui/links/matrix_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "base/text.h"
#include "report/judged_rows.h"
#include "ui/links/matrix_view.h"

namespace mlink::ui {
namespace {

constexpr int kControlHeight = 25;

/// The order of the list; MatrixModel::Order has its own.
constexpr std::array kOrders{MatrixModel::Order::as_added,    MatrixModel::Order::by_name,
                             MatrixModel::Order::by_p1,       MatrixModel::Order::by_p2,
                             MatrixModel::Order::by_clusters, MatrixModel::Order::by_hand};

}  // namespace

MatrixBar::MatrixBar(const ThemeHolder& themes, MatrixModel* model, MatrixView* view, QWidget* parent)
    : QWidget(parent), themes_(themes), model_(model), view_(view) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(10, 5, 10, 5);
  all->setSpacing(6);
  make_first_row();
  make_second_row();
  stale_ = new TextLabel(themes, {}, TextLabel::Tone::warn, TypeSize::head);
  stale_->hide();
  all->addWidget(stale_);
  connect(model, &MatrixModel::order_changed, this, &MatrixBar::show_order);
  show_order();
}

QPushButton* MatrixBar::small_button(const QString& text, const QString& what) {
  auto* button = new QPushButton(text);
  button->setFixedHeight(kControlHeight);
  button->setToolTip(what);
  button->setAccessibleName(what);
  button->ensurePolished();  // its font is the style's from here on
  const int needs = button->fontMetrics().horizontalAdvance(text);
  button->setMinimumWidth(std::max(kControlHeight, needs + 6));
  button->setMaximumWidth(std::max(kControlHeight + 3, needs + 18));
  return button;
}

void MatrixBar::make_first_row() {
  show_ = new Segmented(themes_, {QStringLiteral("p"), QStringLiteral("lift"), QStringLiteral("native")});
  show_->setAccessibleName(tr("Show"));
  show_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(show_, &Segmented::changed, this,
          [this](int index) { model_->set_show(static_cast<MatrixModel::Show>(index)); });
  order_ = new QComboBox;
  order_->addItems({tr("as in the file"), tr("by name"), tr("by P1"), tr("by P2"), tr("by clusters"), tr("by hand")});
  order_->setAccessibleName(tr("Sort"));
  order_->setToolTip(
      tr("Clusters: boxes whose links take away most of each other's prior error stand together.\n"
         "By hand: drag the name of a box, or move the chosen link's boxes by Alt and the arrows."));
  connect(order_, &QComboBox::currentIndexChanged, this,
          [this](int index) { model_->set_order(kOrders.at(static_cast<std::size_t>(index))); });
  file_order_ = small_button(QStringLiteral("↺"), tr("Back to the order of the file"));
  connect(file_order_, &QPushButton::clicked, this, [this] { model_->set_order(MatrixModel::Order::as_added); });
  smaller_ = small_button(QStringLiteral("−"), tr("Smaller cells (Ctrl+−)"));
  larger_ = small_button(QStringLiteral("+"), tr("Larger cells (Ctrl++)"));
  fit_ = small_button(tr("Fit"), tr("Cells as they fit (Ctrl+0)"));
  const auto middle = [this] { return QRectF(view_->viewport()->rect()).center(); };
  connect(smaller_, &QPushButton::clicked, this, [this, middle] { view_->zoom(-1, middle()); });
  connect(larger_, &QPushButton::clicked, this, [this, middle] { view_->zoom(1, middle()); });
  connect(fit_, &QPushButton::clicked, view_, &MatrixView::reset_zoom);
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  for (const QString& word : {tr("Show"), tr("Sort"), tr("Cells")})
    words_.push_back(new TextLabel(themes_, word, TextLabel::Tone::second, TypeSize::head));
  row->addWidget(words_[0]);
  row->addWidget(show_);
  row->addSpacing(6);
  row->addWidget(words_[1]);
  row->addWidget(order_);
  row->addWidget(file_order_);
  row->addSpacing(6);
  row->addWidget(words_[2]);
  for (auto* button : {smaller_, larger_, fit_}) row->addWidget(button);
  row->addStretch(1);
  static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void MatrixBar::make_second_row() {
  rows_ = new Segmented(themes_, {tr("test"), tr("train"), tr("all")});
  rows_->setAccessibleName(tr("Rows"));
  connect(rows_, &Segmented::changed, this, &MatrixBar::rows_wanted);
  note_ = new TextLabel(themes_, {}, TextLabel::Tone::second, TypeSize::head);
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(new TextLabel(themes_, tr("Rows"), TextLabel::Tone::second, TypeSize::head));
  row->addWidget(rows_);
  row->addSpacing(4);
  row->addWidget(note_);
  row->addStretch(1);
  static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

void MatrixBar::set_terse(bool terse) {
  for (TextLabel* word : words_) word->setVisible(!terse);
}

void MatrixBar::show_order() {
  const QSignalBlocker quiet(order_);
  const auto* const at = std::find(kOrders.begin(), kOrders.end(), model_->order());
  order_->setCurrentIndex(static_cast<int>(at - kOrders.begin()));
  file_order_->setEnabled(model_->order() != MatrixModel::Order::as_added);
}

void MatrixBar::set_rows(const Parts& parts, JudgedRows shown) {
  const auto named = [&parts](const QString& name, JudgedRows rows) {
    const MatrixData* const matrix = parts.at(static_cast<std::size_t>(rows));
    return matrix ? name + u' ' + to_qt(count_text(frames_of(*matrix, rows))) : name;
  };
  parts_ = {named(tr("test"), JudgedRows::test), named(tr("train"), JudgedRows::train),
            named(tr("all"), JudgedRows::all)};
  const MatrixData* const matrix = parts.at(static_cast<std::size_t>(shown));
  const QSignalBlocker quiet(rows_);
  rows_->set_names(parts_);
  rows_->set_current(static_cast<int>(shown));
  rows_->setAccessibleDescription(tr("%1 frames").arg(parts_.value(static_cast<int>(shown))));
  const QString whole = matrix ? to_qt(judged_note(*matrix, shown)) : QString();
  rows_->setToolTip(tr("The stored links judged on frames they never saw, on those that trained them, or on all.") +
                    (whole.isEmpty() ? QString() : u'\n' + whole));
  const bool test = shown == JudgedRows::test;
  note_->set_tone(test ? TextLabel::Tone::second : TextLabel::Tone::warn);
  note_->setText(test ? tr("not seen in training")
                 : shown == JudgedRows::train || !matrix
                     ? tr("seen in training: they flatter")
                     : tr("%1 seen in training flatter").arg(to_qt(count_text(matrix->train_frames))));
  note_->setToolTip(whole);
}

void MatrixBar::set_judging(const QString& what) {
  note_->set_tone(TextLabel::Tone::second);
  note_->setText(what);
  note_->setToolTip({});
}

void MatrixBar::set_problem(const QString& problem) {
  note_->set_tone(TextLabel::Tone::error);
  note_->setText(tr("cannot be told"));
  note_->setToolTip(problem);
}

void MatrixBar::set_stale(const QString& why) {
  stale_->setText(why);
  stale_->setVisible(!why.isEmpty());
}

QString MatrixBar::note() const { return note_->text(); }

}  // namespace mlink::ui
