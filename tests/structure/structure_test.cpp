// The house as it stands, and the checker on made-up houses that are wrong, so that it is known to find a breach.
#include <QDirIterator>
#include <QFile>
#include <QTest>
#include <algorithm>

#include "structure/house.h"

using namespace mlink::house;  // NOLINT(google-build-using-namespace): the functions under test

namespace {

QString read(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  return QString::fromUtf8(file.readAll());
}

std::vector<SourceFile> files_below(const QStringList& folders, const QStringList& patterns) {
  const QDir top(MLINK_SOURCE_DIR);
  std::vector<SourceFile> files;
  for (const QString& folder : folders) {
    QDirIterator it(top.filePath(folder), patterns, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
      const QString path = it.next();
      files.push_back({top.relativeFilePath(path), read(path)});
    }
  }
  return files;
}

std::vector<SourceFile> sources() {
  return files_below({"core", "ui", "app", "tests"}, {"*.h", "*.cpp", "*.cu", "*.cc", "*.hpp", "*.inl"});
}

QString text_of(const QString& path) { return read(QDir(MLINK_SOURCE_DIR).filePath(path)); }

Graph built_graph() { return parse_arrows(read(QString(MLINK_BINARY_DIR) + "/arrows.txt")); }

QByteArray listed(const QStringList& wrong) { return wrong.join('\n').toUtf8(); }

void expect_clean(const QStringList& wrong) { QVERIFY2(wrong.isEmpty(), listed(wrong).constData()); }

/// A house of two targets in the folders given, the first linking the second.
Graph pair(const QString& from, const QString& to) { return {{"mlink_a", from, {"mlink_b"}}, {"mlink_b", to, {}}}; }

}  // namespace

class StructureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void the_graph_is_there();
  void arrows_of_the_house() { expect_clean(wrong_arrows(built_graph())); }
  void includes_match_the_arrows() { expect_clean(wrong_includes(sources(), built_graph())); }
  void headers_stay_in_their_places() { expect_clean(wrong_headers(sources())); }
  void internal_headers_stay_in_their_rooms() { expect_clean(internal_includes(sources())); }
  void every_name_is_defined_once() { expect_clean(double_names(sources())); }
  void every_room_has_its_namespace() { expect_clean(wrong_namespaces(sources())); }
  void rooms_name_what_they_may_know() { expect_clean(wrong_room_names(text_of("core/base/rooms.h"))); }
  void every_arrow_is_used() { expect_clean(unused_arrows(sources(), built_graph())); }
  void files_are_short() { expect_clean(too_long(sources(), 600)); }
  void training_rows_are_only_shown();
  void every_room_says_what_it_is_for() { expect_clean(without_readme(files_below({"core"}, {"CMakeLists.txt"}))); }

  void arrows_are_parsed();
  void checker_judges_arrows_data();
  void checker_judges_arrows();
  void checker_finds_torch_outside_its_module();
  void checker_judges_includes_data();
  void checker_judges_includes();
  void checker_judges_headers_data();
  void checker_judges_headers();
  void checker_finds_internal_includes_data();
  void checker_finds_internal_includes();
  void checker_finds_double_names_data();
  void checker_finds_double_names();
  void checker_finds_wrong_namespaces_data();
  void checker_finds_wrong_namespaces();
  void checker_finds_wrong_room_names();
  void checker_finds_unused_arrows();
  void checker_counts_lines();
  void checker_wants_a_readme_line();
};

void StructureTest::the_graph_is_there() {
  const Graph graph = built_graph();
  QSet<QString> rooms;
  for (const Target& target : graph) rooms.insert(room_of(target.folder));
  QVERIFY2(rooms.contains("base") && rooms.contains("outputs") && rooms.contains("tests"),
           "arrows.txt in the build folder is missing or empty: configure again");
  const QDir core(QString(MLINK_SOURCE_DIR) + "/core");
  for (const QString& folder : core.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
    if (!read(core.filePath(folder + "/CMakeLists.txt")).contains("mlink_room(")) continue;
    QVERIFY2(rooms.contains(folder), qPrintable("core/" + folder + " declares a room that is not in the CMake graph"));
  }
}

