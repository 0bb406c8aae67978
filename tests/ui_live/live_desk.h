// The Live page over an experiment of its own, as the window has it: worker, selection and page.
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QtTest>

#include "ui/common/worker.h"
#include "ui/live/live_page.h"

namespace mlink::test {
using namespace rooms;

class LiveDesk {
 public:
  LiveDesk(const ThemeHolder& themes, const QString& file, const QSize& size = {1280, 760})
      : page(std::make_unique<LivePage>(themes, &selection, &worker)) {
    QObject::connect(&worker, &Worker::data_changed, page.get(), [this] { page->set_data(worker.data()); });
    page->resize(size);
    page->show();
    if (!file.isEmpty()) worker.open(file);
  }

  [[nodiscard]] bool opened() {
    return QTest::qWaitFor([this] { return worker.data() && worker.data()->whole(); }, 20000);
  }
  template <class Widget>
  [[nodiscard]] Widget* find(const char* name) const {
    return page->findChild<Widget*>(QString::fromLatin1(name));
  }
  void click(const char* name) const { click(find<QWidget>(name)); }
  static void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
  /// A check box reacts on its mark.
  void check(const char* name) const {
    auto* box = find<QCheckBox>(name);
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
  }
  void type(const char* name, const QString& text) const {
    auto* field = find<QLineEdit>(name);
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(field, Qt::Key_Delete);
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
  }
  /// Opens the field for an address by the button's menu, and adds one.
  void add(const QString& address) { page->controls()->add_source({address.toStdString()}); }
  [[nodiscard]] bool is(LiveState state) const { return page->state() == state; }
  [[nodiscard]] bool becomes(LiveState state, int ms = 20000) {
    return QTest::qWaitFor([&] { return is(state); }, ms);
  }
  /// A run that was started is over.
  [[nodiscard]] bool over(int ms = 30000) {
    return QTest::qWaitFor([&] { return is(LiveState::idle) && !worker.busy(); }, ms);
  }
  [[nodiscard]] std::int64_t newest(std::size_t source = 0) const {
    const auto& cells = page->grid()->cells();
    return source < cells.size() && !cells[source].picture.image.isNull() ? cells[source].picture.ordinal : -1;
  }
  [[nodiscard]] QString logged() const {
    QStringList lines;
    for (int row = 0; row < page->log()->rowCount(); ++row)
      lines << page->log()->index(row, LiveLogModel::Text).data().toString();
    return lines.join(u'\n');
  }

  Worker worker;
  SharedSelection selection;
  std::unique_ptr<LivePage> page;
};

}  // namespace mlink::test
