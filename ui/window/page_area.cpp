#include "ui/window/page_area.h"

#include <QApplication>
#include <QDataStream>
#include <QHideEvent>
#include <QIODevice>
#include <QMainWindow>
#include <QShowEvent>
#include <QStackedLayout>
#include <QStackedWidget>
#include <algorithm>

#include "ui/window/page_dock.h"

namespace mlink::ui {
namespace {

constexpr quint32 kMagic = 0x4D4C4159;  // "MLAY"
constexpr int kDocksVersion = 1;        // of what QMainWindow keeps

}  // namespace

std::vector<Arrangement> built_in_arrangements() {
  const QString links = QStringLiteral("links"), replay = QStringLiteral("replay");
  return {{PageArea::tr("Links and Replay"), {{links}, {replay}}, {1, 1}},
          {PageArea::tr("Everything for a demonstration"),
           {{replay, QStringLiteral("live"), QStringLiteral("sources")},
            {links, QStringLiteral("ensemble"), QStringLiteral("compare"), QStringLiteral("runs")}},
           {1, 1}}};
}

PageArea::PageArea(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  views_ = new QStackedLayout(this);
  single_ = new QStackedWidget;
  views_->addWidget(single_);
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { take_focus(now); });
}

PageArea::~PageArea() { disconnect(qApp, nullptr, this, nullptr); }

void PageArea::add(Page* page) {
  pages_.push_back(page);
  single_->addWidget(page);
  if (!front_) front_ = page;
}

void PageArea::make_docks() {
  if (!docks_.empty()) return;
  host_ = new QMainWindow;
  host_->setWindowFlags(Qt::Widget);  // it would be a window of its own else
  host_->setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
  host_->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  host_->setDocumentMode(true);
  for (Page* page : pages_) {
    auto* dock = new PageDock(themes_, page, host_);
    dock->installEventFilter(this);
    host_->addDockWidget(Qt::TopDockWidgetArea, dock);
    docks_.push_back(dock);
  }
  views_->addWidget(host_);
  views_->setCurrentWidget(host_);
  docked_ = true;
  set_front(front_);
}

void PageArea::drop_docks() {
  const std::vector<PageDock*> docks = std::exchange(docks_, {});
  docked_ = false;
  away_.clear();
  wish_.clear();
  before_.clear();
  wished_ = {};
  brought_ = nullptr;
  for (PageDock* dock : docks) {
    dock->removeEventFilter(this);
    dock->release();
    single_->addWidget(dock->page());
  }
  views_->setCurrentWidget(single_);
  delete std::exchange(host_, nullptr);
}

void PageArea::show_one() {
  if (!docked_) return;
  drop_docks();
  if (front_) single_->setCurrentWidget(front_);
}

void PageArea::show_arrangement(const Arrangement& arrangement) {
  make_docks();
  wish_.clear();
  wished_ = arrangement;
  apply(arrangement);
  // The page in front stays so where it is seen.
  Page* first = nullptr;
  for (const QStringList& part : arrangement.parts)
    for (Page* page : pages_)
      if (page->id() == part.value(0) && (!first || page == front_)) first = page;
  if (first && first != front_) {
    set_front(first);
    Q_EMIT page_focused(first);
  }
  lay_out();
}

bool PageArea::show_state(const QByteArray& state) {
  make_docks();
  wished_ = {};
  wish_ = state;
  if (!restore(state)) {
    show_one();
    return false;
  }
  lay_out();
  return true;
}

/// Sizes hold where the window is on the screen; before that there is no room to share.
void PageArea::lay_out() {
  if (!docked_) return;
  if (!isVisible()) {
    look_for_docks();
    put_floats_away(true);
    return;
  }
  away_.clear();
  before_.clear();
  if (const QByteArray wish = std::exchange(wish_, {}); !wish.isEmpty()) {
    restore(wish);
  } else if (const Arrangement wished = std::exchange(wished_, {}); !wished.parts.empty()) {
    QList<QDockWidget*> firsts;
    QList<int> widths;
    for (std::size_t i = 0; i < wished.parts.size(); ++i)
      for (PageDock* dock : docks_)
        if (dock->page()->id() == wished.parts[i].value(0)) {
          firsts << dock;
          widths << wished.widths.at(i) * 1000;
        }
    host_->resizeDocks(firsts, widths, Qt::Horizontal);
  }
  if (Page* brought = std::exchange(brought_, nullptr)) bring(brought);
  look_for_docks();
}

