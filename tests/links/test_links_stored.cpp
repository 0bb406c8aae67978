// links: the stored form of a link set, whole and damaged.
#include <QTest>
#include <cmath>
#include <cstring>

#include "base/hash.h"
#include "links/other_names.h"
#include "outputs/split.h"
#include "tables.h"

using namespace mlink::rooms;
using namespace mlink::tests;

namespace {

const OutputTable& table() {
  static const auto made = caused_table({{"count", Task::count},
                                         {"share", Task::regression},
                                         {"label", Task::single_label},
                                         {"labels", Task::multi_label},
                                         {"box", Task::localization}},
                                        200);
  return made;
}
const LinkSet& trained() {
  static const LinkSet set = *train(table());
  return set;
}

/// Stored links with another description; their sum fits it.
std::string described(const std::string& whole, const std::function<std::string(std::string)>& change) {
  std::uint64_t length = 0;
  std::memcpy(&length, whole.data() + 44, sizeof length);
  const std::string text = change(whole.substr(52, length)), weights = whole.substr(52 + length);
  length = text.size();
  const std::string body = std::string(reinterpret_cast<const char*>(&length), sizeof length) + text + weights;
  return whole.substr(0, 12) + content_hash(body) + body;
}

}  // namespace

class TestLinksStored : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void roundTrip() {
    const std::string bytes = trained().to_bytes();
    const auto back = LinkSet::from_bytes(bytes);
    QVERIFY2(back.has_value(), back ? "" : back.error().text().c_str());
    QCOMPARE(back->boxes(), trained().boxes());
    QVERIFY(back->specs() == trained().specs());
    QVERIFY(back->settings() == trained().settings());
    QCOMPARE(back->data_hash(), trained().data_hash());
    QCOMPARE(back->split().train, trained().split().train);
    QCOMPARE(back->to_bytes(), bytes);
    const auto rows = rows_of(0, table().rows());
    for (int j = 0; j < 5; ++j) {
      for (const BoxSet from : {BoxSet(), set_of({(j + 1) % 5}), set_of({0, 1, 2, 3, 4}).without(j)})
        QVERIFY(back->predict(table(), from, j, rows).values == trained().predict(table(), from, j, rows).values);
      for (int i = 0; i < 5; ++i) {
        QCOMPARE(back->has_link(i, j), trained().has_link(i, j));
        QCOMPARE(back->link_figures(i, j).test.p, trained().link_figures(i, j).test.p);
        QCOMPARE(back->link_figures(i, j).best_epoch, trained().link_figures(i, j).best_epoch);
      }
      QCOMPARE(back->ensemble_figures(j).parameters, trained().ensemble_figures(j).parameters);
    }
  }

  void figuresThatAreNoNumbers() {
    auto constant = caused_table({{"count", Task::count}, {"label", Task::single_label}}, 60);
    fill(constant, 0, [](std::size_t) { return 3.F; });
    const auto set = train(constant);
    QVERIFY(set.has_value());
    QVERIFY(std::isnan(set->link_figures(0, 1).pearson));
    const auto back = LinkSet::from_bytes(set->to_bytes());
    QVERIFY(back.has_value());
    QVERIFY(std::isnan(back->link_figures(0, 1).pearson));
  }

  void anEmptySet() {
    const auto back = LinkSet::from_bytes(LinkSet().to_bytes());
    QVERIFY(back.has_value());
    QVERIFY(back->boxes().empty());
  }

  /// Sets of the first version had no words.
  void readsTheFirstVersion() {
    const std::string whole = trained().to_bytes();
    std::uint64_t length = 0;
    std::memcpy(&length, whole.data() + 44, sizeof length);
    std::string text = whole.substr(52, length);
    for (const std::string key : {R"("vocabularies":)", R"("prior_words":)", R"("trained":)", R"("inner_p":)"}) {
      const auto at = text.find(key);
      QVERIFY(at != std::string::npos);
      text.replace(at, 2, "\"x");  // another key, which nobody reads
    }
    length = text.size();
    std::string body(reinterpret_cast<const char*>(&length), sizeof length);
    body += text + whole.substr(52 + length);
    const auto set = LinkSet::from_bytes(whole.substr(0, 8) + std::string("\1\0\0\0", 4) + content_hash(body) + body);
    QVERIFY2(set.has_value(), set ? "" : set.error().text().c_str());
    // Without keys, row numbers are those of the table that trained, and of no other.
    QVERIFY(set->test_rows(table()) == trained().test_rows(table()));
    QVERIFY(set->train_rows(table()) == trained().train_rows(table()));
    auto longer = table();
    longer.frames.push_back({0, 9999, 9999});
    for (auto& column : longer.columns) {
      column.presence.push_back(Presence::absent);
      column.values.resize(column.values.size() + static_cast<std::size_t>(column.spec.width));
      if (column.spec.task == Task::sequence) column.words.emplace_back();
    }
    QVERIFY(set->test_rows(longer).empty());
    QVERIFY(set->predict(table(), set_of({0}), 1, rows_of(0, 20)).values ==
            trained().predict(table(), set_of({0}), 1, rows_of(0, 20)).values);
  }

  void damaged_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    const std::string whole = trained().to_bytes();
    const auto bytes = [](const std::string& s) { return QByteArray(s.data(), qsizetype(s.size())); };
    const auto changed = [&](std::size_t at, char by) {
      std::string copy = whole;
      copy[at] = static_cast<char>(copy[at] + by);
      return bytes(copy);
    };
    const int corrupt = int(ErrorKind::corrupt);
    QTest::addRow("nothing") << QByteArray() << corrupt;
    QTest::addRow("a text") << QByteArray("these are not links, and they are long enough to hold a header of links")
                            << corrupt;
    QTest::addRow("header only") << bytes(whole.substr(0, 52)) << corrupt;
    QTest::addRow("first half") << bytes(whole.substr(0, whole.size() / 2)) << corrupt;
    QTest::addRow("last byte missing") << bytes(whole.substr(0, whole.size() - 1)) << corrupt;
    QTest::addRow("one byte more") << bytes(whole + "x") << corrupt;
    QTest::addRow("magic") << changed(0, 1) << corrupt;
    QTest::addRow("version 0") << changed(8, -3) << corrupt;
    QTest::addRow("newer version") << changed(8, 1) << int(ErrorKind::newer_version);
    QTest::addRow("checksum") << changed(12, 1) << corrupt;
    QTest::addRow("length") << changed(50, 1) << corrupt;
    QTest::addRow("description") << changed(100, 1) << corrupt;
    QTest::addRow("a weight") << changed(whole.size() - 3, 1) << corrupt;
  }
  void damaged() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, kind);
    const auto set = LinkSet::from_bytes(bytes.toStdString());
    QVERIFY(!set.has_value());
    QCOMPARE(int(set.error().kind), kind);
    QVERIFY(!set.error().what.empty() && !set.error().todo.empty());
  }

  /// A right checksum over a wrong description: each is refused, none is followed into memory that is not there.
  void wrongDescription_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addRow("a box less") << QByteArray(R"("boxes":["count",)") << QByteArray(R"("boxes":[)");
    QTest::addRow("more hidden units") << QByteArray(R"("hidden":)") << QByteArray(R"("hidden":80000,"was":)");
    QTest::addRow("no hidden units") << QByteArray(R"("hidden":)") << QByteArray(R"("hidden":0,"was":)");
    QTest::addRow("a link from outside") << QByteArray(R"("source":1)") << QByteArray(R"("source":99)");
    QTest::addRow("a link below") << QByteArray(R"("source":1)") << QByteArray(R"("source":-1)");
    QTest::addRow("a wider label") << QByteArray(R"("width":3)") << QByteArray(R"("width":4)");
    QTest::addRow("an unknown head") << QByteArray(R"("head":0)") << QByteArray(R"("head":9)");
    QTest::addRow("another head") << QByteArray(R"("head":0)") << QByteArray(R"("head":1)");
    QTest::addRow("settings out of range") << QByteArray(R"("batch":32)") << QByteArray(R"("batch":0)");
    QTest::addRow("no links") << QByteArray(R"("links":)") << QByteArray(R"("other":)");
    QTest::addRow("frames that are no list")
        << QByteArray(R"("trained":{"cam":[)") << QByteArray(R"("trained":{"cam":["x",)");
    QTest::addRow("held out frames of fewer boxes")
        << QByteArray(R"("held_out":[)") << QByteArray(R"("held_out":[{},)");
    QTest::addRow("not JSON") << QByteArray(R"({"boxes")") << QByteArray(R"(["boxes")");
    QTest::addRow("a figure is text") << QByteArray(R"("best_epoch":)") << QByteArray(R"("best_epoch":"x","y":)");
  }
  void wrongDescription() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    const auto set = LinkSet::from_bytes(described(trained().to_bytes(), [&](std::string text) {
      const auto at = text.find(from.toStdString());
      if (at == std::string::npos) qFatal("the description does not say so");
      return text.replace(at, std::size_t(from.size()), to.toStdString());
    }));
    QVERIFY(!set.has_value());
    QCOMPARE(int(set.error().kind), int(ErrorKind::corrupt));
  }

  /// A source that came late was taught by rows that the other links held out: they are no inner rows, in the links as
  /// they were trained, as they are stored, and as a stopped training leaves them to the one that goes on.
  void innerRowsTaughtNothing() {
    auto table = caused_table({{"x", Task::count}, {"y", Task::count}, {"late", Task::count}}, 300);
    for (std::size_t row = 0; row < 210; ++row) take_away(table, 2, row, Presence::absent);
    TrainSettings settings = quick();
    settings.part = 0.9;
    const auto set = train(table, settings);
    QVERIFY(set.has_value());
    QVERIFY(set->link_figures(2, 1).best_epoch > 0);
    QCOMPARE(set->inner_rows(table, 1), rows_of(258, 270));  // the last fifth of the 60 rows that `late` was there in
    QCOMPARE(set->inner_rows(table, 2), rows_of(258, 270));
    const auto back = LinkSet::from_bytes(set->to_bytes());
    QVERIFY(back.has_value());
    QCOMPARE(back->inner_rows(table, 1), rows_of(258, 270));
    const auto resumed = train_links(table, settings, one_thread(), {}, {}, &*back);
    QVERIFY(resumed.has_value());
    QCOMPARE(resumed->inner_rows(table, 1), rows_of(258, 270));
    // An earlier program did not keep which rows taught the links that a stopped training left: they are trained anew.
    const auto earlier = LinkSet::from_bytes(described(set->to_bytes(), [](const std::string& text) {
      return QByteArray::fromStdString(text).replace("inner_first", "other").toStdString();
    }));
    QVERIFY(earlier.has_value());
    const auto anew = train_links(table, settings, one_thread(), {}, {}, &*earlier);
    QVERIFY(anew.has_value());
    QCOMPARE(anew->inner_rows(table, 1), rows_of(258, 270));
    // Of frames that are there no more none takes another's place.
    const auto rest = table_of_rows(table, rows_of(0, 262));
    QCOMPARE(back->inner_rows(rest, 1), rows_of(258, 262));
    // Without it all rows of the two are as ever.
    take_away(table, 2, 299, Presence::absent);
    for (std::size_t row = 210; row < 299; ++row) take_away(table, 2, row, Presence::absent);
    const auto two = train(table, settings);
    QVERIFY(two.has_value());
    QCOMPARE(two->inner_rows(table, 1), rows_of(216, 270));
  }

  /// Whole files are drawn by their cameras' names: another name moves no frame from one part to another.
  void innerRowsOfClipsKeepTheirFrames() {
    const auto one = caused_table({{"x", Task::count}, {"y", Task::count}}, 200);
    std::vector<std::string> cameras;
    std::vector<FrameKey> frames = one.frames;
    for (int camera = 0; camera < 10; ++camera) cameras.push_back(QString("cam %1").arg(camera).toStdString());
    for (std::size_t row = 0; row < frames.size(); ++row) frames[row].camera = static_cast<int>(row / 20);
    auto table = make_table(cameras, frames, {{"x", one.columns[0].spec}, {"y", one.columns[1].spec}});
    for (std::size_t row = 0; row < table.rows(); ++row)
      for (std::size_t column = 0; column < 2; ++column)
        QVERIFY(set_output(table, column, row, get_output(one, column, row)).has_value());
    TrainSettings settings = quick();
    settings.split = SplitKind::clip;
    const auto set = train(table, settings);
    QVERIFY(set.has_value());
    const auto inner = set->inner_rows(table, 1);
    QVERIFY(!inner.empty() && inner.size() < set->train_rows(table).size());
    std::string bytes = set->to_bytes();
    for (std::string& camera : table.cameras) {
      const std::string other = "other " + camera;
      auto renamed = with_camera_renamed(bytes, camera, other, {});
      QVERIFY(renamed.has_value());
      bytes = std::move(*renamed);
      camera = other;
    }
    const auto back = LinkSet::from_bytes(bytes);
    QVERIFY(back.has_value());
    QCOMPARE(back->inner_rows(table, 1), inner);
  }
};

QTEST_GUILESS_MAIN(TestLinksStored)
#include "test_links_stored.moc"
