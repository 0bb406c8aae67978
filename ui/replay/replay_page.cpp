#include "ui/replay/replay_page.h"

#include <QFileDialog>
#include <QPointer>
#include <QPushButton>
#include <QStackedLayout>

#include "outputs/amount.h"
#include "report/report.h"
#include "ui/common/exporter.h"
#include "ui/common/method_trainer.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/paint.h"

namespace mlink::ui {
namespace {

using ReplayDataPtr = std::shared_ptr<const ReplayData>;

struct BuiltReplay {
  ReplayDataPtr base, shown;
};

/// The base with what was chosen; the base itself where nobody chose, or where none of it can be used.
ReplayDataPtr shown_of(const ReplayDataPtr& base, const OtherMethodsPtr& others, const QStringList& chosen) {
  if (chosen.isEmpty()) return base;
  auto shown = with_methods(*base, others, chosen);
  return methods_of(*shown).isEmpty() ? base : shown;
}

constexpr int kWidest = 1920;  // a larger picture is shown no larger, and costs memory

LoadedPictures load_pictures(ReaderPort& reader, const std::vector<PictureKey>& keys, const std::vector<RowId>& boxes,
                             const std::stop_token& stop) {
  LoadedPictures loaded;
  for (const PictureKey& key : keys) {
    if (stop.stop_requested()) break;
    LoadedPicture picture;
    if (auto image = reader.picture(key.camera, key.ordinal)) {
      picture.image = image->width() > kWidest ? image->scaledToWidth(kWidest, Qt::SmoothTransformation) : *image;
      picture.image = picture.image.convertToFormat(QImage::Format_RGB32);  // painted as it is
    } else {
      picture.problem = to_qt(image.error().text());
    }
    for (const RowId box : boxes) {
      auto marks = reader.marks(key.camera, box, key.ordinal);
      picture.marks.push_back(marks ? std::move(*marks) : Marks{});
    }
    loaded.emplace_back(key.row, std::move(picture));
  }
  return loaded;
}

}  // namespace

ReplayPage::ReplayPage(const ThemeHolder& themes, SharedSelection* selection, Worker* worker, QWidget* parent)
    : Page(parent), themes_(themes), selection_(selection), worker_(worker), stack_(new QStackedLayout(this)) {
  setObjectName(QStringLiteral("replay-page"));
  setContentsMargins(space::gap, space::gap, space::gap, space::gap);
  empty_ = new EmptyState(themes, {});
  replay_ = empty_->add_button(tr("Replay"), true);
  train_ = empty_->add_button(tr("Train"), true);
  connect(replay_, &QPushButton::clicked, this, &ReplayPage::build);
  connect(train_, &QPushButton::clicked, this, &Page::train_wanted);
  view_ = make_view().release();
  stack_->addWidget(empty_);
  stack_->addWidget(view_);
  connect_selection();
  connect(view_, &ReplayView::export_wanted, this, &ReplayPage::export_part);
  connect(view_, &ReplayView::keep_wanted, this, &ReplayPage::keep);
  connect(view_->methods_menu(), &MethodsMenu::opened, this, &ReplayPage::evaluate_others);
  connect(view_->methods_menu(), &MethodsMenu::chosen, this, &ReplayPage::choose_methods);
  trainer_ = new MethodTrainer(worker, this);
  connect(view_->methods_menu(), &MethodsMenu::train_wanted, trainer_, &MethodTrainer::train);
  connect(trainer_, &MethodTrainer::changed, this, &ReplayPage::show_offers);
  connect(trainer_, &MethodTrainer::trained, this, &ReplayPage::take_trained);
  show_state();
}

std::unique_ptr<ReplayView> ReplayPage::make_view() {
  const auto fetch = [this](QObject* context, std::vector<PictureKey> keys, std::function<void(LoadedPictures)> done) {
    const std::vector<RowId> boxes = view_ && view_->data() ? view_->data()->box_ids : std::vector<RowId>();
    worker_->ask<LoadedPictures>(
        Worker::Lane::pictures, context, QStringLiteral("replay"),
        [keys = std::move(keys), boxes](ReaderPort& reader, const std::stop_token& stop) -> Result<LoadedPictures> {
          return load_pictures(reader, keys, boxes, stop);
        },
        [done = std::move(done)](Result<LoadedPictures> loaded) {
          done(loaded ? std::move(*loaded) : LoadedPictures{});
        });
  };
  const auto ask = [this](QObject* context, std::function<ReplayMoment()> job, std::function<void(ReplayMoment)> done) {
    worker_->ask<ReplayMoment>(
        Worker::Lane::compute, context, QStringLiteral("moment"),
        [job = std::move(job)](ReaderPort&, const std::stop_token&) -> Result<ReplayMoment> { return job(); },
        [done = std::move(done)](Result<ReplayMoment> moment) { done(moment ? std::move(*moment) : ReplayMoment{}); });
  };
  return std::make_unique<ReplayView>(themes_, fetch, ask);
}

std::unique_ptr<ReplayView> ReplayPage::another_view() {
  if (!view_->data()) return nullptr;
  auto view = make_view();
  view->set_data(view_->data());
  return view;
}

void ReplayPage::connect_selection() {
  connect(view_, &ReplayView::budget_chosen, selection_,
          [this](const Amount& budget) { selection_->set_budget(budget); });
  connect(view_, &ReplayView::frame_chosen, selection_, [this](const QString& camera, qint64 ordinal) {
    selection_->set_frame(FrameChoice{camera, ordinal});
  });
  connect(view_, &ReplayView::method_chosen, selection_, &SharedSelection::set_method);
  connect(selection_, &SharedSelection::method_changed, this, [this] {
    if (isVisible()) choose_selected();
  });
  connect(selection_, &SharedSelection::budget_changed, view_, [this] {
    if (selection_->budget()) view_->set_budget(*selection_->budget());
  });
  connect(selection_, &SharedSelection::frame_changed, view_, [this] {
    if (selection_->frame()) view_->set_frame(selection_->frame()->camera, selection_->frame()->ordinal);
  });
  connect(selection_, &SharedSelection::link_changed, view_, [this] {
    if (selection_->link()) view_->set_box(selection_->link()->target);
  });
}

void ReplayPage::follow_selection() {
  if (selection_->link()) view_->set_box(selection_->link()->target);
  if (selection_->frame()) view_->set_frame(selection_->frame()->camera, selection_->frame()->ordinal);
  if (selection_->budget()) view_->set_budget(*selection_->budget());
  choose_selected();
  // what nobody chose yet is what the page shows, so that the chips say it
  const auto row = view_->row();
  if (!selection_->frame() && row) {
    const FrameKey& frame = view_->data()->table->frames[*row];
    const auto camera = static_cast<std::size_t>(frame.camera);
    selection_->set_frame(FrameChoice{to_qt(view_->data()->table->cameras[camera]), frame.ordinal});
  }
  if (!selection_->budget())
    selection_->set_budget(Amount{view_->budget_panel()->kind(), view_->budget_panel()->budget()});
}

bool ReplayPage::outdated() const {
  if (!data_ || !data_->snapshot.links || !data_->whole()) return false;
  return !built_for_ || built_for_->snapshot.links != data_->snapshot.links ||
         built_for_->snapshot.link_table != data_->snapshot.link_table;
}

void ReplayPage::set_data(const ExperimentDataPtr& data) {
  data_ = data;
  if (!data_ || !data_->snapshot.links) {
    built_for_ = nullptr;
    building_ = evaluating_ = choosing_ = false;  // what the worker drops with the file does not come back
    base_ = nullptr;
    others_ = nullptr;
    if (!data_) chosen_.clear();  // of another file
    view_->set_data(nullptr);
    show_offers();
  }
  if (outdated() && isVisible()) build();
  show_state();
}

void ReplayPage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  if (outdated()) return build();
  choose_selected();
}