void PageArea::apply(const Arrangement& arrangement) {
  const auto dock_named = [this](const QString& id) -> PageDock* {
    const auto at =
        std::find_if(docks_.begin(), docks_.end(), [&](const auto* dock) { return dock->page()->id() == id; });
    return at == docks_.end() ? nullptr : *at;
  };
  for (PageDock* dock : docks_) {
    dock->setFloating(false);
    host_->removeDockWidget(dock);
  }
  PageDock* before = nullptr;
  for (const QStringList& part : arrangement.parts) {
    PageDock* first = dock_named(part.value(0));
    if (!first) continue;
    if (before)
      host_->splitDockWidget(before, first, Qt::Horizontal);
    else
      host_->addDockWidget(Qt::TopDockWidgetArea, first);
    first->show();
    before = first;
  }
  std::vector<PageDock*> placed;
  for (const QStringList& part : arrangement.parts) {
    PageDock* last = dock_named(part.value(0));
    for (const QString& id : part) {
      PageDock* dock = dock_named(id);
      if (!dock || !last) continue;
      if (dock != last) host_->tabifyDockWidget(last, dock);
      dock->show();
      placed.push_back(last = dock);
    }
  }
  // The others have a place too, for when they are asked for.
  for (PageDock* dock : docks_)
    if (before && std::find(placed.begin(), placed.end(), dock) == placed.end()) {
      host_->tabifyDockWidget(before, dock);
      dock->hide();
    }
  for (const QStringList& part : arrangement.parts)
    if (PageDock* first = dock_named(part.value(0))) first->raise();
}

QByteArray PageArea::state() const {
  if (!docked_) return {};
  if (!wish_.isEmpty()) return wish_;
  if (!before_.isEmpty()) return before_;
  QByteArray bytes;
  QDataStream out(&bytes, QIODevice::WriteOnly);
  out.setVersion(QDataStream::Qt_6_0);
  out << kMagic << host_->size() << host_->saveState(kDocksVersion);
  return bytes;
}

bool PageArea::restore(const QByteArray& state) {
  QDataStream in(state);
  in.setVersion(QDataStream::Qt_6_0);
  quint32 magic = 0;
  QSize size;
  QByteArray docks;
  in >> magic >> size >> docks;
  if (in.status() != QDataStream::Ok || magic != kMagic || !size.isValid()) return false;
  if (!isVisible()) host_->resize(size.boundedTo(QSize(16000, 16000)));
  return host_->restoreState(docks, kDocksVersion);
}

void PageArea::bring(Page* page) {
  if (!docked_) {
    single_->setCurrentWidget(page);
    set_front(page);
    return;
  }
  PageDock* dock = dock_of(page);
  if (!dock) return;
  if (!wish_.isEmpty()) brought_ = page;  // what is laid out later must not hide it again
  dock->show();
  dock->raise();
  if (dock->isFloating()) dock->activateWindow();
  set_front(page);
}

void PageArea::set_front(Page* page) {
  front_ = page;
  for (PageDock* dock : docks_) dock->head()->set_front(dock->page() == page);
}

PageDock* PageArea::dock_of(const Page* page) const {
  const auto at = std::find_if(docks_.begin(), docks_.end(), [page](const auto* dock) { return dock->page() == page; });
  return at == docks_.end() ? nullptr : *at;
}

std::vector<Page*> PageArea::shown_pages() const {
  if (!docked_) return front_ ? std::vector<Page*>{front_} : std::vector<Page*>{};
  std::vector<Page*> pages;
  for (const PageDock* dock : docks_)  // one that lies behind a tab is visible, but nowhere
    if (!dock->isHidden() && (!dock->isVisible() || !dock->visibleRegion().isEmpty())) pages.push_back(dock->page());
  return pages;
}

void PageArea::put_floats_away(bool away) {
  if (!docked_) return;
  if (!away) {
    for (PageDock* dock : std::exchange(away_, {})) dock->show();
    before_.clear();
    return;
  }
  if (!away_.empty()) return;
  const QByteArray before = state();
  for (PageDock* dock : docks_)
    if (dock->isFloating() && !dock->isHidden()) {
      away_.push_back(dock);
      dock->hide();
    }
  if (!away_.empty()) before_ = before;
}

void PageArea::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (event->spontaneous() || !docked_) return;
  put_floats_away(false);
  // The layouts above have their sizes only after this event.
  if (!wish_.isEmpty() || !wished_.parts.empty())
    QMetaObject::invokeMethod(this, &PageArea::lay_out, Qt::QueuedConnection);
}

void PageArea::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (!event->spontaneous()) put_floats_away(true);
}

bool PageArea::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Close) QMetaObject::invokeMethod(this, &PageArea::look_for_docks, Qt::QueuedConnection);
  return QWidget::eventFilter(watched, event);
}

void PageArea::look_for_docks() {
  if (!docked_ || !away_.empty()) return;
  const PageDock* any = nullptr;
  for (const PageDock* dock : docks_)
    if (!dock->isHidden() && (!any || dock->page() == front_)) any = dock;
  if (!any) {
    Q_EMIT emptied();
  } else if (any->page() != front_) {
    set_front(any->page());
    Q_EMIT page_focused(front_);
  }
}

void PageArea::take_focus(const QWidget* now) {
  if (!now) return;
  for (const PageDock* dock : docks_)
    if (dock->isAncestorOf(now) && dock->page() != front_) {
      set_front(dock->page());
      Q_EMIT page_focused(front_);
      return;
    }
}

}  // namespace mlink::ui
