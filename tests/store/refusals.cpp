// What cannot be opened, made or written: each with its kind, a sentence, and the path last; and nothing is lost.
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <cerrno>
#include <functional>

#include "store/impl.h"
#include "store/sample.h"
#include "store/test_store.h"

using namespace mlink::rooms;
using namespace mlink::test;
namespace fs = std::filesystem;

/// What flock is refused with in this program; 0: nothing.
static int flock_fails_with = 0;

/// In place of the C library's: a file system without locks cannot be mounted by a test.
extern "C" int flock(int descriptor, int operation) {
  if (flock_fails_with == 0) return static_cast<int>(::syscall(SYS_flock, descriptor, operation));
  errno = flock_fails_with;
  return -1;
}

namespace {

using Maker = std::function<void(const fs::path&)>;

/// Reaches the connection inside, to turn a knob that users do not have.
struct Peek : StoreQueries {
  static Connection& connection(StoreQueries& store) { return *(store.*(&Peek::impl_))->connection; }
};

void make_good(const fs::path& file) {
  auto writer = StoreWriter::create(file);
  if (!writer) return;
  const auto ids = fill(*writer, 1, 500, {labels_spec(80)});
  if (!ids) return;
  std::vector<StoredOutput> rows;
  for (std::int64_t group = 0; group < 10; ++group)
    for (int frame = 0; frame < kGroupFrames; ++frame) rows.push_back(group_output(*ids, group, frame));
  if (!writer->put_outputs(rows)) std::abort();
}

void change(const fs::path& file, const std::string& sql) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec(sql);
}

Maker altered(const std::string& sql) {
  return [sql](const fs::path& file) {
    make_good(file);
    change(file, sql);
  };
}

Maker cut(double part) {
  return [part](const fs::path& file) {
    make_good(file);
    fs::resize_file(file, static_cast<std::uintmax_t>(static_cast<double>(fs::file_size(file)) * part));
  };
}

// Garbage over pages in the middle: the header and the list of tables are good.
void make_rotten(const fs::path& file) {
  make_good(file);
  auto bytes = bytes_of(file);
  for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 3 * 4096; ++i) bytes[i] = static_cast<char>(i * 7);
  write_bytes(file, bytes);
}

const std::vector<std::tuple<const char*, Maker, ErrorKind, const char*>>& refusals() {
  static const std::vector<std::tuple<const char*, Maker, ErrorKind, const char*>> all{
      {"missing", [](const fs::path&) {}, ErrorKind::not_found, "not found"},
      {"a folder", [](const fs::path& file) { fs::create_directory(file); }, ErrorKind::invalid_input, "folder"},
      {"empty", [](const fs::path& file) { write_bytes(file, {}); }, ErrorKind::corrupt, "not an experiment"},
      {"a text", [](const fs::path& file) { write_bytes(file, "source,frame\n1,2\n"); }, ErrorKind::corrupt,
       "not an experiment"},
      {"a long text", [](const fs::path& file) { write_bytes(file, std::string(100000, 'x')); }, ErrorKind::corrupt,
       "not an experiment"},
      {"a database of another program", [](const fs::path& file) { change(file, "CREATE TABLE t (a)"); },
       ErrorKind::corrupt, "not an experiment"},
      {"another application_id", altered("PRAGMA application_id = 7"), ErrorKind::corrupt, "not an experiment"},
      {"newer", altered("PRAGMA user_version = 99"), ErrorKind::newer_version, "its version is 99"},
      {"version 0", altered("PRAGMA user_version = 0"), ErrorKind::corrupt, "its version is 0"},
      {"cut in the middle", cut(0.5), ErrorKind::corrupt, "damaged"},
      {"cut after the first page",
       [](const fs::path& file) {
         make_good(file);
         fs::resize_file(file, 4096);
       },
       ErrorKind::corrupt, "damaged"},
      {"cut inside the first page",
       [](const fs::path& file) {
         make_good(file);
         fs::resize_file(file, 300);
       },
       ErrorKind::corrupt, ""},
      {"not to be read",
       [](const fs::path& file) {
         make_good(file);
         ::chmod(file.c_str(), 0000);
       },
       ErrorKind::io, "cannot be read"},
  };
  return all;
}

