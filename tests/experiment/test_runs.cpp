// experiment and report: everything computed in a file as a list, with figures that are the core's, and what a person
// does with a run: rename, note, remove, compare, make again.
#include <qfloat16.h>  // QCOMPARE of JSON needs it whole
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "experiment/runs.h"
#include "experiment/source_edits.h"
#include "report/html/html_report.h"
#include "report/runs.h"
#include "report/study_report.h"
#include "support/made_runs.h"
#include "support/require.h"

using namespace mlink::rooms;

namespace {

const ToldRun* named(const std::vector<ToldRun>& runs, const std::string& name) {
  const auto at = std::find_if(runs.begin(), runs.end(), [&](const auto& told) { return told.run.name == name; });
  return at == runs.end() ? nullptr : &*at;
}

std::string setting_of(const ToldRun& told, const std::string& name) {
  for (const auto& setting : told.settings)
    if (setting.name == name) return setting.value;
  return "(none)";
}
}  // namespace

class TestRuns : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path made_;
  int copies_ = 0;

  std::filesystem::path copy() {
    auto file = made_.parent_path() / ("copy" + std::to_string(++copies_) + ".mlink");
    std::filesystem::copy_file(made_, file);
    return file;
  }
  static QString page(const std::filesystem::path& file) {
    const auto content = html_content(file, {}, {}, {});
    return content ? QString::fromStdString(html_report(*content)) : QString::fromStdString(content.error().text());
  }
  /// The dogs again, others.
  static Status import_more(Experiment& experiment, const std::string& camera, int frames) {
    ImportOptions options;
    options.box = "dogs";
    options.task = Task::count;
    options.replace = true;
    options.outputs = experiment.path().parent_path() / "others.csv";
    std::ofstream out(options.outputs);
    out << "source,frame,value\n";
    for (int frame = 0; frame < frames; ++frame) out << camera << ',' << frame << ',' << frame % 2 << '\n';
    out.close();
    MLINK_TRY(experiment.import_outputs(options));
    return {};
  }
  static std::vector<ToldRun> told(const std::filesystem::path& file) {
    const auto reader = ExperimentReader::open(file);
    return reader ? told_runs(*reader).value_or(std::vector<ToldRun>{}) : std::vector<ToldRun>{};
  }

 private Q_SLOTS:
  void initTestCase() {
    const auto made = mlink::test::make_runs(folder_.path().toStdString());
    REQUIRE(made);
    made_ = *made;
  }

  void listed() {
    const auto runs = told(made_);
    std::vector<std::string> names;
    for (const auto& run : runs) names.push_back(run.run.name);
    // Newest first; imports, whose time is not known, at the end.
    const std::vector<std::string> expected{"replay-1", "ensemble-1", "second", "first", "dogs", "cars", "persons"};
    QCOMPARE(names, expected);
    const ToldRun& second = *named(runs, "second");
    QVERIFY(second.run.in_use && second.group == RunGroup::link_set && second.run.stale.empty());
    QVERIFY(second.run.seconds > 0 && second.run.bytes > 0);
    QVERIFY(!named(runs, "first")->run.in_use);
    QCOMPARE(second.what, std::string("40\u2009% in time, seed 2, 6 epochs"));
    QCOMPARE(setting_of(second, "Part"), std::string("40\u2009% in time"));
    QCOMPARE(setting_of(second, "Nets"), std::string("1"));
    QCOMPARE(named(runs, "persons")->result.value, 240.0);
    QCOMPARE(named(runs, "persons")->what, std::string("persons.csv, count"));
  }

  // The figures are those of the link set, the replay and the study themselves.
  void figures() {
    const auto runs = told(made_);
    const auto reader = ExperimentReader::open(made_);
    REQUIRE(reader);
    const ToldRun& first = *named(runs, "first");
    const auto links = reader->link_set(first.run.id);
    REQUIRE(links);
    double lift = 0, low = 0;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j)
        if (i != j) {
          const auto& link = (*links)->link_figures(i, j);
          lift += (link.test.p - link.prior_p) / 6;
          low += link.lift_interval.low / 6;
        }
    QVERIFY(std::abs(first.result.value - lift) < 1e-12 && std::abs(first.result.interval.low - low) < 1e-12);
    QCOMPARE(value_text(first.result), signed_text(lift));

    const ToldRun& replay = *named(runs, "replay-1");
    const auto kept = reader->result(replay.run.id);
    REQUIRE(kept);
    const auto document = nlohmann::json::parse(kept->document);
    QCOMPARE(replay.result.name, std::string("mlink"));
    QCOMPARE(replay.result.value, document.at("methods").at(0).at("output_accuracy").get<double>());
    QCOMPARE(replay.what, std::string("60 ms, 2 methods, one period"));
    QCOMPARE(replay.run.seconds, 1.5);

    const ToldRun& ensemble = *named(runs, "ensemble-1");
    const auto study = newest_study(*reader, *find_study("ensemble"));
    REQUIRE(study);
    QCOMPARE(ensemble.result.value, (*study)->headline()->value);
    double p = 0;
    int count = 0;
    for (const auto& row : dynamic_cast<const TrainedResult&>(**study).rows())
      if (row.by == PredictorKind::ensemble) {
        p += row.p.mean;
        ++count;
      }
    QVERIFY(count == 3 && std::abs(ensemble.result.value - p / 3) < 1e-12);
    QVERIFY(ensemble.run.seconds > 0);
  }

  void commands() {
    const auto runs = told(made_);
    QCOMPARE(named(runs, "first")->command,
             std::string("mlink train yard.mlink --part 0.2 --seed 1 --epochs 6 --nets 1"));
    QCOMPARE(named(runs, "first")->command_note, std::string("No option says: bootstrap 40."));
    QCOMPARE(named(runs, "replay-1")->command,
             std::string("mlink replay yard.mlink --budget 60ms --methods mlink,standalone --seed 1"));
    QCOMPARE(named(runs, "ensemble-1")->command,
             std::string("mlink study ensemble yard.mlink --repeats 2 --seed 3 --epochs 6 --part 0.2"));
    QVERIFY(named(runs, "dogs")->command.starts_with("mlink import yard.mlink --box dogs --task count --outputs "));
  }

  void renamedAndNoted() {
    const auto file = copy();
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    auto runs = told(file);
    REQUIRE(rename_run(*experiment, named(runs, "replay-1")->run, " at 60 ms "));
    REQUIRE(rename_run(*experiment, named(runs, "first")->run, "small"));
    REQUIRE(note_run(*experiment, named(runs, "ensemble-1")->run, "few dogs\nin the morning "));
    QVERIFY(!rename_run(*experiment, named(runs, "first")->run, "second"));  // two of one name
    QVERIFY(!rename_run(*experiment, named(runs, "ensemble-1")->run, "  "));
    QVERIFY(!rename_run(*experiment, named(runs, "dogs")->run, "cats"));
    QVERIFY(!note_run(*experiment, named(runs, "dogs")->run, "a note"));
    runs = told(file);
    QVERIFY(named(runs, "at 60 ms") && named(runs, "small") && !named(runs, "first"));
    QCOMPARE(named(runs, "ensemble-1")->run.note, std::string("few dogs\nin the morning"));
    QVERIFY(!named(runs, "ensemble-1")->run.noted.empty());

    // What takes the place of a result keeps the name and the note that a person gave.
    REQUIRE(note_run(*experiment, named(runs, "at 60 ms")->run, "the budget of the paper"));
    runs = told(file);
    const auto again = make_again(*experiment, *named(runs, "at 60 ms"), {}, {});
    REQUIRE(again);
    const auto after = told(file);
    QCOMPARE(after.size(), runs.size());
    QVERIFY(named(after, "at 60 ms")->run.id != named(runs, "at 60 ms")->run.id);
    QCOMPARE(named(after, "at 60 ms")->run.note, std::string("the budget of the paper"));
    QCOMPARE(named(after, "at 60 ms")->result.value, named(runs, "at 60 ms")->result.value);
  }

  // The set in use never goes by itself.
  void removed() {
    const auto file = copy();
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    const auto runs = told(file);
    const auto refused = remove_run(*experiment, named(runs, "second")->run);
    QVERIFY(!refused && refused.error().text().find("in use") != std::string::npos);
    REQUIRE(remove_run(*experiment, named(runs, "replay-1")->run));
    REQUIRE(remove_run(*experiment, named(runs, "dogs")->run));
    REQUIRE(remove_run(*experiment, named(runs, "second")->run, true));
    QVERIFY(!remove_run(*experiment, named(runs, "replay-1")->run));  // gone
    const auto after = told(file);
    QVERIFY(!named(after, "second") && !named(after, "replay-1") && !named(after, "dogs"));
    QVERIFY(named(after, "first")->run.in_use);
    // Without dogs neither the links nor the study fit any more.
    QCOMPARE(named(after, "first")->run.stale, std::string("Trained with dogs, which was removed."));
    QCOMPARE(named(after, "ensemble-1")->run.stale, std::string("Made with dogs, which was removed."));
  }

  /// Outputs that were replaced since, and frames that came since, are told beside every figure of those before: the
  /// list, the study's documents and the page, in the words of the links, whether these are there or not. What another
  /// name only is, is not.
  void computedFromOthers() {
    for (const bool links : {true, false}) {
      const auto file = copy();
      auto experiment = Experiment::open(file);
      REQUIRE(experiment);
      KeptResult live;
      live.kind = "live";
      live.settings_json = "{}";
      const auto fresh = ExperimentReader::open(file);
      REQUIRE(fresh);
      live.document =
          nlohmann::json{
              {"frames", 3},
              {"inputs",
               nlohmann::json::parse(fresh->result(named(told(file), "replay-1")->run.id)->document).at("inputs")}}
              .dump();
      REQUIRE(experiment->keep_result(live));
      if (!links)
        for (const char* set : {"first", "second"}) REQUIRE(remove_run(*experiment, named(told(file), set)->run, true));
      REQUIRE(rename_box(*experiment, "cars", "vehicles"));
      REQUIRE(rename_camera(*experiment, "yard", "court"));
      for (const auto& run : told(file)) QVERIFY2(run.run.stale.empty(), (run.run.name + run.run.stale).c_str());
      QVERIFY(!page(file).contains("<p class=\"wrong\">"));

      REQUIRE(import_more(*experiment, "court", mlink::test::kMadeFrames));
      const std::string why = "before dogs was replaced.";
      for (const char* name : {"replay-1", "ensemble-1", "live-1"})
        QCOMPARE(named(told(file), name)->run.stale, "Made " + why);
      if (links) QCOMPARE(named(told(file), "second")->run.stale, "Trained " + why);
      const auto reader = ExperimentReader::open(file);
      const auto study = newest_study(*reader, *find_study("ensemble"));
      REQUIRE(study);
      QCOMPARE((*study)->head.stale, "Made " + why);
      QCOMPARE(study_json(**study)["stale"], "Made " + why);
      for (const auto& table : {study_long_table(**study), study_paper_table(**study)})
        QVERIFY(std::find(table.notes.begin(), table.notes.end(), "Made " + why) != table.notes.end());
      const QString title = QString::fromStdString(std::string(find_study("ensemble")->title())).toHtmlEscaped();
      QVERIFY(page(file).contains("<p class=\"wrong\">" + title + ": Made before dogs was replaced.</p>"));
      QCOMPARE(page(file).contains("<p class=\"wrong\">Trained before dogs was replaced."), links);
    }
  }

  /// A replay is of what its boxes cost.
  void otherCosts() {
    const auto file = copy();
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    REQUIRE(experiment->set_cost("cars", {CostKind::memory, 1e9}));  // which it did not know
    QCOMPARE(named(told(file), "replay-1")->run.stale, std::string());
    REQUIRE(experiment->set_cost("cars", {CostKind::time, 0.02}));
    QCOMPARE(named(told(file), "replay-1")->run.stale, std::string("Made when cars cost 30 ms, which is other now."));
    QCOMPARE(named(told(file), "ensemble-1")->run.stale, std::string());
    REQUIRE(experiment->set_cost("cars", {CostKind::time, 0.03}));
    QCOMPARE(named(told(file), "replay-1")->run.stale, std::string());
  }

  void moreFrames() {
    const auto file = copy();
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    REQUIRE(remove_run(*experiment, named(told(file), "first")->run));
    REQUIRE(remove_run(*experiment, named(told(file), "second")->run, true));
    ImportOptions options;
    options.box = "birds";
    options.task = Task::count;
    options.outputs = file.parent_path() / "birds.csv";
    std::ofstream(options.outputs) << "source,frame,value\nyard,500,1\n";
    REQUIRE(experiment->import_outputs(options));
    REQUIRE(experiment->remove_box("birds"));
    for (const char* name : {"replay-1", "ensemble-1"})
      QCOMPARE(named(told(file), name)->run.stale, std::string("Made when yard had 240 frames, it has 241 now."));
  }

  void compared() {
    const auto reader = ExperimentReader::open(made_);
    REQUIRE(reader);
    const auto runs = told_runs(*reader);
    REQUIRE(runs);
    const ToldRun &a = *named(*runs, "first"), &b = *named(*runs, "second");
    const auto comparison = compare_runs(*reader, a, b);
    REQUIRE(comparison);
    QVERIFY(comparison->links && comparison->tables.empty());
    const auto links_a = reader->link_set(a.run.id), links_b = reader->link_set(b.run.id);
    const auto expected = compare_link_sets(**links_a, **links_b);
    QCOMPARE(comparison->links->links.links.size(), std::size_t{6});
    double mean = 0;
    for (std::size_t i = 0; i < 6; ++i) {
      const auto& link = comparison->links->links.links[i];
      QCOMPARE(link.difference(), expected.links[i].difference());
      mean += link.difference() / 6;
      // As wide as both intervals together say, and the difference is inside.
      QVERIFY(link.interval.low <= link.difference() && link.difference() <= link.interval.high);
      QCOMPARE(link.beyond_doubt(), link.interval.low > 0 || link.interval.high < 0);
    }
    QVERIFY(std::abs(comparison->links->mean.value - mean) < 1e-12);
    QCOMPARE(comparison->links->better + comparison->links->worse + comparison->links->equal, 6);
    const auto pair = [&](const std::string& name) {
      return *std::find_if(comparison->settings.begin(), comparison->settings.end(),
                           [&](const auto& p) { return p.name == name; });
    };
    QVERIFY(pair("Part").differs() && pair("Seed").differs() && !pair("Epochs").differs() && !pair("Data").differs());

    // A set with itself: no difference, and none beyond doubt.
    const auto same = compare_runs(*reader, a, a);
    QVERIFY(same && same->links->equal == 6 && value_text(same->links->mean) == signed_text(0));
    QVERIFY(std::none_of(same->settings.begin(), same->settings.end(), [](const auto& p) { return p.differs(); }));

    const auto others = compare_runs(*reader, *named(*runs, "replay-1"), *named(*runs, "ensemble-1"));
    QVERIFY(others && !others->links && others->tables.size() == 2);
    QVERIFY(others->tables[0].title.starts_with("replay-1: "));
  }

  // A kind that this program does not know is a row by its own name; a damaged document is that row's problem.
  void unknownAndDamaged() {
    const auto file = copy();
    {
      auto experiment = Experiment::open(file);
      REQUIRE(experiment);
      KeptResult live;
      live.kind = "live";
      live.settings_json = R"({"budget": 0.06})";
      live.document = R"({"kind":"time","budget":0.06,"method":"mlink","frames":12,"output_accuracy":0.75,
                         "verified_frames":4,"stopped":true,"wall_seconds":3.5,"sources":[{"name":"yard"}]})";
      REQUIRE(experiment->keep_result(live));
      REQUIRE(experiment->keep_result({0, "weather_report", "", "{}", 1, "", "", "", "sunny"}));
      REQUIRE(experiment->keep_result({0, "replay", "", "{}", 1, "", "", "", "[]"}));
      REQUIRE(experiment->keep_result({0, "study_gone", "", "{}", 1, "", "", "", "{}"}));
    }
    const auto runs = told(file);
    const ToldRun& live = *named(runs, "live-1");
    QVERIFY(live.group == RunGroup::live && live.result.value == 0.75 && live.run.seconds == 3.5);
    QCOMPARE(live.state, std::string("stopped, 12 frames"));
    const ToldRun& weather = *named(runs, "weather report-1");
    QVERIFY(weather.group == RunGroup::other && kind_text(weather.run) == "weather_report");
    QVERIFY(weather.command.empty() && std::isnan(weather.result.value));
    QVERIFY(!named(runs, "replay-2")->state.empty());
    QVERIFY(named(runs, "gone-1")->state.find("no study gone") != std::string::npos);
    auto experiment = Experiment::open(file);
    QVERIFY(!make_again(*experiment, live, {}, {}) && !make_again(*experiment, weather, {}, {}));
    QCOMPARE(runs_table(runs).rows.size(), runs.size());
    QCOMPARE(runs_json(runs).at("runs").size(), runs.size());
  }

  void madeAgain() {
    const auto file = copy();
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    const auto before = told(file);
    REQUIRE(make_again(*experiment, *named(before, "first"), {}, {}));
    const auto after = told(file);
    QCOMPARE(after.size(), before.size() + 1);
    const ToldRun& made = after.front();
    QVERIFY(made.run.in_use && made.what == named(before, "first")->what);
    QCOMPARE(made.result.value, named(before, "first")->result.value);  // deterministic
    REQUIRE(make_again(*experiment, *named(before, "ensemble-1"), {}, {}));
    QCOMPARE(told(file).size(), after.size());  // in its own place
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = make_again(*experiment, *named(before, "first"), stop.get_token(), {});
    QVERIFY(!stopped && stopped.error().kind == ErrorKind::stopped);
  }

  // The book reads each result once, and follows what may change.
  void bookFollows() {
    const auto file = copy();
    const auto reader = ExperimentReader::open(file);
    REQUIRE(reader);
    RunBook book;
    const auto first = book.read(*reader);
    REQUIRE(first);
    {
      auto experiment = Experiment::open(file);
      REQUIRE(experiment);
      REQUIRE(note_run(*experiment, named(*first, "first")->run, "noted"));
      REQUIRE(experiment->use_link_set(named(*first, "first")->run.id));
    }
    const auto second = book.read(*reader);
    REQUIRE(second);
    QVERIFY(named(*second, "first")->run.in_use && named(*second, "first")->run.note == "noted");
    QVERIFY(!named(*second, "second")->run.in_use);
    QCOMPARE(named(*second, "first")->facts.size(), named(*first, "first")->facts.size());
  }

  /// A box gets another name: links of all kinds go on to fit, a replay that was kept still is of these outputs though
  /// it tells the old name, a bookmark follows, and all of it can be taken back.
  void aBoxGetsAnotherName() {
    const auto file = copy();
    auto experiment = Experiment::open(file);
    REQUIRE(experiment);
    KeptResult bookmark;
    bookmark.kind = kBookmarkKind;
    bookmark.name = "here";
    bookmark.settings_json = R"({"page":"links","source":"persons","target":"cars"})";
    bookmark.document = "{}";
    REQUIRE(experiment->keep_result(bookmark));
    const auto before = experiment->snapshot();
    REQUIRE(before);
    const auto hashes = [&] {
      std::vector<std::string> hashes;
      for (const auto& told : told(file)) hashes.push_back(told.run.name + told.run.data_hash + told.run.stale);
      return hashes;
    };
    const auto were = hashes();
    for (const auto& [from, to] : {std::pair{"persons", "cars"},
                                   {"persons", ""},
                                   {"nobody", "walkers"},
                                   {"persons", "../evil"},
                                   {"persons", "a/b"},
                                   {"persons", "x,y"},
                                   {"persons", "a\nb"},
                                   {"persons", "-x"},
                                   {"persons", "Persons"}})
      QVERIFY(!rename_box(*experiment, from, to));
    REQUIRE(rename_box(*experiment, "persons", "persons"));
    QCOMPARE(hashes(), were);
    const auto changes =
        mlink::experiment::recorded(*experiment, [](Experiment& one) { return rename_box(one, "persons", "walkers"); });
    REQUIRE(changes);
    const auto after = experiment->snapshot();
    REQUIRE(after);
    QVERIFY(after->links && after->links->boxes()[0] == "walkers");
    QCOMPARE(after->links->data_hash(), content_hash(*after->table));
    QCOMPARE(after->links->train_rows(*after->link_table), before->links->train_rows(*before->link_table));
    QCOMPARE(after->links->link_figures(0, 1).test.p, before->links->link_figures(0, 1).test.p);
    QCOMPARE(after->link_costs.boxes[0].seconds, before->link_costs.boxes[0].seconds);
    for (const auto& set : after->overview.link_sets) QCOMPARE(set.stale, std::string());
    const auto runs = told(file);
    QCOMPARE(named(runs, "replay-1")->run.stale, std::string());
    QCOMPARE(named(runs, "replay-1")->run.data_hash, after->links->data_hash());
    QVERIFY(named(runs, "walkers") && !named(runs, "persons"));
    QCOMPARE(experiment->results(kBookmarkKind)->front().settings_json,
             std::string(R"({"page":"links","source":"walkers","target":"cars"})"));
    // Links of a box that is gone know its name still.
    REQUIRE(experiment->remove_box("dogs"));
    const auto taken = rename_box(*experiment, "walkers", "dogs");
    QVERIFY(!taken && taken.error().kind == ErrorKind::invalid_input);
    QCOMPARE(experiment->overview()->boxes.front().name, std::string("walkers"));
    REQUIRE(take_back(*experiment, *changes));
    QCOMPARE(experiment->snapshot()->overview.boxes.front().name, std::string("persons"));
    auto again = Experiment::open(copy());
    REQUIRE(again);
    const auto there =
        mlink::experiment::recorded(*again, [](Experiment& one) { return rename_box(one, "persons", "walkers"); });
    REQUIRE(there);
    REQUIRE(take_back(*again, *there));
    QCOMPARE(again->snapshot()->links->data_hash(), before->links->data_hash());
  }

  void found() {
    const auto reader = ExperimentReader::open(made_);
    const auto runs = runs_of(*reader);
    REQUIRE(runs);
    QVERIFY(find_run(*runs, "second", "f").has_value());
    const auto by_number = find_run(*runs, "#" + std::to_string((*runs)[0].id), "f");
    QVERIFY(by_number && by_number->name == "replay-1");
    QCOMPARE(find_run(*runs, "third", "f").error().kind, ErrorKind::not_found);
    auto twice = *runs;
    twice[0].name = "second";
    QCOMPARE(find_run(twice, "second", "f").error().kind, ErrorKind::invalid_input);
  }
};

QTEST_GUILESS_MAIN(TestRuns)
#include "test_runs.moc"