void ReplayPage::hideEvent(QHideEvent* event) {
  view_->playback()->pause();
  Page::hideEvent(event);
}

bool ReplayPage::ready() const {
  const bool reading = data_ && !data_->whole();
  return !reading && !building_ && !evaluating_ && !choosing_ && !outdated() && view_->ready();
}

void ReplayPage::build() {
  if (!data_ || !data_->snapshot.links || !data_->whole()) return;
  building_ = true;
  // the button that was pressed goes: without this the focus would go to whatever stands next, on any page
  if (empty_->isAncestorOf(window()->focusWidget())) Page::take_focus();
  show_state();
  worker_->ask<BuiltReplay>(
      Worker::Lane::compute, this, QStringLiteral("replay"),
      [data = data_, chosen = chosen_](ReaderPort&, const std::stop_token& stop) -> Result<BuiltReplay> {
        MLINK_ASSIGN(const auto base, build_replay_data(data->snapshot, stop, {}));
        return BuiltReplay{base, shown_of(base, nullptr, chosen)};
      },
      [this, data = data_](Result<BuiltReplay> replay) {
        building_ = false;
        if (data != data_ && outdated()) return build();
        built_for_ = data;
        if (!replay) return show_state(to_qt(replay.error().text()));
        const bool first = !view_->data();
        base_ = replay->base;
        others_ = nullptr;
        evaluating_ = choosing_ = false;
        view_->set_data(replay->shown);
        if (first) follow_selection();
        show_offers();
        show_state();
        show_methods();  // what was chosen of the others, evaluated anew
      });
}