// The rules of every message: a sentence, the path last.
void check_message(const Error& error, const fs::path& file, const QString& says) {
  const auto text = QString::fromStdString(error.text());
  QVERIFY2(text.contains(says), qPrintable(text));
  QCOMPARE(QString::fromStdString(error.path), QString::fromStdString(file.string()));
  QVERIFY2(text.endsWith(QString::fromStdString(file.string())), qPrintable(text));
  QVERIFY2(!error.todo.empty(), qPrintable(text));
}

/// A file as version `version` of the schema left it, with these rows.
void make_version(const fs::path& file, std::size_t version, const std::string& rows) {
  SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec("PRAGMA journal_mode = WAL");
  for (std::size_t i = 0; i < version; ++i) database.exec(mlink::store::migrations()[i].sql);
  database.exec(rows);
  database.exec("PRAGMA user_version = " + std::to_string(version));
  database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
}

}  // namespace

void TestStore::refused_data() {
  QTest::addColumn<int>("index");
  for (std::size_t i = 0; i < refusals().size(); ++i)
    QTest::addRow("%s", std::get<0>(refusals()[i])) << static_cast<int>(i);
}

void TestStore::refused() {
  QFETCH(int, index);
  const auto& [name, make, kind, says] = refusals()[static_cast<std::size_t>(index)];
  const Folder folder;
  const auto file = folder.file();
  make(file);
  ::chmod(folder.path().c_str(), 0755);
  const auto before = bytes_of(file);
  {
    const BoundByModes bound;
    const auto reader = StoreReader::open(file);
    QVERIFY(!reader);
    QCOMPARE(reader.error().kind, kind);
    check_message(reader.error(), file, says);
  }
  if (kind == ErrorKind::io) return;  // root may read everything
  const auto writer = StoreWriter::open(file);
  QVERIFY(!writer);
  QCOMPARE(writer.error().kind, kind);
  check_message(writer.error(), file, says);
  QVERIFY(bytes_of(file) == before);
  QVERIFY2(listing(folder.path()).find(".lock") == std::string::npos, listing(folder.path()).c_str());
}

void TestStore::notMade_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("says");
  const auto invalid = static_cast<int>(ErrorKind::invalid_input);
  QTest::addRow("an experiment is there") << "good.mlink" << invalid << "already";
  QTest::addRow("a text is there") << "text.mlink" << invalid << "already";
  QTest::addRow("a folder is there") << "folder" << invalid << "already";
  QTest::addRow("a link to nowhere is there") << "link.mlink" << invalid << "already";
  QTest::addRow("no such folder") << "no/a.mlink" << static_cast<int>(ErrorKind::not_found) << "folder";
  QTest::addRow("below a file") << "text.mlink/a.mlink" << static_cast<int>(ErrorKind::not_found) << "folder";
  QTest::addRow("in a read-only folder") << "folder/a.mlink" << static_cast<int>(ErrorKind::read_only) << "written";
}

void TestStore::notMade() {
  QFETCH(QString, name);
  QFETCH(int, kind);
  QFETCH(QString, says);
  const Folder folder;
  make_good(folder.file("good.mlink"));
  write_bytes(folder.file("text.mlink"), "text");
  fs::create_directory(folder.file("folder"));
  fs::create_symlink("nowhere", folder.file("link.mlink"));
  ::chmod(folder.file("folder").c_str(), 0555);
  ::chmod(folder.path().c_str(), 0755);
  const auto names = listing(folder.path());
  const auto good = bytes_of(folder.file("good.mlink"));
  const auto file = folder.file(name.toStdString());
  {
    const BoundByModes bound;
    const auto writer = StoreWriter::create(file);
    QVERIFY(!writer);
    QCOMPARE(static_cast<int>(writer.error().kind), kind);
    check_message(writer.error(), file, says);
  }
  QCOMPARE(listing(folder.path()), names);
  QVERIFY(bytes_of(folder.file("good.mlink")) == good);
}

