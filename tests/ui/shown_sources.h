// The page of sources with its worker, for the suites of what a person does on it.
#pragma once

#include <QContextMenuEvent>
#include <QMenu>
#include <QTableView>
#include <QtTest>
#include <memory>

#include "ui/common/worker.h"
#include "ui/sources/boxes_model.h"
#include "ui/sources/sources_page.h"
#include "ui/sources/videos_model.h"

namespace mlink::test {
using namespace rooms;

struct ShownSources {
  explicit ShownSources(const ThemeHolder& themes) : page_(new SourcesPage(themes, &selection_, &worker_)) {
    QObject::connect(&worker_, &Worker::overview_changed, page_.get(),
                     [this] { page_->set_overview(worker_.overview()); });
    QObject::connect(&worker_, &Worker::step_finished, page_.get(),
                     [this](WorkStep, const QString& summary, const std::optional<Error>& error) {
                       told_ = error ? to_qt(error->text()) : summary;
                     });
    page_->resize(1208, 700);  // what a window of 1280x800 leaves it
  }
  [[nodiscard]] SourcesPage* sources() const { return page_.get(); }
  [[nodiscard]] Worker* worker() { return &worker_; }
  [[nodiscard]] bool ready() const { return worker_.overview() && worker_.data() && page_->ready(); }
  [[nodiscard]] QString told() const { return told_; }  ///< of the last step

 private:
  SharedSelection selection_;
  Worker worker_;
  std::unique_ptr<SourcesPage> page_;
  QString told_;
};

}  // namespace mlink::test
