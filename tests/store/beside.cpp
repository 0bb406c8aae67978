// Writers and readers beside each other, in threads and processes, and a writer that is killed.
#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <QThread>
#include <atomic>
#include <random>
#include <thread>

#include "store/sample.h"
#include "store/test_store.h"

using namespace mlink::rooms;
using namespace mlink::test;
namespace fs = std::filesystem;

namespace {

/// This program in another process; killed at the latest when the test ends.
class Child {
 public:
  Child(const QString& what, const fs::path& file) {
    process_.start(QCoreApplication::applicationFilePath(), {"--child", what, QString::fromStdString(file.string())});
  }
  ~Child() { kill(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  bool wait_for_output() { return process_.waitForReadyRead(60000); }
  [[nodiscard]] qint64 pid() const { return process_.processId(); }
  /// kill -9.
  void kill() {
    process_.kill();
    process_.waitForFinished(60000);
  }
  /// The last complete line it wrote; -1: none.
  std::int64_t last_number() {
    const auto text = process_.readAllStandardOutput();
    const auto end = text.lastIndexOf('\n');
    if (end < 0) return -1;
    const auto start = text.lastIndexOf('\n', end - 1) + 1;
    bool good = false;
    const auto number = text.mid(start, end - start).toLongLong(&good);
    return good ? number : -2;
  }

 private:
  QProcess process_;
};

std::string log_file(const fs::path& file) { return file.string() + "-wal"; }

}  // namespace

void TestStore::secondWriterHere() {
  const Folder folder;
  {
    ASSIGN_OK(const auto writer, StoreWriter::create(folder.file()));
    const auto second = StoreWriter::open(folder.file());
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::locked);
    QVERIFY(QString::fromStdString(second.error().text()).contains("this program already"));
    const auto made = StoreWriter::create(folder.file());
    QVERIFY(!made);
    QCOMPARE(made.error().kind, ErrorKind::invalid_input);
    ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  }
  QCOMPARE(listing(folder.path()), std::string("street.mlink "));  // no lock, no log left
  ASSIGN_OK(auto first, StoreWriter::open(folder.file()));
  auto moved = std::move(first);
  QVERIFY(!StoreWriter::open(folder.file()));  // the lock moved along
  VERIFY_OK(moved.set_setting("a", "1"));
}

void TestStore::secondWriterThere() {
  const Folder folder;
  { ASSIGN_OK(const auto writer, StoreWriter::create(folder.file())); }
  Child holder("hold", folder.file());
  QVERIFY(holder.wait_for_output());
  const auto second = StoreWriter::open(folder.file());
  QVERIFY(!second);
  QCOMPARE(second.error().kind, ErrorKind::locked);
  const auto text = QString::fromStdString(second.error().text());
  QVERIFY2(text.contains(QString("being written by another program (PID %1)").arg(holder.pid())), qPrintable(text));
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));  // looking is possible
  VERIFY_OK(reader.cameras());
  holder.kill();
  ASSIGN_OK(const auto writer, StoreWriter::open(folder.file()));
}

void TestStore::secondWriterThroughLink() {
  const Folder folder;
  const auto link = folder.file("link.mlink");
  ASSIGN_OK(const auto writer, StoreWriter::create(folder.file()));
  fs::create_symlink(folder.file(), link);
  const auto second = StoreWriter::open(link);
  QVERIFY(!second);
  QCOMPARE(second.error().kind, ErrorKind::locked);
}