void TestStore::noLocks_data() {
  QTest::addColumn<int>("flock");
  QTest::addColumn<bool>("log");
  QTest::addRow("no lock manager") << ENOLCK << true;
  QTest::addRow("not supported") << EOPNOTSUPP << true;
  QTest::addRow("no shared memory for the log") << 0 << false;
}

/// A folder that does not lock files (a network's): that is said, and nothing is left behind.
void TestStore::noLocks() {
  QFETCH(int, flock);
  QFETCH(bool, log);
  const Folder folder;
  make_good(folder.file("good.mlink"));
  const auto names = listing(folder.path());
  const auto good = bytes_of(folder.file("good.mlink"));
  sqlite3_vfs* const usual = sqlite3_vfs_find(nullptr);
  flock_fails_with = flock;
  if (!log) sqlite3_vfs_register(sqlite3_vfs_find("unix-dotfile"), 1);
  const auto made = StoreWriter::create(folder.file("new.mlink"));
  const auto left = listing(folder.path());
  const auto opened = StoreWriter::open(folder.file("good.mlink"));
  flock_fails_with = 0;
  sqlite3_vfs_register(usual, 1);
  QVERIFY(!made);
  QCOMPARE(made.error().kind, ErrorKind::unsupported);
  check_message(made.error(), folder.file("new.mlink"), "does not lock files");
  QVERIFY(!opened);
  if (log) {
    QCOMPARE(opened.error().kind, ErrorKind::unsupported);
    check_message(opened.error(), folder.file("good.mlink"), "does not lock files");
  }
  QCOMPARE(left, names);
  QVERIFY2(listing(folder.path()).find(".lock") == std::string::npos, listing(folder.path()).c_str());
  QVERIFY(bytes_of(folder.file("good.mlink")) == good);
}

void TestStore::damageInside() {
  const Folder folder;
  make_rotten(folder.file());
  const auto writer = StoreWriter::open(folder.file());
  QVERIFY(!writer);
  QCOMPARE(writer.error().kind, ErrorKind::corrupt);
  check_message(writer.error(), folder.file(), "damaged");
  // What is still whole can be looked at; the rest is an error, never a wrong value.
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  QCOMPARE(reader.cameras().value().size(), std::size_t{1});
  const auto table = reader.output_table();
  QVERIFY(!table);
  QCOMPARE(table.error().kind, ErrorKind::corrupt);
  QVERIFY(!reader.problems().value().empty());
}

void TestStore::readOnlyFolder() {
  const Folder folder;
  make_good(folder.file());
  ::chmod(folder.file().c_str(), 0444);
  ::chmod(folder.path().c_str(), 0555);
  const auto names = listing(folder.path());
  {
    const BoundByModes bound;
    for (const auto& writer : {StoreWriter::open(folder.file())}) {
      QVERIFY(!writer);
      QCOMPARE(writer.error().kind, ErrorKind::read_only);
      check_message(writer.error(), folder.file(), "cannot be written");
    }
    ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
    QCOMPARE(reader.output_table().value().rows(), std::size_t{500});
    QVERIFY(reader.problems().value().empty());
  }
  ::chmod(folder.file().c_str(), 0644);  // now the folder alone
  {
    const BoundByModes bound;
    const auto writer = StoreWriter::open(folder.file());
    QVERIFY(!writer);
    QCOMPARE(writer.error().kind, ErrorKind::read_only);
  }
  QCOMPARE(listing(folder.path()), names);
  ::chmod(folder.path().c_str(), 0755);
}