void ReplayPage::choose_selected() {
  const QString method = selection_->method();
  view_->set_method(method);
  if (!base_ || method.isEmpty() || view_->method() == method || !find_method(method.toStdString())) return;
  QStringList methods = chosen_.isEmpty() ? methods_of(*base_) : chosen_;
  if (!methods.contains(method)) choose_methods(methods << method);
}

void ReplayPage::choose_methods(const QStringList& methods) {
  QStringList kept;
  if (base_ && !others_) {  // the menu cannot tick what is not evaluated yet
    const QStringList own = methods_of(*base_);
    for (const QString& name : std::as_const(chosen_)) {
      if (!own.contains(name) && !methods.contains(name)) kept << name;
    }
  }
  chosen_ = methods + kept;
  show_methods();
}

void ReplayPage::evaluate_others() {
  if (!base_ || others_ || evaluating_) return;
  evaluating_ = true;
  show_offers();
  worker_->ask<OtherMethodsPtr>(
      Worker::Lane::compute, this, QStringLiteral("others"),
      [data = built_for_, base = base_](ReaderPort&, const std::stop_token& stop) -> Result<OtherMethodsPtr> {
        return mlink::ui::evaluate_others(data->snapshot, *base, stop);
      },
      [this, base = base_](Result<OtherMethodsPtr> others) {
        if (base != base_) return;
        evaluating_ = false;
        others_ = others ? *others : std::make_shared<const OtherMethods>(OtherMethods{{}, others.error()});
        show_offers();
        if (!chosen_.isEmpty()) show_methods();
      });
}

void ReplayPage::show_methods() {
  if (!base_ || chosen_.isEmpty()) {  // of a choice of nothing there is nothing to show
    if (base_) view_->set_methods(base_);
    return show_offers();
  }
  const QStringList own = methods_of(*base_);
  const bool beyond =
      std::any_of(chosen_.begin(), chosen_.end(), [&](const QString& name) { return !own.contains(name); });
  if (beyond && !others_) evaluate_others();
  choosing_ = true;
  worker_->ask<ReplayDataPtr>(
      Worker::Lane::compute, this, QStringLiteral("methods"),
      [base = base_, others = others_, chosen = chosen_](ReaderPort&, const std::stop_token&) -> Result<ReplayDataPtr> {
        return shown_of(base, others, chosen);
      },
      [this, base = base_](Result<ReplayDataPtr> shown) {
        if (base != base_ || !shown) return;
        choosing_ = false;
        view_->set_methods(*shown);
        view_->set_method(selection_->method());
        show_offers();
      });
}

void ReplayPage::show_offers() {
  if (!base_) return view_->methods_menu()->set_offers({}, {});
  const QStringList shown = view_->data() ? methods_of(*view_->data()) : QStringList();
  auto offers = method_offers(*base_, others_, evaluating_);
  if (built_for_)
    for (MethodOffer& offer : offers)
      trainer_->dress(offer, mlink::ui::why_not(others_, offer.name.toStdString()), built_for_->snapshot.overview);
  view_->methods_menu()->set_offers(offers, shown);
}

/// Who trains a method wants to see it.
void ReplayPage::take_trained(const QString& method) {
  if (!base_) return;
  const QStringList methods = chosen_.isEmpty() ? methods_of(*base_) : chosen_;
  chosen_ = methods.contains(method) ? methods : methods + QStringList{method};  // the file is read anew and told
}