/// What links score on the rows that trained them flatters: no method, selection or threshold may come to read it.
void StructureTest::training_rows_are_only_shown() {
  const QStringList shown{"core/analysis/analysis.cpp",
                          "core/analysis/matrix_rows.",
                          "core/report/judged_rows.",
                          "app/cli/",
                          "ui/links/",
                          "tests/"};
  QStringList wrong;
  int seen = 0;
  for (const SourceFile& file : sources()) {
    if (!file.text.contains("matrix_rows.h\"") && !file.text.contains("judged_rows.h\"")) continue;
    ++seen;
    if (std::none_of(shown.begin(), shown.end(), [&](const QString& part) { return file.path.startsWith(part); }))
      wrong << file.path + " includes figures of training rows";
  }
  QVERIFY(seen > 4);
  expect_clean(wrong);
}

void StructureTest::arrows_are_parsed() {
  const Graph graph = parse_arrows("mlink_base core/base:\nmlink_links core/links: mlink_base mlink_x\nmlink_x :\n");
  QCOMPARE(graph.size(), 3U);
  QCOMPARE(graph[1].name, QString("mlink_links"));
  QCOMPARE(graph[1].folder, QString("core/links"));
  QCOMPARE(graph[1].deps, (QStringList{"mlink_base", "mlink_x"}));
  QVERIFY(graph[2].folder.isEmpty());
  QVERIFY(parse_arrows("").empty());
}

void StructureTest::checker_judges_arrows_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::addColumn<bool>("right");
  const auto row = [](const char* from, const char* to, bool right) {
    QTest::addRow("%s -> %s", from, to) << QString(from) << QString(to) << right;
  };
  row("core/outputs", "core/base", true);
  row("core/links", "core/base", true);
  row("core/replay", "core/links", true);
  row("core/blackbox", "core/media", true);
  row("core/experiment", "core/store", true);
  row("core/experiment", "core/blackbox", true);
  row("core/report", "core/experiment", true);
  row("core/report", "core/studies", true);
  row("core/studies", "core/experiment", true);
  row("core/studies", "core/replay", true);
  row("core/experiment", "core/studies", false);
  row("core/studies", "core/report", false);
  row("core/report", "core/metrics", true);
  row("ui", "core/report", true);
  row("ui", "core/experiment", true);
  row("app", "ui", true);
  row("tests/links", "core/store", true);
  row("core/base", "core/outputs", false);
  row("core/outputs", "core/metrics", false);
  row("core/metrics", "core/links", false);
  row("core/links", "core/scheduling", false);
  row("core/links", "core/store", false);
  row("core/replay", "core/experiment", false);
  row("core/store", "core/media", false);
  row("core/store", "core/links", false);
  row("core/media", "core/blackbox", false);
  row("core/blackbox", "core/links", false);
  row("core/blackbox", "core/store", false);
  row("core/report", "core/store", false);
  row("core/experiment", "core/report", false);
  row("core/report", "ui", false);
  row("ui", "core/links", false);
  row("ui", "core/store", false);
  row("ui", "app", false);
  row("app", "core/blackbox", false);
  row("core/kitchen", "core/base", false);
}

void StructureTest::checker_judges_arrows() {
  QFETCH(QString, from);
  QFETCH(QString, to);
  QFETCH(bool, right);
  const QStringList wrong = wrong_arrows(pair(from, to));
  QVERIFY2(wrong.isEmpty() == right, listed(wrong).constData());
}

void StructureTest::checker_finds_torch_outside_its_module() {
  const auto house = [](const QString& target, const QString& folder) {
    return Graph{{target, folder, {"mlink_torch"}}, {"mlink_torch", "", {}}};
  };
  QVERIFY(wrong_arrows(house("mlink_torch_module", "core")).isEmpty());
  QVERIFY(wrong_arrows(house("mlink_links_reference", "core/links")).isEmpty());
  QCOMPARE(wrong_arrows(house("mlink_links", "core/links")).size(), 1);
  QCOMPARE(wrong_arrows(house("mlink_metrics", "core/metrics")).size(), 1);
  QCOMPARE(wrong_arrows(house("mlink_ui", "ui")).size(), 1);
}

