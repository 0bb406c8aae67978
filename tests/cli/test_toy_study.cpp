// cli: a study that one file adds is a command with its options, is kept in the file, and is in tables, documents and
// exports. The commands run in this process, which has the toy study linked.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli.h"
#include "experiment/import.h"
#include "report/study_report.h"

using namespace mlink::rooms;

namespace {

/// What the command line says, and its status; a parser's complaint is the text of an error.
struct Said {
  bool parsed = false;
  Status status;
  std::string out;
};

Said say(std::vector<std::string> words) {
  CLI::App app{"test", "mlink"};
  mlink::cli::Parsed parsed;
  mlink::cli::add_study_commands(app, parsed);
  mlink::cli::add_export_command(app, parsed);
  Said said;
  std::reverse(words.begin(), words.end());
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    std::ostringstream text;
    app.exit(error, text, text);
    said.out = text.str();
    return said;
  }
  said.parsed = true;
  mlink::cli::Context context;
  context.json = parsed.json;
  std::ostringstream text;
  auto* before = std::cout.rdbuf(text.rdbuf());
  said.status = parsed.action(context);
  std::cout.rdbuf(before);
  said.out = text.str();
  return said;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

class TestToyStudy : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::string file_;

  [[nodiscard]] std::string at(const std::string& name) const { return folder_.path().toStdString() + "/" + name; }

 private Q_SLOTS:
  void initTestCase() {
    file_ = at("toy.mlink");
    auto experiment = Experiment::create(file_);
    QVERIFY(experiment.has_value());
    std::ofstream(at("a.csv")) << "source,frame,value\ncam,0,1\ncam,1,2\ncam,2,\n";
    ImportOptions options;
    options.box = "a";
    options.outputs = at("a.csv");
    options.task = Task::count;
    QVERIFY(experiment->import_outputs(options).has_value());
  }

  void isKnown() {
    QVERIFY((study_names() ==
             std::vector<std::string>{"sizes", "ensemble", "correlation", "overhead", "simulation", "toy"}));
    QVERIFY(find_study("toy") != nullptr);
    QVERIFY(find_study("dance") == nullptr);
    QVERIFY2(has(study_exports_help(), "study-toy, each also with -paper behind it"), study_exports_help().c_str());
    const auto help = say({"study", "--help"});
    QVERIFY2(has(help.out, "overhead, simulation, toy") && has(help.out, "A test's own"), help.out.c_str());
    const auto own = say({"study", "toy", "--help"});
    QVERIFY2(has(own.out, "--times") && has(own.out, "How often each output counts"), own.out.c_str());
    QVERIFY2(!has(own.out, "--epochs"), own.out.c_str());
    QVERIFY(has(say({"export", "--help"}).out, "study-toy-boxes"));
  }

  void misuseIsTold() {
    QVERIFY(!say({"study", "dance", file_}).parsed);
    QVERIFY(!say({"study", "toy", file_, "--times", "10"}).parsed);
    QVERIFY(!say({"study", "toy", file_, "--epochs", "1"}).parsed);
    const auto early = say({"export", file_, "--what", "study-toy", "--out", at("early.csv")});
    QVERIFY(early.parsed && !early.status.has_value());
    QVERIFY2(has(early.status.error().text(), "mlink study toy"), early.status.error().text().c_str());
    QVERIFY(!add_study(nullptr));
    QVERIFY(!add_study(sizes_study()));
  }

  void runsIsKeptAndExported() {
    const auto table = say({"study", "toy", file_, "--times", "3"});
    QVERIFY2(table.status.has_value(), table.status ? "" : table.status.error().text().c_str());
    QVERIFY2(has(table.out, "Study toy") && has(table.out, "6") && has(table.out, "Counts of outputs."),
             table.out.c_str());
    const auto document = nlohmann::json::parse(say({"study", "toy", file_, "--times", "3", "--json"}).out);
    QCOMPARE(document["study"].get<std::string>(), std::string("toy"));
    QCOMPARE(document["settings"]["times"].get<int>(), 3);
    QCOMPARE(document["counts"][0].get<int>(), 6);
    const auto reader = ExperimentReader::open(file_);
    QVERIFY(reader.has_value());
    QCOMPARE(reader->results("study_toy")->size(), std::size_t{1});  // the second run took the first one's place
    for (const auto* as : {"csv", "md", "tex", "html", "text", "json"})
      for (const auto* what : {"study-toy", "study-toy-paper", "study-toy-boxes"}) {
        const auto out = at(std::string(what) + "." + as);
        const auto said = say({"export", file_, "--what", what, "--as", as, "--out", out});
        QVERIFY2(said.parsed && said.status.has_value(), said.out.c_str());
        QVERIFY2(!content(out).empty(), out.c_str());
      }
    QCOMPARE(content(at("study-toy.csv")), std::string("box,outputs\r\na,6\r\n"));
    QCOMPARE(content(at("study-toy-boxes.csv")), std::string("boxes\r\n1\r\n"));
    QCOMPARE(nlohmann::json::parse(content(at("study-toy.json")))["counts"][0].get<int>(), 6);
  }
};

QTEST_APPLESS_MAIN(TestToyStudy)
#include "test_toy_study.moc"