void TestStore::readersWhileWriting() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  constexpr int kGroups = 40;
  ASSIGN_OK(const auto ids, fill(writer, 1, kGroups * kGroupFrames, {labels_spec(80)}));
  std::atomic<bool> done{false};
  std::atomic<int> looks{0};
  std::vector<std::string> wrong(3);
  const auto look = [&](std::string& problem) {
    const auto reader = StoreReader::open(folder.file());
    if (!reader) {
      problem = reader.error().text();
      return;
    }
    std::int64_t version = 0;
    while (problem.empty() && !done) {
      const auto seen = reader->snapshot([&]() -> Status {
        MLINK_ASSIGN(const auto group, reader->setting("group"));
        MLINK_ASSIGN(const auto now, reader->version());
        MLINK_ASSIGN(const auto table, reader->output_table());
        const auto& presence = table.columns[0].presence;
        const auto present = std::count(presence.begin(), presence.end(), Presence::present);
        const auto wanted = group ? (std::stoll(*group) + 1) * kGroupFrames : 0;
        if (present != wanted) return fail(ErrorKind::failed, "a half transaction was seen");
        if (now < version) return fail(ErrorKind::failed, "the version went back");
        version = now;
        return {};
      });
      if (!seen) problem = seen.error().text();
      ++looks;
    }
  };
  {
    std::vector<std::jthread> readers;
    for (auto& problem : wrong) readers.emplace_back([&] { look(problem); });
    for (std::int64_t group = 0; group < kGroups; ++group) {
      std::vector<StoredOutput> rows;
      for (int frame = 0; frame < kGroupFrames; ++frame) rows.push_back(group_output(ids, group, frame));
      const auto put_group = writer.transaction([&]() -> Status {
        MLINK_TRY(writer.put_outputs(rows));
        return writer.set_setting("group", std::to_string(group));
      });
      if (!put_group) wrong[0] = put_group.error().text();
      const int before = looks;
      while (looks == before && wrong[0].empty() && wrong[1].empty() && wrong[2].empty()) std::this_thread::yield();
    }
    done = true;
  }
  for (const auto& problem : wrong) QVERIFY2(problem.empty(), problem.c_str());
  QVERIFY(looks >= kGroups);
}

/// A large table is read by several connections: all of them see one state of the file, whatever is written meanwhile.
void TestStore::tableBySeveralConnections() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  constexpr std::int64_t kFrames = 35000;
  ASSIGN_OK(const auto ids, fill(writer, 3, kFrames, {count_spec(), count_spec()}));
  const auto wave = [&](float number, std::int64_t frames) {
    std::vector<StoredOutput> rows;
    for (const RowId camera : ids.cameras)
      for (const RowId box : ids.boxes)
        for (std::int64_t frame = 0; frame < frames; ++frame)
          rows.push_back(value(camera, box, frame, {number + static_cast<float>(frame)}));
    return writer.put_outputs(rows);
  };
  VERIFY_OK(wave(0, kFrames));
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  ASSIGN_OK(const auto quiet, reader.output_table());
  ASSIGN_OK(const auto alone, writer.output_table());  // a writer reads by itself
  for (std::size_t box = 0; box < 2; ++box) {
    QVERIFY(quiet.columns[box].values == alone.columns[box].values);
    QVERIFY(quiet.columns[box].presence == alone.columns[box].presence);
    QCOMPARE(std::count(quiet.columns[box].presence.begin(), quiet.columns[box].presence.end(), Presence::present),
             3 * kFrames);
  }
  std::atomic<bool> done{false};
  std::string problem;
  {
    const std::jthread writing([&] {
      for (float number = 1; !done; ++number)
        if (const auto put_wave = wave(number, 1); !put_wave) problem = put_wave.error().text();
    });
    for (int look = 0; look < 10 && problem.empty(); ++look) {
      const auto table = reader.output_table();
      if (!table) problem = table.error().text();
      // The frames of one time stand one behind the other, a camera each.
      for (std::size_t row = 0; problem.empty() && row < 3; ++row)
        for (const auto& column : table->columns)
          if (column.values[row] != table->columns[0].values[0]) problem = "two states of the file are in one table";
    }
    done = true;
  }
  QVERIFY2(problem.empty(), problem.c_str());
}

void TestStore::snapshotHolds() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  VERIFY_OK(writer.set_setting("a", "old"));
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  VERIFY_OK(reader.snapshot([&]() -> Status {
    MLINK_ASSIGN(const auto first, reader.setting("a"));
    MLINK_TRY(writer.set_setting("a", "new"));
    MLINK_ASSIGN(const auto second, reader.setting("a"));
    if (*first != "old" || *second != "old") return fail(ErrorKind::failed, "the snapshot moved");
    return {};
  }));
  QCOMPARE(reader.setting("a").value().value(), std::string("new"));
}