void StructureTest::checker_judges_includes_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("line");
  QTest::addColumn<bool>("right");
  QTest::newRow("own room") << "core/store/a.cpp"
                            << "#include \"store/b.h\"" << true;
  QTest::newRow("declared") << "core/store/a.cpp"
                            << "#include \"outputs/b.h\"" << true;
  QTest::newRow("declared at the second step") << "core/store/a.cpp"
                                               << "#include \"base/b.h\"" << true;
  QTest::newRow("allowed, not declared") << "core/media/a.cpp"
                                         << "#include \"outputs/b.h\"" << false;
  QTest::newRow("not allowed") << "core/store/a.h"
                               << "#include \"media/frame.h\"" << false;
  QTest::newRow("not allowed, other spacing") << "core/store/a.h"
                                              << "  # include  \"media/frame.h\"" << false;
  QTest::newRow("ui past the door") << "ui/a.cpp"
                                    << "#include \"links/link_set.h\"" << false;
  QTest::newRow("app past the door") << "app/a.cpp"
                                     << "#include \"store/store.h\"" << false;
  QTest::newRow("a test may look anywhere") << "tests/store/a.cpp"
                                            << "#include \"media/frame.h\"" << true;
  QTest::newRow("somebody else's header") << "core/store/a.cpp"
                                          << "#include \"xxhash/xxhash.h\"" << true;
}

void StructureTest::checker_judges_includes() {
  QFETCH(QString, path);
  QFETCH(QString, line);
  QFETCH(bool, right);
  const Graph graph{{"mlink_base", "core/base", {}},
                    {"mlink_outputs", "core/outputs", {"mlink_base"}},
                    {"mlink_media", "core/media", {"mlink_base"}},
                    {"mlink_store", "core/store", {"mlink_outputs"}}};
  const QStringList wrong = wrong_includes({{path, "// first\n" + line + "\n"}}, graph);
  QVERIFY2(wrong.isEmpty() == right, listed(wrong).constData());
  if (!right) QVERIFY2(wrong[0].startsWith(path + ":2: "), listed(wrong).constData());
}

void StructureTest::checker_judges_headers_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("line");
  QTest::addColumn<bool>("right");
  const auto row = [](const char* path, const char* line, bool right) {
    QTest::addRow("%s: %s", path, line) << QString(path) << QString(line) << right;
  };
  row("core/media/a.cpp", "#include <QString>", false);
  row("core/base/a.h", "#include <QtCore/QObject>", false);
  row("ui/a.cpp", "#include <QString>", true);
  row("core/links/torch/a.cpp", "#include <torch/torch.h>", true);
  row("core/blackbox/torch/a.cpp", "#include <torch/script.h>", true);
  row("core/methods/torch/a.h", "#include <ATen/core/Tensor.h>", true);
  row("core/links/a.cpp", "#include <torch/torch.h>", false);
  row("core/blackbox/adapters/torch_box.cpp", "#include <torch/script.h>", false);
  row("core/methods/a.cpp", "#include <fstream>", false);
  row("core/blackbox/manifest.cpp", "#include <torch/script.h>", false);
  row("core/blackbox/manifest.h", "#include <ATen/core/Tensor.h>", false);
  row("ui/a.cpp", "#include <c10/util/Exception.h>", false);
  row("core/store/a.cpp", "#include <filesystem>", true);
  row("core/experiment/a.cpp", "std::thread worker;", true);
  row("core/links/a.cpp", "#include <filesystem>", false);
  row("core/recorded/a.cpp", "#include <fstream>", false);
  row("core/outputs/a.h", "#include <fstream>", false);
  row("core/links/a.cpp", "#include <thread>", false);
  row("core/replay/a.cpp", "#include <sqlite3.h>", false);
  row("core/replay/a.cpp", "const auto t = std::chrono::steady_clock::now();", false);
  row("core/scheduling/a.cpp", "std::jthread worker;", false);
  row("core/links/a.cpp", "std::mt19937 g{std::random_device{}()};", false);
  row("core/links/a.cpp", "// never std::random_device here", true);
  row("core/links/a.cpp", "#include <stop_token>", true);
  row("core/analysis/a.cpp", "thread_executor()(3, job);", false);
  row("core/recorded/a.cpp", "auto run = thread_executor(2);", false);
  row("core/convert/a.cpp", "auto run = thread_executor(2);", false);
  row("core/analysis/a.cpp", "const Executor& executor", true);
  row("core/studies/a.cpp", "hands.executor = thread_executor();", true);
}