// Somebody may only look, somebody else writes: before, while and after.
void TestStore::readOnlyFolderWhileWritten() {
  const Folder folder;
  make_good(folder.file());
  ::chmod(folder.file().c_str(), 0444);
  ::chmod(folder.path().c_str(), 0555);
  if (::access(folder.path().c_str(), W_OK) != 0)
    QSKIP("readOnlyFolderWhileWritten: the writer is one whom modes do not bind, so it runs as root only");
  const auto version = [](const StoreReader& reader) {
    const BoundByModes bound;
    return reader.version();
  };
  const auto open = [&] {
    const BoundByModes bound;
    return StoreReader::open(folder.file());
  };
  ASSIGN_OK(const auto before, open());
  ASSIGN_OK(const auto first, version(before));
  {
    ASSIGN_OK(auto writer, StoreWriter::open(folder.file()));
    VERIFY_OK(writer.set_setting("a", "1"));
    ASSIGN_OK(const auto meanwhile, open());
    ASSIGN_OK(const auto second, version(before));
    QVERIFY(second > first);
    QCOMPARE(version(meanwhile).value(), second);
    VERIFY_OK(writer.set_setting("a", "2"));
    QVERIFY(version(before).value() > second && version(meanwhile).value() > second);
  }
  ASSIGN_OK(const auto after, open());
  const BoundByModes bound;
  QCOMPARE(after.setting("a").value().value(), std::string("2"));
  QCOMPARE(before.setting("a").value().value(), std::string("2"));
}

void TestStore::tooManyPages() {
  const Folder folder;
  make_good(folder.file());
  ASSIGN_OK(auto writer, StoreWriter::open(folder.file()));
  const auto pages = Peek::connection(writer).pragma("PRAGMA page_count");
  Peek::connection(writer).execute(("PRAGMA max_page_count = " + std::to_string(pages + 5)).c_str());
  const Ids ids{{1}, {1}};
  const auto before = writer.version().value();
  std::vector<StoredOutput> rows;
  for (std::int64_t group = 10; group < 20; ++group)
    for (int frame = 0; frame < kGroupFrames; ++frame) rows.push_back(group_output(ids, group, frame));
  const auto full = writer.put_outputs(rows);
  QVERIFY(!full);
  QCOMPARE(full.error().kind, ErrorKind::disk_full);
  check_message(full.error(), folder.file(), "disk is full");
  // An error that the outer body swallows cannot make a half transaction either.
  QVERIFY(!writer.transaction([&]() -> Status {
    MLINK_TRY(writer.set_setting("half", "1"));
    if (writer.put_outputs(rows)) return fail(ErrorKind::failed, "there was room");
    return {};
  }) || !writer.output(1, 1, 10 * kGroupFrames).value());
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  for (int frame = 0; frame < kGroupFrames; ++frame) {
    QVERIFY(reader.output(1, 1, 9 * kGroupFrames + frame).value()->output == group_output(ids, 9, frame).output);
    QVERIFY(!reader.output(1, 1, 10 * kGroupFrames + frame).value());
  }
  QVERIFY(reader.problems().value().empty());
  // With room again the same writer goes on.
  Peek::connection(writer).execute("PRAGMA max_page_count = 1000000");
  VERIFY_OK(writer.put_outputs(rows));
  QVERIFY(reader.version().value() > before);
  QVERIFY(reader.output(1, 1, 19 * kGroupFrames).value().has_value());
}

