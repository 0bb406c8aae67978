// The Live page over an experiment of its own, as the window has it: worker, selection and page.
#pragma once

#include <QCheckBox>
#include <QDir>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <iterator>

#include "experiment/live_runs.h"
#include "ui/common/style.h"
#include "ui/common/worker.h"
#include "ui/live/live_page.h"

namespace mlink::test {
using namespace rooms;

[[nodiscard]] inline std::string text_in(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A folder with a small trained experiment "three.mlink" of two cameras, its video "swing.avi" and some pictures.
class TrainedFolder {
 public:
  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }
  [[nodiscard]] std::filesystem::path path(const QString& name) const { return at(name).toStdString(); }
  /// A copy of the experiment for one test.
  [[nodiscard]] QString copy(const QString& name) const {
    QFile::remove(at(name));
    return QFile::copy(at(QStringLiteral("three.mlink")), at(name)) ? at(name) : QString();
  }
  [[nodiscard]] const std::vector<std::string>& jpegs() const { return jpegs_; }

  [[nodiscard]] Status make() {
    QDir(folder_.path()).mkdir(QStringLiteral("pictures"));
    if (!make_swinging_video(path("swing.avi"), 20) ||
        !make_video(path("pictures/%02d.jpg"), "testsrc2=size=160x120:rate=10:duration=1", "-q:v 3"))
      return fail(ErrorKind::failed, "The videos were not made.");
    for (int n = 1; n <= 10; ++n)
      jpegs_.push_back(text_in(path(QStringLiteral("pictures/%1.jpg").arg(n, 2, 10, QChar(u'0')))));
    MLINK_ASSIGN(auto experiment, Experiment::create(path("three.mlink")));
    AddVideoOptions whole, corner;
    whole.camera = "whole";
    corner.camera = "corner";
    corner.crop = Rect{40, 30, 80, 60};
    corner.every = 2;
    MLINK_TRY(experiment.add_video(path("swing.avi"), whole));
    MLINK_TRY(experiment.add_video(path("swing.avi"), corner));
    for (const auto& tiny : {bright_count(), red_share(), bright_count("twin")})
      MLINK_TRY(experiment.add_box(write_box(folder_.path().toStdString(), tiny)));
    return make_ready(experiment, {{"bright", 2, 20}, {"red", 3, 50}, {"twin", 4, 30}});
  }

 private:
  QTemporaryDir folder_;
  std::vector<std::string> jpegs_;
};

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