void StructureTest::checker_judges_headers() {
  QFETCH(QString, path);
  QFETCH(QString, line);
  QFETCH(bool, right);
  const QStringList wrong = wrong_headers({{path, line + "\n"}});
  QVERIFY2(wrong.isEmpty() == right, listed(wrong).constData());
}

void StructureTest::checker_finds_internal_includes_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("first_line");
  QTest::addColumn<bool>("right");
  QTest::newRow("another room") << "core/methods/a.cpp"
                                << "// Internal to core/links: codes." << false;
  QTest::newRow("another room, older words") << "core/methods/a.cpp"
                                             << "// Codes. Private to core/links." << false;
  QTest::newRow("the window") << "ui/a.cpp"
                              << "// Internal to core/links: codes." << false;
  QTest::newRow("its own room") << "core/links/a.cpp"
                                << "// Internal to core/links: codes." << true;
  QTest::newRow("a test may look anywhere") << "tests/links/a.cpp"
                                            << "// Internal to core/links: codes." << true;
  QTest::newRow("a public header") << "core/methods/a.cpp"
                                   << "// How outputs enter a net." << true;
}

void StructureTest::checker_finds_internal_includes() {
  QFETCH(QString, path);
  QFETCH(QString, first_line);
  QFETCH(bool, right);
  const QStringList wrong = internal_includes(
      {{"core/links/nets/codec.h", first_line + "\n"}, {path, "// first\n#include \"links/nets/codec.h\"\n"}});
  QVERIFY2(wrong.isEmpty() == right, listed(wrong).constData());
}

void StructureTest::checker_finds_double_names_data() {
  QTest::addColumn<QString>("other");
  QTest::addColumn<bool>("right");
  const auto row = [](const char* name, const char* other, bool right) {
    QTest::newRow(name) << QString(other) << right;
  };
  row("the same", "namespace mlink {\nstruct Step {\n};\n}  // namespace mlink\n", false);
  row("an enum of that name", "namespace mlink {\nenum class Step { open };\n}  // namespace mlink\n", false);
  row("a class with a base", "namespace mlink {\nclass Step final : public A {\n};\n}  // namespace mlink\n", false);
  row("in one line", "namespace mlink {\nstruct Step {};\n}  // namespace mlink\n", false);
  row("after another namespace",
      "namespace other {\n}  // namespace other\nnamespace mlink {\nstruct Step {\n};\n}  // namespace mlink\n", false);
  row("announced only", "namespace mlink {\nstruct Step;\nclass Step;  // defined elsewhere\n}  // namespace mlink\n",
      true);
  row("a part of it, defined elsewhere", "namespace mlink {\nstruct Step::Impl {\n};\n}  // namespace mlink\n", true);
  row("in another namespace", "namespace mlink::ui {\nstruct Step {\n};\n}  // namespace mlink::ui\n", true);
  row("inside a class", "namespace mlink {\nclass A {\n  struct Step {\n  };\n};\n}  // namespace mlink\n", true);
}