std::vector<PageKey> ReplayPage::keys() const {
  return {{tr("Play or pause"), tr("Space, K")},
          {tr("A frame back, on"), QStringLiteral(", .")},
          {tr("Breakpoint below, above"), QStringLiteral("[ ]")},
          {tr("Pin this budget, go to the pin"), tr("Shift+A or B, A or B")},
          {tr("Take the pins away"), tr("Esc")},
          {tr("Zoom the strips, to a stretch, show all"), tr("Ctrl+wheel, Ctrl+drag, double click above")},
          {tr("Next wrong frame"), QStringLiteral("E")},
          {tr("Wrong frame before"), QStringLiteral("Shift+E")}};
}

void ReplayPage::take_focus() {
  // The keys belong to the view: while it is not there yet, the page keeps the focus for it.
  if (stack_->currentWidget() != view_) return Page::take_focus();
  FrontierSlider* slider = view_->budget_panel()->slider();
  QWidget* target = slider->isVisibleTo(view_) ? static_cast<QWidget*>(slider) : view_;
  target->setFocus(Qt::OtherFocusReason);
}

void ReplayPage::show_state(const QString& problem) {
  if (view_->data() && problem.isEmpty()) {
    if (stack_->currentWidget() == view_) return;
    const QWidget* focused = window()->focusWidget();
    const bool had_focus = isVisible() && (!focused || focused == this || empty_->isAncestorOf(focused));
    stack_->setCurrentWidget(view_);
    if (had_focus) take_focus();
    return;
  }
  stack_->setCurrentWidget(empty_);
  const bool links = data_ && data_->snapshot.links;
  train_->setVisible(data_ && !links);
  replay_->setVisible(links && data_->whole() && !building_);
  if (!problem.isEmpty()) {
    empty_->set_text(problem);
  } else if (!data_) {
    empty_->set_text(tr("No replay yet. Open an experiment first."));
  } else if (!links) {
    empty_->set_text(tr("No replay yet. It needs links between two or more boxes."));
  } else if (!data_->whole()) {
    empty_->set_text(tr("Reading the outputs…"));
  } else {
    empty_->set_text(building_ ? tr("Replaying… It takes about 2 s.") : tr("No replay yet. It takes about 2 s."));
  }
}

void ReplayPage::keep() {
  const ReplayResult& result = view_->budget_panel()->result();
  if (!built_for_ || result.methods.empty()) return;
  worker_->run(
      WorkStep::edit, [data = built_for_, result](WriterPort& port, const std::stop_token&, const ProgressFn&) {
        const QString budget = to_qt(amount_text({result.settings.kind, result.settings.budget}));
        StepEnd ended{tr("the replay at %1 is kept in Runs").arg(budget), {}, {}};
        Experiment* const experiment = port.experiment();
        const auto kept = experiment ? keep_replay(*experiment, data->snapshot, {result})
                                     : fail(ErrorKind::unsupported, "There is no experiment to keep the replay in.");
        if (!kept) ended.error = kept.error();
        return ended;
      });
}

void ReplayPage::export_part(const QString& part) {
  QWidget* drawing = nullptr;
  const QString name = part == u"budget"   ? QStringLiteral("frontier")
                       : part == u"replay" ? QStringLiteral("picture")
                                           : part;
  for (const auto& [key, widget] : drawings()) {
    if (key == name) drawing = widget;
  }
  const QString table_name = part == u"budget"   ? QStringLiteral("methods")
                             : part == u"replay" ? QStringLiteral("frame")
                                                 : part;
  std::optional<Table> table;
  for (auto& [key, value] : tables()) {
    if (key == table_name) table = std::move(value);
  }
  auto* dialog = new QFileDialog(this, tr("Export"), name + QStringLiteral(".png"), export_filter());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  const QPointer<QWidget> shown(drawing);
  connect(dialog, &QFileDialog::fileSelected, this, [this, shown, table](const QString& path) {
    if (const Status done = export_to(path, shown, table ? &*table : nullptr); !done)
      Q_EMIT worker_->problem(tr("Export"), done.error());
  });
  dialog->open();
}

}  // namespace mlink::ui