void TestStore::fullDisk() {
  const Folder folder;
  make_good(folder.file());
  QProcess child;
  child.start(QCoreApplication::applicationFilePath(),
              {"--child", "full", QString::fromStdString(folder.file().string()), "600000"});
  QVERIFY(child.waitForFinished(60000));
  const auto lines = QString::fromUtf8(child.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
  QVERIFY(lines.size() > 1);
  const QString& error = lines.back();
  QVERIFY2(error.contains("disk is full"), qPrintable(error));
  const auto last = lines[lines.size() - 2].toLongLong();
  ASSIGN_OK(auto writer, StoreWriter::open(folder.file()));
  QCOMPARE(writer.setting("group").value().value(), std::to_string(last));
  QVERIFY(writer.problems().value().empty());
  const Ids ids{{1}, {1}};
  for (std::int64_t group = 0; group <= last; ++group)
    for (int frame = 0; frame < kGroupFrames; ++frame)
      QVERIFY(writer.output(1, 1, group * kGroupFrames + frame).value()->output ==
              group_output(ids, group, frame).output);
  VERIFY_OK(put(writer, {group_output(ids, last + 1, 0)}));
}

// The steps there are, and two made-up ones behind them.
void TestStore::migrations() {
  const Folder folder;
  make_good(folder.file());
  const auto now = static_cast<int>(mlink::store::migrations().size());
  const auto followed_by = [](std::initializer_list<Migration> more) {
    std::vector<Migration> all(mlink::store::migrations().begin(), mlink::store::migrations().end());
    all.insert(all.end(), more);
    return all;
  };
  const Migration second{"ALTER TABLE camera ADD COLUMN site TEXT NOT NULL DEFAULT 'street'"};
  const Migration third{"CREATE TABLE site (name TEXT); INSERT INTO site SELECT site FROM camera"};
  const Migration broken{"CREATE TABLE half (a); INSERT INTO no_such_table VALUES (1)"};
  const std::vector<Migration> wrong = followed_by({second, broken});
  const auto stopped_half_way = open_to_write(folder.file(), wrong);
  QVERIFY(!stopped_half_way);
  const auto version_of = [&] {
    SQLite::Database database(folder.file().string());
    return database.execAndGet("PRAGMA user_version").getInt();
  };
  QCOMPARE(version_of(), now + 1);  // the good step stays, the broken one left nothing
  SQLite::Database database(folder.file().string());
  QVERIFY(!database.tableExists("half"));

  const std::vector<Migration> right = followed_by({second, third});
  ASSIGN_OK(const auto connection, open_to_write(folder.file(), right));
  QCOMPARE(version_of(), now + 2);
  QCOMPARE(database.execAndGet("SELECT name FROM site").getString(), std::string("street"));
  QCOMPARE(database.execAndGet("SELECT count(*) FROM output").getInt(), 500);
  QCOMPARE(database.execAndGet("PRAGMA application_id").getInt64(), kApplicationId);

  // To a program that knows fewer steps this is a newer file.
  const auto newer = StoreReader::open(folder.file());
  QVERIFY(!newer);
  QCOMPARE(newer.error().kind, ErrorKind::newer_version);
}

// A file as the first version left it: its measured times were medians.
void TestStore::oldCosts() {
  const Folder folder;
  make_version(
      folder.file(), 1,
      "INSERT INTO content VALUES (1, 'c');"
      "INSERT INTO box VALUES (1, 'face', 'Face', 1, '{}', '', '{}', 0), (2, 'pose', 'Pose', 1, '{}', '', '{}', 0);"
      "INSERT INTO cost VALUES (1, 'time', .005, .055, .06, 'measured', '30 frames'),"
      "(1, 'memory', 1e6, 0, 0, 'measured', 'peak'), (2, 'time', .03, 0, 0, 'typed', 'typed in');");
  ASSIGN_OK(const auto writer, StoreWriter::open(folder.file()));
  ASSIGN_OK(const auto costs, writer.costs());
  QCOMPARE(costs.size(), std::size_t{2});
  const auto& [face, pose] = std::tie(costs.at(1), costs.at(2));
  QVERIFY(face.bytes == 1e6 && face.bytes_note == "peak");
  QVERIFY(face.seconds == .005 && face.seconds_p50 == .005 && face.seconds_p95 == .055 && face.seconds_p99 == .06);
  QCOMPARE(face.seconds_note, std::string("30 frames, median"));
  QVERIFY(pose.seconds == .03 && pose.seconds_p50 == 0 && pose.seconds_note == "typed in");
  QVERIFY(!pose.known(CostKind::memory));
}

// A file as the second version left it: files had no place on a clock, cameras one file.
void TestStore::oldClock() {
  const Folder folder;
  make_version(folder.file(), 2,
               "INSERT INTO source VALUES (1, 's');"
               "INSERT INTO video VALUES (1, '/nowhere/a.avi', 'a', '{}', '');"
               "INSERT INTO camera VALUES (1, 1, 'yard', 0, 0, 0, 0, 1, 0, 1);"
               "INSERT INTO frame VALUES (1, 0, 0), (1, 1, .1);");
  ASSIGN_OK(const auto writer, StoreWriter::open(folder.file()));
  ASSIGN_OK(const auto cameras, writer.cameras());
  QVERIFY(cameras.size() == 1 && cameras[0].part_of.empty() && cameras[0].first_ordinal == 0);
  ASSIGN_OK(const auto videos, writer.videos());
  QCOMPARE(videos[0].start, ClockStart());
  ASSIGN_OK(const auto table, writer.output_table());
  QCOMPARE(table.cameras, std::vector<std::string>{"yard"});
  QVERIFY(table.frames[1].ordinal == 1 && table.frames[1].seconds == .1);
}

// A file as the third version left it: nothing was counted beside the outputs.
void TestStore::oldCounts() {
  const Folder folder;
  make_version(
      folder.file(), 3,
      "INSERT INTO source VALUES (1, 's');"
      "INSERT INTO content VALUES (1, 'c'), (2, 'd');"
      "INSERT INTO video VALUES (1, '/nowhere/a.avi', 'a', '{}', '', 0, '', 0);"
      "INSERT INTO camera VALUES (1, 1, 'yard', 0, 0, 0, 0, 1, 0, 1, '', 0), (2, 1, 'half', 0, 0, 0, 0, 2, 0, 1, '', "
      "0);"
      "INSERT INTO frame VALUES (1, 0, 0), (1, 1, .1), (1, 2, .2), (2, 0, 0), (2, 2, .2);"
      "INSERT INTO box VALUES (1, 'face', 'Face', 1, '{}', '', '{}', 0), (2, 'pose', 'Pose', 2, '{}', '', '{}', 0);"
      "INSERT INTO output VALUES (1, 1, 0, 1, x'0000803f', 0, NULL), (1, 1, 1, 2, NULL, 0, NULL), "
      "(1, 1, 2, 3, NULL, 0, 'no'), (1, 1, 9, 1, x'0000803f', 0, NULL);");
  ASSIGN_OK(const auto writer, StoreWriter::open(folder.file()));
  ASSIGN_OK(const auto coverage, writer.coverage());
  QCOMPARE(coverage.size(), std::size_t{4});
  const auto is = [](const Coverage& c, std::int64_t wanted, std::int64_t present, std::int64_t none,
                     std::int64_t failed) {
    return c.wanted == wanted && c.present == present && c.none == none && c.failed == failed;
  };
  QVERIFY(is(coverage[0], 3, 1, 1, 1));
  QVERIFY(is(coverage[1], 3, 0, 0, 0));
  QVERIFY(is(coverage[2], 2, 1, 0, 1));
  QVERIFY(is(coverage[3], 2, 0, 0, 0));
}

// A file as the fourth version left it: nothing was known of its pictures.
void TestStore::oldFeatures() {
  const Folder folder;
  make_version(folder.file(), 4,
               "INSERT INTO source VALUES (1, 's');"
               "INSERT INTO video VALUES (1, '/nowhere/a.avi', 'a', '{}', '', 0, '', 0);"
               "INSERT INTO camera VALUES (1, 1, 'yard', 0, 0, 0, 0, 1, 0, 1, '', 0, 2);"
               "INSERT INTO frame VALUES (1, 0, 0), (1, 1, .1);");
  ASSIGN_OK(const auto writer, StoreWriter::open(folder.file()));
  ASSIGN_OK(const auto table, writer.output_table());
  QCOMPARE(table.rows(), std::size_t{2});
  QVERIFY(!writer.frame_features(table).value().any());
  QCOMPARE(writer.without_features(1).value().size(), std::size_t{2});
}

// A file as the fifth version left it: results had no notes, and nothing told how long they took.
void TestStore::oldResults() {
  const Folder folder;
  make_version(folder.file(), 5,
               "INSERT INTO result VALUES (3, 'link_set', 'links', '{}', 1, 'dh', 'mlink 0.1', '2026-01-02', x'00ff'),"
               "(4, 'replay', 'replay', '{}', 1, 'dh', 'mlink 0.1', '2026-01-03', '{}');");
  ASSIGN_OK(auto writer, StoreWriter::open(folder.file()));
  ASSIGN_OK(const auto before, writer.all_results());
  QCOMPARE(before.size(), std::size_t{2});
  QVERIFY(before[0].id == 3 && before[0].name == "links" && before[0].bytes == 2);
  QVERIFY(before[0].note.empty() && before[0].noted.empty() && before[0].seconds == 0);
  VERIFY_OK(writer.put_note(3, "still here", "2026-02-01"));
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  QCOMPARE(reader.result(3).value().note, std::string("still here"));
  QCOMPARE(reader.result(3).value().blob, std::string("\0\xFF", 2));
  QVERIFY(reader.result(4).value().note.empty());
  QVERIFY(reader.problems().value().empty());
}

void TestStore::rowsThatAreGone() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 1, 1, {count_spec()}));
  const auto gone = [](const auto& result) { return !result && result.error().kind == ErrorKind::not_found; };
  QVERIFY(gone(writer.remove_camera(99)));
  QVERIFY(gone(writer.remove_box(99)));
  QVERIFY(gone(writer.rename_result(99, "x")));
  QVERIFY(gone(writer.remove_result(99)));
  QVERIFY(gone(writer.result(99)));
  QVERIFY(gone(writer.frame_index(99)));
  QVERIFY(gone(put(writer, {value(99, ids.boxes[0], 0, {1})})));
  QVERIFY(gone(put(writer, {value(ids.cameras[0], 99, 0, {1})})));
  QVERIFY(!writer.output(99, 99, 0).value().has_value());
  QVERIFY(writer.frames(99).value().empty());
}