void StructureTest::checker_finds_double_names() {
  QFETCH(QString, other);
  QFETCH(bool, right);
  const QString one = "namespace mlink {\nstruct Step {\n};\n}  // namespace mlink\n";
  const QStringList wrong = double_names({{"core/replay/planner.h", one}, {"ui/common/worker.h", other}});
  QVERIFY2(wrong.isEmpty() == right, listed(wrong).constData());
  QVERIFY(double_names({{"core/replay/planner.h", one}, {"core/replay/a.cpp", one}}).isEmpty());
}

void StructureTest::checker_finds_wrong_namespaces_data() {
  QTest::addColumn<QString>("path");
  QTest::addColumn<QString>("text");
  QTest::addColumn<bool>("ok");
  QTest::newRow("its own") << "core/replay/a.h"
                           << "namespace mlink::replay {" << true;
  QTest::newRow("inside its own") << "core/media/a.h"
                                  << "namespace mlink::media::ffmpeg {" << true;
  QTest::newRow("the house's") << "core/replay/a.h"
                               << "namespace mlink {" << false;
  QTest::newRow("another's") << "core/replay/a.cpp"
                             << "namespace mlink::links {" << false;
  QTest::newRow("announces another's") << "core/replay/a.h"
                                       << "namespace mlink::links {\nclass Link;\n}" << true;
  QTest::newRow("a longer name") << "core/replay/a.cpp"
                                 << "namespace mlink::replays {" << false;
  QTest::newRow("the window") << "ui/links/a.cpp"
                              << "namespace mlink::ui {" << true;
  QTest::newRow("a page of its own") << "ui/links/a.cpp"
                                     << "namespace mlink::links {" << false;
  QTest::newRow("the command line") << "app/cli/a.cpp"
                                    << "namespace mlink::cli {" << true;
  QTest::newRow("suites") << "tests/links/a.cpp"
                          << "namespace mlink {" << true;
}

void StructureTest::checker_finds_wrong_namespaces() {
  QFETCH(QString, path);
  QFETCH(QString, text);
  QFETCH(bool, ok);
  QCOMPARE(wrong_namespaces({{path, text}}).isEmpty(), ok);
}

void StructureTest::checker_finds_wrong_room_names() {
  const QString right = text_of("core/base/rooms.h");
  QString more = right;
  QVERIFY(wrong_room_names(more.replace("namespace store {\n", "namespace store {\nusing namespace links;\n"))
              .contains("store: rooms.h lets it name links"));
  QString less = right;
  QCOMPARE(wrong_room_names(less.replace("namespace convert {", "namespace converted {")),
           QStringList{"convert: rooms.h has no namespace of it"});
}

void StructureTest::checker_finds_unused_arrows() {
  const Graph graph{{"mlink_base", "core/base", {}}, {"mlink_store", "core/store", {"mlink_base", "mlink_x"}}};
  const SourceFile with{"core/store/a.cpp", "// a\n#include \"base/error.h\"\n"};
  const SourceFile without{"core/store/a.cpp", "// a\n#include \"store/b.h\"\n"};
  QVERIFY(unused_arrows({with}, graph).isEmpty());
  QCOMPARE(unused_arrows({without}, graph), QStringList{"store -> base: declared, and no include uses it"});
}

void StructureTest::checker_counts_lines() {
  QVERIFY(too_long({{"core/a.cpp", QString("x\n").repeated(600)}}, 600).isEmpty());
  QCOMPARE(too_long({{"core/a.cpp", QString("x\n").repeated(601)}}, 600).size(), 1);
}

void StructureTest::checker_wants_a_readme_line() {
  QVERIFY(
      without_readme({{"core/links/CMakeLists.txt", "# links: small nets from one black box's output to another's\n"}})
          .isEmpty());
  QCOMPARE(without_readme({{"core/links/CMakeLists.txt", "mlink_room(links)\n"}}).size(), 1);
  QCOMPARE(without_readme({{"core/links/CMakeLists.txt", "# links: short\n"}}).size(), 1);
}

QTEST_GUILESS_MAIN(StructureTest)
#include "structure_test.moc"
