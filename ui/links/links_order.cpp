// The order of the boxes in the matrix: what a person chooses is an edit of the file, and what the file has is shown.
#include <QScopedValueRollback>
#include <algorithm>
#include <array>

#include "ui/common/edit_stack.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_model.h"

namespace mlink::ui {
namespace {

using experiment::MatrixOrder;

/// As the file calls them, by MatrixModel::Order.
constexpr std::array kRules{"as_added", "by_p1", "by_p2", "by_name", "by_clusters", "by_hand"};

MatrixOrder order_of(const MatrixModel& matrix) {
  return {kRules.at(static_cast<std::size_t>(matrix.order())), matrix.by_hand()};
}

EditStack::Fn setting(const std::optional<MatrixOrder>& order) {
  return EditStack::on_file([order](Experiment& experiment) -> Result<std::string> {
    MLINK_TRY(experiment::set_matrix_order(experiment, order));
    return LinksPage::tr("the order of the matrix is kept").toStdString();
  });
}

bool edit_waits(const Worker& worker) {
  if (worker.busy() && worker.job().step == WorkStep::edit) return true;
  const auto waiting = worker.waiting();
  return std::find(waiting.begin(), waiting.end(), WorkStep::edit) != waiting.end();
}

}  // namespace

void LinksPage::connect_order() {
  connect(matrix_, &MatrixModel::order_changed, this, [this] {
    ask_clusters();
    keep_order();
    show_link();
  });
  connect(worker_, &Worker::opened, this, [this] {
    order_known_ = false;
    ++order_serial_;
    order_.reset();
    matrix_->restore(MatrixModel::Order::as_added, {});
  });
  // What undo and redo wrote is shown again.
  connect(worker_, &Worker::step_finished, this, [this](WorkStep step) {
    if (step == WorkStep::edit && shown_) ask_order();
  });
}

void LinksPage::keep_order() {
  const MatrixOrder now = order_of(*matrix_);
  const bool same = order_ ? now == *order_ : now == MatrixOrder{kRules.front(), {}};
  // A file that can only be read is looked at in any order.
  if (same || !order_known_ || !worker_->can_write()) return;
  ++order_serial_;
  worker_->edits()->change({tr("the order of the matrix"), setting(now), setting(order_)});
  order_ = now;
}

void LinksPage::ask_order() {
  using Found = std::optional<std::optional<MatrixOrder>>;
  worker_->ask<Found>(
      Worker::Lane::compute, this, QStringLiteral("order"),
      [](ReaderPort& reader, const std::stop_token&) -> Result<Found> {
        if (!reader.experiment()) return Found();
        MLINK_ASSIGN(auto order, experiment::matrix_order(*reader.experiment()));
        return Found(std::move(order));
      },
      [this, serial = order_serial_](const Result<Found>& found) {
        if (!found || !*found) return;
        order_known_ = true;
        // A change that is on its way comes back here behind its step.
        if (serial == order_serial_ && !edit_waits(*worker_)) take_order(**found);
      });
}

void LinksPage::take_order(const std::optional<MatrixOrder>& order) {
  const QScopedValueRollback<bool> no_edit(order_known_, false);
  order_ = order;
  const MatrixOrder wanted = order.value_or(MatrixOrder{kRules.front(), {}});
  const auto* const rule = std::find(kRules.begin(), kRules.end(), wanted.rule);
  if (rule == kRules.end()) return;  // of a newer program: it stands as it stands
  matrix_->restore(static_cast<MatrixModel::Order>(rule - kRules.begin()), wanted.boxes);
}

}  // namespace mlink::ui