void TestStore::namesThatAreTaken() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 1, 1, {count_spec()}));
  ASSIGN_OK(const auto cameras, writer.cameras());
  const auto same_camera = writer.add_camera(cameras[0], {});
  QVERIFY(!same_camera);
  QCOMPARE(same_camera.error().kind, ErrorKind::invalid_input);
  check_message(same_camera.error(), folder.file(), "\"cam 0\" already");
  ASSIGN_OK(const auto boxes, writer.boxes());
  const auto same_box = writer.add_box(boxes[0]);
  QVERIFY(!same_box);
  check_message(same_box.error(), folder.file(), "\"box 0\" already");

  StoredBox no_spec = boxes[0];
  no_spec.name = "no spec";
  no_spec.spec_json = "{";
  QCOMPARE(writer.add_box(no_spec).error().kind, ErrorKind::invalid_input);
  StoredCamera camera = cameras[0];
  camera.name = "new";
  const std::vector<StoredFrame> twice{{0, 3, 0.1}, {0, 3, 0.2}};
  QCOMPARE(writer.add_camera(camera, twice).error().kind, ErrorKind::invalid_input);
  const std::vector<StoredFrame> no_time{{0, 3, std::nan("")}};
  QCOMPARE(writer.add_camera(camera, no_time).error().kind, ErrorKind::invalid_input);
  camera.video = 99;
  QCOMPARE(writer.add_camera(camera, {}).error().kind, ErrorKind::invalid_input);
  QCOMPARE(writer.cameras().value().size(), std::size_t{1});  // nothing half-added
  QVERIFY(writer.problems().value().empty());
}
