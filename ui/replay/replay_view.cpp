#include "ui/replay/replay_view.h"

#include <QScopedValueRollback>
#include <QTableView>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "outputs/amount.h"
#include "report/report.h"
#include "ui/common/core_text.h"
#include "ui/common/methods_menu.h"
#include "ui/common/output_text.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/legend.h"
#include "ui/replay/paint.h"
#include "ui/replay/replay_tables.h"
#include "ui/replay/strips_view.h"
#include "ui/replay/transport.h"

namespace mlink::ui {
namespace {

constexpr int kAhead = 8;  // moments fetched before they are shown

}  // namespace

void ReplayView::set_data(std::shared_ptr<const ReplayData> data) {
  const bool first = !data_;
  const QScopedValueRollback quiet(quiet_, true);
  data_ = std::move(data);
  moment_ = {};
  asking_ = ask_again_ = asking_frame_ = false;  // an answer for older data is dropped
  ++serial_;
  feed_->set_source(data_, fetch_);
  if (!data_) {
    cells_.clear();
    grid_->set_cells({});
    picture_->show_picture({});
    frame_->set_lines({}, false);
    playback_->set_moments({}, 0);
    strips_->set_strips(nullptr);
    budget_->set_data(nullptr);
    show_lanes_menu();
    return;
  }
  camera_ = std::clamp(camera_, 0, std::max(static_cast<int>(data_->table->cameras.size()) - 1, 0));
  grid_->set_current(camera_);
  transport_->set_cameras(static_cast<int>(data_->table->cameras.size()));
  if (data_->table->cameras.size() == 1 && view_ == 1) view_ = 0;
  if (data_->table->cameras.size() == 1) which_->set_current(0);
  lay_out();
  budget_->set_data(data_);
  if (!data_->side(budget_->kind()).engine) {
    const CostKind other = budget_->kind() == CostKind::memory ? CostKind::time : CostKind::memory;
    if (data_->side(other).engine) budget_->set_kind(other);
  }
  const Frontier* frontier = budget_->slider()->frontier();
  if (frontier && budget_->budget() <= 0) budget_->set_budget(telling_budget(*frontier));
  const auto& engine = data_->side(kind()).engine;
  playback_->set_moments(data_->moments, data_->seconds);
  if (first && engine && engine->first_row() < data_->table->rows()) {
    // a quarter into the evaluated part: its begin is the prefix, on which every box may be run
    const std::size_t first_row = engine->first_row();
    const FrameKey& begin = data_->table->frames[first_row + (data_->table->rows() - first_row) / 4];
    playback_->seek(begin.seconds);
    if (!away().isEmpty()) camera_ = begin.camera;  // cameras that do not begin together
    grid_->set_current(camera_);
  }
  if (box_.isEmpty() || box_index() < 0) box_ = default_box();
  fit_method();
  take_box(box_);
  show_moment();
  take_budget();
}

void ReplayView::set_methods(std::shared_ptr<const ReplayData> data) {
  if (!data_ || !data || data == data_ || data->table != data_->table) return;
  const QScopedValueRollback quiet(quiet_, true);
  data_ = std::move(data);
  budget_->set_data(data_);
  fit_method();
  take_budget();
}

void ReplayView::fit_method() {
  if (budget_->model()->row_of(method_) < 0) method_ = QStringLiteral("mlink");
  if (budget_->model()->row_of(method_) < 0 && budget_->model()->rowCount() > 0)
    method_ = budget_->model()->method_at(0);
  budget_->set_method(method_);
  show_lanes_menu();
}

double ReplayView::budget() const { return budget_->budget(); }
CostKind ReplayView::kind() const { return budget_->kind(); }

std::optional<std::size_t> ReplayView::row() const {
  return data_ ? data_->row_at(camera_, playback_->position()) : std::nullopt;
}

QString ReplayView::away(int camera, double at) const {
  const auto row = data_ ? data_->row_at(camera, at) : std::nullopt;
  if (!row || data_->covers(*row, at)) return {};
  const auto& rows = data_->camera_rows[static_cast<std::size_t>(camera)];
  const auto next = data_->index_of(*row) + 1;
  const auto seconds = [this](std::size_t at_row) { return data_->table->frames[at_row].seconds; };
  if (seconds(*row) > at) return tr("begins at %1").arg(moment_text(seconds(*row)));
  if (next < rows.size()) return tr("goes on at %1").arg(moment_text(seconds(rows[next])));
  return tr("ended at %1").arg(moment_text(seconds(*row) + data_->frame_seconds[static_cast<std::size_t>(camera)]));
}

QString ReplayView::away() const { return away(camera_, playback_->position()); }

bool ReplayView::ready() const {
  if (!data_) return true;
  return !asking_ && !asking_frame_ && moment_.strips && feed_->settled();
}

int ReplayView::box_index() const { return data_ ? data_->table->column_of(box_.toStdString()) : -1; }

QString ReplayView::default_box() const {
  const auto& result = budget_->result();
  const int mlink = budget_->model()->row_of(QStringLiteral("mlink"));
  if (mlink < 0 || result.boxes.empty()) return data_->boxes() > 0 ? to_qt(data_->table->columns[0].box) : QString();
  const auto& activated = result.methods[static_cast<std::size_t>(mlink)].activated;
  for (std::size_t i = 0; activated && i < result.boxes.size(); ++i) {
    if (!activated->has(static_cast<int>(i))) return to_qt(result.boxes[i]);
  }
  return to_qt(result.boxes[0]);
}

std::optional<Outcome> ReplayView::outcome_of(std::size_t row, int box) const {
  if (!data_ || box < 0) return std::nullopt;
  const auto& engine = data_->side(moment_.kind).engine;
  if (!engine || row < engine->first_row()) return std::nullopt;
  const std::size_t rows = data_->table->rows() - engine->first_row();
  const std::size_t at = static_cast<std::size_t>(box) * rows + row - engine->first_row();
  return at < moment_.outcomes.size() ? std::optional(moment_.outcomes[at]) : std::nullopt;
}

void ReplayView::set_budget(const Amount& budget) {
  if (!data_ || (budget.kind == kind() && budget.value == this->budget())) return;
  if (budget.kind == CostKind::gpu_memory) return;  // the page knows no side of it
  if (budget.kind != kind()) budget_->set_kind(budget.kind);
  budget_->set_budget(budget.value);
  take_budget();
}

void ReplayView::set_frame(const QString& camera, std::int64_t ordinal) {
  if (!data_) return;
  const auto& names = data_->table->cameras;
  const auto at = std::find(names.begin(), names.end(), camera.toStdString());
  if (at == names.end()) return;
  const QScopedValueRollback quiet(quiet_, true);
  const auto index = static_cast<int>(at - names.begin());
  for (const std::size_t row : data_->camera_rows[static_cast<std::size_t>(index)]) {
    if (data_->table->frames[row].ordinal < ordinal) continue;
    playback_->seek(data_->table->frames[row].seconds);
    break;
  }
  take_camera(index);
}

void ReplayView::set_box(const QString& box) {
  if (!data_ || data_->table->column_of(box.toStdString()) < 0 || box == box_) return;
  const QScopedValueRollback quiet(quiet_, true);
  take_box(box);
}

void ReplayView::set_method(const QString& method) {
  if (!data_ || method == method_ || budget_->model()->row_of(method) < 0) return;
  const QScopedValueRollback quiet(quiet_, true);
  budget_->set_method(method);
  take_method(method);
}

void ReplayView::take_camera(int camera) {
  if (camera == camera_) return;
  camera_ = camera;
  grid_->set_current(camera);
  show_moment();
  show_notes();
  if (which_->current() == 0) ask_strips();
}

void ReplayView::take_box(const QString& box) {
  const bool other = box != box_;
  box_ = box;
  strips_->set_box(box);
  picture_->set_box(box);
  grid_->set_foot(box);
  const int index = box_index();
  if (index >= 0) frame_view_->setCurrentIndex(frame_->index(index, 0));
  show_pictures();
  if (other && !quiet_) Q_EMIT box_chosen(box);
}

void ReplayView::take_method(const QString& method) {
  if (method.isEmpty() || method == method_) return;
  method_ = method;
  budget_->set_method(method);
  show_lanes_menu();
  take_budget();
  if (!quiet_) Q_EMIT method_chosen(method);
}

void ReplayView::take_budget() {
  if (!data_) return;
  show_frame();
  show_notes();
  show_why();
  show_pictures();
  ask_strips();
}

void ReplayView::show_moment() {
  if (!data_) return;
  strips_->set_position(playback_->position());
  const auto rows_at = [this](double seconds) {
    std::vector<std::size_t> rows;
    const bool only_one = view_ == 0 && narrow_;
    for (int camera = 0; camera < static_cast<int>(data_->table->cameras.size()); ++camera) {
      if (only_one && camera != camera_) continue;
      if (const auto row = data_->row_at(camera, seconds)) rows.push_back(*row);
    }
    // the large picture first
    std::stable_partition(rows.begin(), rows.end(),
                          [this](std::size_t row) { return data_->table->frames[row].camera == camera_; });
    return rows;
  };
  std::vector<std::size_t> ahead;
  for (int i = 1; i <= kAhead; ++i) {
    const auto moment = playback_->moment(playback_->index() + i);
    if (!moment) break;
    for (const std::size_t row : rows_at(*moment)) ahead.push_back(row);
  }
  show_frame();
  feed_->want(rows_at(playback_->position()), std::move(ahead));
  show_pictures();
  if (const auto now = row(); now && !quiet_ && away().isEmpty()) {
    const FrameKey& frame = data_->table->frames[*now];
    Q_EMIT frame_chosen(to_qt(data_->table->cameras[static_cast<std::size_t>(frame.camera)]), frame.ordinal);
  }
}

void ReplayView::show_pictures() {
  const auto now = row();
  if (!now) return;
  const FrameKey& frame = data_->table->frames[*now];
  if (const QString gone = away(); !gone.isEmpty()) {
    ShownPicture shown;
    shown.camera = to_qt(data_->table->cameras[static_cast<std::size_t>(camera_)]);
    shown.moment = moment_text(playback_->position());
    shown.problem = tr("%1 %2.").arg(shown.camera, gone);
    picture_->show_picture(std::move(shown));
  } else if (const LoadedPicture* picture = feed_->find(*now)) {
    if (!picture->image.isNull()) {
      const double shape = static_cast<double>(picture->image.width()) / picture->image.height();
      if (std::abs(shape - picture_shape_) > 0.01) {
        picture_shape_ = shape;
        size_pictures();
      }
    }
    ShownPicture shown;
    shown.image = picture->image;
    shown.problem = picture->problem;
    shown.camera = to_qt(data_->table->cameras[static_cast<std::size_t>(camera_)]);
    shown.moment = tr("%1 · frame %2").arg(moment_text(frame.seconds)).arg(frame.ordinal);
    shown.overlays = overlays_of(*now, *picture);
    shown.chips = chips_of(*picture);
    picture_->show_picture(std::move(shown));
  }
  cells_.resize(data_->table->cameras.size());
  for (std::size_t camera = 0; camera < cells_.size(); ++camera) {
    CameraCell& cell = cells_[camera];
    cell.name = to_qt(data_->table->cameras[camera]);
    const auto row = data_->row_at(static_cast<int>(camera), playback_->position());
    if (!row) continue;
    cell.away = away(static_cast<int>(camera), playback_->position());
    if (!cell.away.isEmpty()) {
      cell = CameraCell{cell.name, {}, {}, false, {}, cell.away};
      continue;
    }
    cell.outcome = outcome_of(*row, box_index());
    const LoadedPicture* picture = feed_->find(*row);
    if (!picture) continue;  // the old one stays until the new one is there
    cell.image = picture->image;
    cell.problem = !picture->problem.isEmpty();
    cell.overlays = overlays_of(*row, *picture);
  }
  grid_->set_cells(cells_);
}

std::vector<PictureOverlay> ReplayView::overlays_of(std::size_t row, const LoadedPicture& picture) const {
  std::vector<PictureOverlay> overlays;
  const OverlayChoice choice = transport_->overlays();
  for (std::size_t box = 0; box < picture.marks.size(); ++box) {
    if (picture.marks[box].empty()) continue;
    const auto outcome = outcome_of(row, static_cast<int>(box));
    const bool run = outcome == Outcome::run;
    const bool chosen = static_cast<int>(box) == box_index();
    bool shown = false;
    switch (choice) {
      case OverlayChoice::both: shown = run || chosen; break;
      case OverlayChoice::predicted: shown = run; break;
      case OverlayChoice::exact: shown = true; break;
      case OverlayChoice::none: break;
    }
    if (shown) overlays.push_back({picture.marks[box], run});
  }
  // dashes lie above solid lines, so that both can be seen
  std::stable_partition(overlays.begin(), overlays.end(), [](const PictureOverlay& o) { return o.run; });
  return overlays;
}

std::vector<PictureChip> ReplayView::chips_of(const LoadedPicture& picture) const {
  std::vector<PictureChip> chips;
  const auto now = row();
  const auto& engine = data_->side(kind()).engine;
  const bool evaluated = now && engine && *now >= engine->first_row();
  for (std::size_t box = 0; box < frame_->lines().size(); ++box) {
    const FrameLine& line = frame_->lines()[box];
    PictureChip chip;
    chip.box = to_qt(line.box);
    if (evaluated) chip.outcome = line.outcome;
    const bool marked = box < picture.marks.size() && !picture.marks[box].empty();
    const bool run = evaluated && line.outcome == Outcome::run;
    chip.lines = marked && transport_->overlays() != OverlayChoice::none &&
                 (run || (chip.box == box_ && transport_->overlays() != OverlayChoice::predicted) ||
                  transport_->overlays() == OverlayChoice::exact);
    if (!evaluated) {
      chip.text = tr("%1 %2").arg(chip.box, shown_output(line.exact));
    } else if (run) {
      chip.text = tr("%1 %2, run").arg(chip.box, shown_output(line.shown));
    } else if (line.outcome == Outcome::none || line.outcome == Outcome::failed) {
      chip.text = tr("%1, %2").arg(chip.box, outcome_text(line.outcome));
    } else {
      chip.text =
          line.chance
              ? tr("%1 ~%2, %3 sure, exact %4")
                    .arg(chip.box, shown_output(line.shown), percent_text(*line.chance), shown_output(line.exact))
              : tr("%1 ~%2, exact %3").arg(chip.box, shown_output(line.shown), shown_output(line.exact));
    }
    chips.push_back(std::move(chip));
  }
  return chips;
}

void ReplayView::show_frame() {
  const auto now = row();
  const QString gone = away();
  remark_->setVisible(!gone.isEmpty());
  if (now && !gone.isEmpty())
    remark_->setText(tr("%1 %2.").arg(to_qt(data_->table->cameras[static_cast<std::size_t>(camera_)]), gone));
  if (!now || !gone.isEmpty()) return frame_->set_lines({}, false);
  const auto& engine = data_->side(kind()).engine;
  const bool evaluated = engine && *now >= engine->first_row();
  if (!frame_lines_at_once(*data_, kind(), budget(), method_.toStdString(), *now)) return ask_frame(*now);
  show_lines(frame_lines(*data_, kind(), budget(), method_.toStdString(), *now), evaluated);
}

void ReplayView::ask_frame(std::size_t row) {
  if (asking_frame_) return;  // the newest is asked for when this one is there
  asking_frame_ = true;
  ask_(
      frame_,
      [data = data_, kind = kind(), budget = budget(), method = method_, row] {
        return ReplayMoment{
            kind, budget, method, {}, {}, row, frame_lines(*data, kind, budget, method.toStdString(), row)};
      },
      [this, serial = serial_](ReplayMoment moment) {
        if (serial != serial_) return;
        asking_frame_ = false;
        const bool newest = moment.row == this->row() && moment.kind == kind() && moment.budget == budget() &&
                            moment.method == method_ && away().isEmpty();
        if (!newest) return show_frame();
        show_lines(std::move(moment.lines), true);
        show_pictures();
      });
}

void ReplayView::show_lines(std::vector<FrameLine> lines, bool evaluated) {
  QString remark;
  for (const FrameLine& line : lines) {
    if (line.remark.empty()) continue;
    remark = tr("%1 is wrong: %2.").arg(to_qt(line.box), core_text(line.remark));
    if (to_qt(line.box) == box_) break;
  }
  if (!evaluated) remark = tr("Links were trained on this frame; only exact outputs are shown.");
  frame_->set_lines(std::move(lines), evaluated);
  remark_->setText(remark);
  remark_->setVisible(!remark.isEmpty());
}

void ReplayView::show_notes() {
  const QString amount = to_qt(amount_text({kind(), budget()}));
  const QString camera =
      data_->table->cameras.empty() ? QString() : to_qt(data_->table->cameras[static_cast<std::size_t>(camera_)]);
  picture_panel_->set_note(tr("%1 at %2").arg(method_, amount));
  const bool shares = strips_->shares_pixels();
  const QString which = which_->current() == 0 ? camera : tr("all cameras");
  strips_panel_->set_note(shares                   ? tr("%1, heights are shares of the frames").arg(which)
                          : which_->current() == 0 ? tr("%1, frame by frame").arg(which)
                                                   : which);
  frame_title_->setText(tr("This frame, %1").arg(method_));
  keep_->setEnabled(!budget_->result().methods.empty());
  budget_panel_->set_note(data_->stale.empty() ? QString() : to_qt(data_->stale));
}

void ReplayView::show_why() {
  const auto& engine = data_->side(kind()).engine;
  if (!engine) return;
  const Selection selection = engine->selection(budget());
  std::vector<std::string> boxes;
  for (const auto& column : data_->table->columns) boxes.push_back(column.box);
  const QString run = to_qt(set_text(boxes, selection.activated, ""));
  why_title_->setText(run.isEmpty()                     ? tr("Why nothing is run")
                      : selection.activated.size() == 1 ? tr("Why %1 is run").arg(run)
                                                        : tr("Why %1 are run").arg(run));
  QStringList said;
  if (!selection.note.empty()) said << core_text(selection.note);
  for (const SelectionReason& reason : selection.reasons)
    said << to_qt(reason.box) + QStringLiteral(": ") + core_text(reason.why);
  if (!selection.measured_on.empty()) said << core_text(selection.measured_on);
  why_->setText(said.join(u'\n'));
  why_->setToolTip(why_->text());
}

std::vector<std::string> ReplayView::lane_methods() const {
  std::vector<std::string> methods;
  for (const QString& name : lanes_) {
    if (budget_->model()->row_of(name) >= 0) methods.push_back(name.toStdString());
  }
  if (!methods.empty()) return methods;
  for (const QString& name : {QStringLiteral("mlink"), method_ == u"mlink" ? QStringLiteral("standalone") : method_}) {
    if (budget_->model()->row_of(name) >= 0) methods.push_back(name.toStdString());
  }
  return methods;
}

void ReplayView::show_lanes_menu() {
  QVector<MethodOffer> offers;
  for (int row = 0; data_ && row < budget_->model()->rowCount(); ++row) {
    const QString name = budget_->model()->method_at(row);
    offers << MethodOffer{name, true, {}, name == u"mlink" || name == u"standalone"};
  }
  QStringList shown;
  for (const std::string& name : data_ ? lane_methods() : std::vector<std::string>()) shown << to_qt(name);
  lanes_menu_->set_offers(offers, shown);
}

void ReplayView::ask_strips() {
  if (!data_) return;
  if (asking_) {
    ask_again_ = true;  // one at a time, then the newest: a drag must not pile up work
    return;
  }
  asking_ = true;
  ask_again_ = false;
  const int camera = which_->current() == 0 ? camera_ : -1;
  ask_(
      this,
      [data = data_, kind = kind(), budget = budget(), camera, methods = lane_methods(), method = method_] {
        ReplayMoment moment{kind, budget, method, {}, {}, {}, {}};
        const std::string wanted = method.toStdString();
        moment.strips = std::make_shared<const StripsData>(
            strips_of(*data, kind, budget, camera, methods, wanted, &moment.outcomes));
        return moment;
      },
      [this, serial = serial_](ReplayMoment moment) {
        if (serial != serial_) return;
        asking_ = false;
        take_strips(std::move(moment));
        if (ask_again_) ask_strips();
      });
  show_notes();
}

void ReplayView::take_strips(ReplayMoment moment) {
  if (!moment.strips) return;
  moment_ = std::move(moment);
  legend_->set_strips(*moment_.strips);
  strips_->set_strips(moment_.strips);
  size_rows();
  show_pictures();
  Q_EMIT strips_shown();
}

void ReplayView::go_to_wrong(int direction) {
  const auto now = row();
  if (!now) return;
  const auto& rows = data_->camera_rows[static_cast<std::size_t>(camera_)];
  const auto at = static_cast<std::ptrdiff_t>(data_->index_of(*now));
  for (std::ptrdiff_t i = at + direction; i >= 0 && i < static_cast<std::ptrdiff_t>(rows.size()); i += direction) {
    const std::size_t row = rows[static_cast<std::size_t>(i)];
    const auto outcome = outcome_of(row, box_index());
    if (!outcome || !is_wrong(*outcome)) continue;
    playback_->pause();
    playback_->seek(data_->table->frames[row].seconds);
    return;
  }
}

std::vector<std::pair<QString, Table>> ReplayView::tables() const {
  std::vector<std::pair<QString, Table>> tables;
  const auto add = [&](const char* name, Table table) {
    table.notes.insert(table.notes.end(), data_->notes.begin(), data_->notes.end());
    tables.emplace_back(QString::fromLatin1(name), std::move(table));
  };
  if (!data_ || !data_->side(kind()).engine) return tables;
  add("methods", replay_table(budget_->result()));
  add("frontier", frontier_table(data_->side(kind()).frontier));
  if (moment_.strips) add("strips", strips_table(*moment_.strips));
  add("frame", frame_table(frame_->lines()));
  return tables;
}

std::vector<std::pair<QString, QWidget*>> ReplayView::drawings() {
  if (!data_) return {};
  return {{QStringLiteral("frontier"), budget_->slider()},
          {QStringLiteral("picture"), picture_},
          {QStringLiteral("strips"), strips_}};
}

}  // namespace mlink::ui