void TestStore::logStaysShort() {
  const Folder folder;
  {
    ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
    ASSIGN_OK(const auto ids, fill(writer, 1, 1, {labels_spec(80)}));
    ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
    std::uintmax_t longest = 0;
    for (std::int64_t group = 0; group < 1500; ++group) {
      std::vector<StoredOutput> rows;
      for (int frame = 0; frame < kGroupFrames; ++frame) rows.push_back(group_output(ids, group, frame));
      VERIFY_OK(writer.put_outputs(rows));
      if (group % 100 == 0) VERIFY_OK(reader.version());
      longest = std::max(longest, fs::file_size(log_file(folder.file())));
    }
    // 26 MB went through the log; it starts over after a checkpoint of about 4 MB.
    QVERIFY(fs::file_size(folder.file()) > 16U << 20U);
    QVERIFY2(longest < 8U << 20U, std::to_string(longest).c_str());
  }
  std::error_code ec;
  const auto left = fs::file_size(log_file(folder.file()), ec);
  QVERIFY(ec || left == 0);  // all is in the file itself
}

void TestStore::killedWhileWriting() {
  const Folder folder;
  Ids ids;
  {
    ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
    ASSIGN_OK(ids, fill(writer, 1, 1, {labels_spec(80)}));
  }
  std::mt19937 random(20261);  // NOLINT: the same moments every time, as far as a machine allows
  std::int64_t known = -1;     // what was reported as committed, over all lives
  int lives_with_commits = 0;
  for (int round = 0; round < 15; ++round) {
    Child child("write", folder.file());
    // Every third dies at some moment of its start, the others while they write.
    if (round % 3 != 0) QVERIFY(child.wait_for_output());
    QThread::usleep(random() % (round % 3 == 0 ? 60000 : 100000));
    child.kill();
    const auto reported = child.last_number();
    QVERIFY(reported >= -1);
    lives_with_commits += reported >= 0 ? 1 : 0;
    known = std::max(known, reported);

    ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));  // before any writer tidied up
    ASSIGN_OK(const auto seen, reader.setting("group"));
    ASSIGN_OK(const auto writer, StoreWriter::open(folder.file()));  // the lock is gone
    ASSIGN_OK(const auto group, writer.setting("group"));
    QCOMPARE(group, seen);
    const auto last = group ? std::stoll(*group) : -1;
    // Nothing lost that was reported; at most the one whose report was cut off is more.
    QVERIFY2(last >= known, qPrintable(QString("%1 was committed, %2 is there").arg(known).arg(last)));
    QVERIFY2(reported < 0 || last <= reported + 1, qPrintable(QString("%1 %2").arg(reported).arg(last)));
    QVERIFY(writer.problems().value().empty());
    for (int frame = 0; frame < kGroupFrames; ++frame)  // nothing half
      QVERIFY(!writer.output(ids.cameras[0], ids.boxes[0], (last + 1) * kGroupFrames + frame).value());
    for (auto g = std::max<std::int64_t>(0, last - 3); g <= last; ++g)
      for (int frame = 0; frame < kGroupFrames; ++frame)
        QVERIFY(writer.output(ids.cameras[0], ids.boxes[0], g * kGroupFrames + frame).value()->output ==
                group_output(ids, g, frame).output);
  }
  QVERIFY(lives_with_commits >= 10);
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  for (std::int64_t g = 0; g <= known; ++g)
    for (int frame = 0; frame < kGroupFrames; ++frame)
      QVERIFY(reader.output(ids.cameras[0], ids.boxes[0], g * kGroupFrames + frame).value().has_value());
}

// A file of an experiment's name is always a whole experiment, whenever its maker died.
void TestStore::killedWhileMaking() {
  const Folder folder;
  std::mt19937 random(20262);  // NOLINT
  for (int round = 0; round < 8; ++round) {
    const auto stem = folder.file("n" + std::to_string(round) + "_");
    Child child("make", stem);
    QVERIFY(child.wait_for_output());
    QThread::usleep(random() % 20000);
    child.kill();
    const auto made = child.last_number();
    for (std::int64_t i = 0; i <= made + 1; ++i) {
      const auto file = stem.string() + std::to_string(i) + ".mlink";
      if (i > made && !fs::exists(file)) {
        ASSIGN_OK(const auto afresh, StoreWriter::create(file));  // what the dead one left is not in the way
        continue;
      }
      ASSIGN_OK(const auto writer, StoreWriter::open(file));
      QVERIFY(writer.problems().value().empty());
    }
  }
}
