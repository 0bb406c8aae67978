// experiment: an experiment cut in parts, collected file by file and joined again is what one run would have made; and
// what cannot be joined is named before anything is written.
#include <SQLiteCpp/SQLiteCpp.h>

#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "experiment/experiment.h"
#include "experiment/shards.h"
#include "store/store.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;
namespace fs = std::filesystem;

namespace {

#define SAYS(result, ...)                                                                         \
  do {                                                                                            \
    const auto& said = (result);                                                                  \
    QVERIFY2(!said.has_value(), "it succeeded");                                                  \
    for (const char* word : {__VA_ARGS__})                                                        \
      QVERIFY2(said.error().text().find(word) != std::string::npos, said.error().text().c_str()); \
  } while (false)

struct Contents {
  std::string table;
  std::vector<float> features;
  std::vector<StoredFrame> frames;
  std::int64_t wanted = 0, done = 0;
};

Contents contents_of(const fs::path& file) {
  Contents out;
  const auto reader = StoreReader::open(file);
  if (!reader) return out;
  const auto table = reader->output_table();
  out.table = content_hash(*table);
  const auto features = reader->frame_features(*table);
  for (std::size_t row = 0; row < features->rows(); ++row)
    for (const FeatureKind kind : kAllFeatures)
      for (std::size_t lag = 0; lag < kLagCount; ++lag) out.features.push_back(features->at(row, kind, lag));
  out.frames = *reader->frames();
  const auto rows = reader->coverage();
  for (const auto& row : *rows) {
    out.wanted += row.wanted;
    out.done += row.done();
  }
  return out;
}

bool same(const Contents& a, const Contents& b) {
  return a.table == b.table && a.wanted == b.wanted && a.done == b.done && a.frames.size() == b.frames.size() &&
         a.features.size() == b.features.size() &&
         std::memcmp(a.features.data(), b.features.data(), a.features.size() * sizeof(float)) == 0;
}

Status collect(const fs::path& file, const CollectOptions& options = {}) {
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  MLINK_TRY(experiment.collect(options, {}, {}));
  return {};
}

Result<MergeReport> merge(const fs::path& out, const std::vector<fs::path>& shards, bool partial = false) {
  return merge_shards({out, shards, partial}, {}, {});
}

}  // namespace

class TestShards : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  fs::path video_, whole_;
  std::vector<fs::path> shards_;  ///< three, collected; of an experiment like whole_

  [[nodiscard]] fs::path at(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }

  /// The whole picture, a region of it, and every second frame of it; then a shorter video.
  [[nodiscard]] Status make(const fs::path& file, const mlink::test::TinyBox& box = mlink::test::bright_count()) const {
    MLINK_ASSIGN(auto experiment, Experiment::create(file));
    AddVideoOptions whole, part, half, other;
    whole.camera = "whole";
    part.camera = "part";
    part.crop = Rect{0, 0, 32, 32};
    half.camera = "half";
    half.every = 2;
    for (const auto& options : {whole, part, half}) MLINK_TRY(experiment.add_video(video_, options));
    other.camera = "other";
    MLINK_TRY(experiment.add_video(at("other.avi"), other));
    MLINK_TRY(experiment.add_box(mlink::test::write_box(folder_.path().toStdString(), box)));
    MLINK_TRY(experiment.add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::red_share())));
    return {};
  }
  [[nodiscard]] fs::path copy(const fs::path& file, const std::string& name) const {
    fs::copy_file(file, at(name), fs::copy_options::overwrite_existing);
    return at(name);
  }
  [[nodiscard]] std::vector<fs::path> with(std::size_t instead, const fs::path& file) const {
    auto files = shards_;
    files[instead] = file;
    return files;
  }
  /// Nothing may come of a merge that fails.
  [[nodiscard]] bool nothing_at(const fs::path& file) const {
    return !fs::exists(file) && !fs::exists(file.string() + ".unfinished");
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    video_ = at("swing.avi");
    QVERIFY(mlink::test::make_swinging_video(video_, 8));
    QVERIFY(mlink::test::make_swinging_video(at("other.avi"), 3));
    whole_ = at("whole.mlink");
    REQUIRE(make(whole_));
    const auto shards = make_shards(whole_, 3, {}, {});
    REQUIRE(shards);
    shards_ = *shards;
    for (const auto& shard : shards_) REQUIRE(collect(shard));
    REQUIRE(collect(whole_));
  }

  void numbers() {
    QCOMPARE(shard_number("2/8").value(), (ShardNumber{2, 8}));
    for (const char* text : {"", "0/3", "4/3", "1", "1/", "/3", "-1/3", "1/3 ", "one/3", "1/100001", "1/99999999999"})
      QVERIFY2(!shard_number(text).has_value(), text);
    QCOMPARE(shard_path("a/door.mlink", {2, 8}), fs::path("a/door.shard-2-of-8.mlink"));
    QCOMPARE(shard_path("a/door.mlink", {2, 8}, "/b"), fs::path("/b/door.shard-2-of-8.mlink"));
  }

  /// Every picture is in one part, parts are stretches, and none has more than its share by a picture or more.
  void cutsAreAPartition() {
    for (const int of : {1, 2, 3, 7, 16, 1000})
      for (const int pictures : {0, 1, 2, 15, 16, 17, 100, 1001}) {
        std::vector<std::int64_t> weights;
        std::int64_t total = 0;
        for (int i = 0; i < pictures; ++i) {
          weights.push_back(i % 5 == 4 ? 0 : 1 + i % 3);
          total += weights.back();
        }
        ShardCuts cuts(of, total);
        std::vector<std::int64_t> sums(static_cast<std::size_t>(of));
        int before = 1;
        for (const auto weight : weights) {
          const int part = cuts.next(weight);
          QVERIFY(part >= before && part <= of);
          before = part;
          sums[static_cast<std::size_t>(part - 1)] += weight;
        }
        for (const auto sum : sums) QVERIFY(sum * of < total + 3 * of + 3);
      }
  }

  /// Of a real file: its frames and nothing else, each once; a picture that several cameras use is decoded by one part.
  void partsOfAFile() {
    const auto all = StoreReader::open(whole_)->frames();
    for (const int of : {1, 2, 5, 30}) {
      const auto folder = at("parts" + std::to_string(of));
      fs::create_directories(folder);
      const auto files = make_shards(whole_, of, folder, {});
      REQUIRE(files);
      std::set<std::pair<RowId, std::int64_t>> seen;
      std::map<std::pair<RowId, std::int64_t>, std::size_t> part_of;  // by video and picture
      for (std::size_t i = 0; i < files->size(); ++i) {
        const auto reader = StoreReader::open((*files)[i]);
        REQUIRE(reader);
        std::map<RowId, RowId> videos;
        const auto cameras = reader->cameras();
        const auto frames = reader->frames();
        const auto coverage = reader->coverage();
        for (const auto& camera : *cameras) videos[camera.id] = camera.video;
        for (const auto& frame : *frames) {
          QVERIFY(seen.emplace(frame.camera, frame.ordinal).second);
          const auto known = part_of.emplace(std::pair{videos[frame.camera], frame.ordinal}, i).first;
          QCOMPARE(known->second, i);
        }
        // What the whole had already goes with its frames.
        for (const auto& row : *coverage) QCOMPARE(row.done(), row.wanted);
      }
      QCOMPARE(seen.size(), all->size());
    }
  }

  void mergedIsWhatOneRunMakes() {
    const auto expected = contents_of(whole_);
    QCOMPARE(expected.done, std::int64_t{2 * (80 + 80 + 40 + 30)});
    const auto made = merge(at("merged.mlink"), shards_);
    REQUIRE(made);
    QVERIFY(made->made && made->missing.empty());
    QCOMPARE(made->shards, 3);
    QCOMPARE(made->outputs, std::int64_t{2 * (80 + 80 + 30)});  // every second frame is one of all frames
    QCOMPARE(made->features, std::int64_t{230});
    QVERIFY(same(contents_of(at("merged.mlink")), expected));
    QVERIFY(StoreReader::open(at("merged.mlink"))->problems()->empty());
    // It is an experiment of its own, with nothing left to do.
    auto experiment = Experiment::open(at("merged.mlink"));
    REQUIRE(experiment);
    QCOMPARE(experiment->collect({}, {}, {})->stored, std::int64_t{0});
    TrainSettings brief;
    brief.epochs = 2;
    REQUIRE(experiment->train(brief, {}, {}));
  }

  void mergedIntoTheExperimentThatWasCut() {
    REQUIRE(make(at("cut.mlink")));
    const auto first = merge(at("cut.mlink"), shards_);
    REQUIRE(first);
    QVERIFY(!first->made);
    QVERIFY(same(contents_of(at("cut.mlink")), contents_of(whole_)));
    const auto again = merge(at("cut.mlink"), shards_);
    REQUIRE(again);
    QCOMPARE(again->outputs, std::int64_t{0});
    QCOMPARE(again->known, first->outputs);
    QVERIFY(same(contents_of(at("cut.mlink")), contents_of(whole_)));
    // Those of another cut, one after the other: into a file that has a part of the frames so far.
    fs::create_directories(at("halves"));
    const auto halves = make_shards(whole_, 2, at("halves"), {});
    REQUIRE(halves);
    for (const auto& half : *halves) REQUIRE(collect(half));
    REQUIRE(merge(at("cuts.mlink"), {halves->at(0)}, true));
    REQUIRE(merge(at("cuts.mlink"), shards_));
    QVERIFY(same(contents_of(at("cuts.mlink")), contents_of(whole_)));
  }

  /// A part that was stopped is no finished one; it goes on, and making it again leaves it as it is.
  void stoppedAndGoneOnWith() {
    REQUIRE(make(at("slow.mlink"), mlink::test::slow_count("bright", 24)));
    const auto files = make_shards(at("slow.mlink"), 3, {}, {});
    REQUIRE(files);
    REQUIRE(collect(files->at(0)));
    {
      auto experiment = Experiment::open(files->at(1));
      REQUIRE(experiment);
      std::stop_source stop;
      const auto report = experiment->collect({1}, stop.get_token(), [&](const ProgressEvent& event) {
        if (event.done > 20) stop.request_stop();
      });
      REQUIRE(report);
      QVERIFY(report->stopped && report->stored > 0);
    }
    const auto half = contents_of(files->at(1)).done;
    SAYS(merge(at("early.mlink"), *files), "Shards 2,3 of 3 are not finished", "collect", "early.mlink");
    SAYS(merge(at("early.mlink"), {files->at(0), files->at(1)}), "Shard 3 of 3 is missing", "2 of 3 is not finished");
    QVERIFY(nothing_at(at("early.mlink")));
    const auto partial = merge(at("partial.mlink"), *files, true);
    REQUIRE(partial);
    QCOMPARE(partial->missing, std::vector<std::string>{"shards 2,3 of 3 are not finished"});
    QCOMPARE(contents_of(at("partial.mlink")).done, contents_of(files->at(0)).done + half);

    REQUIRE(make_shard(at("slow.mlink"), {2, 3}, files->at(1)));
    QCOMPARE(contents_of(files->at(1)).done, half);
    for (const auto& file : *files) REQUIRE(collect(file));
    // What was joined early is joined with the rest.
    REQUIRE(merge(at("partial.mlink"), *files));
    QVERIFY(same(contents_of(at("partial.mlink")), contents_of(whole_)));  // the slow box says the same
  }

  void damagedShards() {
    const auto out = at("damaged.mlink");
    const auto cut = copy(shards_[1], "cut short.mlink");
    fs::resize_file(cut, fs::file_size(cut) / 2);
    SAYS(merge(out, with(1, cut)), "damaged", "collect", "cut short.mlink");
    fs::resize_file(cut, 100);
    SAYS(merge(out, with(1, cut)), "collect", "cut short.mlink");
    fs::resize_file(cut, 0);
    SAYS(merge(out, with(1, cut)), "not an experiment", "cut short.mlink");
    SAYS(merge(out, with(1, at("nowhere.mlink"))), "not found", "nowhere.mlink");

    const auto newer = copy(shards_[1], "newer.mlink");
    SQLite::Database(newer.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
    SAYS(merge(out, with(1, newer)), "newer", "99", "Install", "newer.mlink");

    // A value that turned over, which the database itself does not notice.
    const auto turned = copy(shards_[1], "turned.mlink");
    SQLite::Database(turned.string(), SQLite::OPEN_READWRITE)
        .exec("UPDATE output SET value = x'0000c842' WHERE ordinal = (SELECT min(ordinal) FROM output)");
    SAYS(merge(out, with(1, turned)), "hash", "--shard 2/3", "turned.mlink");
    QVERIFY(nothing_at(out));
  }

  void otherExperiments() {
    const auto out = at("others.mlink");
    const auto shard_of = [&](const std::string& name, int number, int of) {
      auto path = shard_path(at(name), {number, of});
      [[maybe_unused]] const auto made = make_shard(at(name), {number, of}, path);  // told by the merge
      return path;
    };
    auto other_box = mlink::test::bright_count();
    other_box.body = "    return (x.mean() * 10.0).round().reshape(1, 1)\n";
    REQUIRE(make(at("weights.mlink"), other_box));
    SAYS(merge(out, with(1, shard_of("weights.mlink", 2, 3))), "black box \"bright\"", "other weights",
         "weights.shard-2-of-3.mlink");
    REQUIRE(make(at("more.mlink")));
    {
      auto more = Experiment::open(at("more.mlink"));
      REQUIRE(more->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::constant_count())));
    }
    SAYS(merge(out, with(1, shard_of("more.mlink", 2, 3))), "no black box \"constant\"");
    REQUIRE(make(at("fewer.mlink")));
    {
      auto fewer = Experiment::open(at("fewer.mlink"));
      REQUIRE(fewer->remove_camera("half"));
      AddVideoOptions half;
      half.camera = "half";
      half.every = 3;
      REQUIRE(fewer->add_video(video_, half));
    }
    SAYS(merge(out, with(1, shard_of("fewer.mlink", 2, 3))), "camera \"half\"", "other frames");
    REQUIRE(make(at("four.mlink")));
    SAYS(merge(out, with(1, shard_of("four.mlink", 2, 4))), "one of 4", "one of 3", "four.shard-2-of-4.mlink");
    SAYS(merge(out, {whole_}), "not a shard", "whole.mlink");
    SAYS(merge(shards_[0], {shards_[1], shards_[2], copy(shards_[0], "first again.mlink")}), "shard 1 of 3",
         "Name the merged file first");
    SAYS(merge(at("weights.mlink"), shards_), "another experiment", "bright", "weights.mlink");
    SAYS(merge(video_, shards_), "not an experiment", "swing.avi");
    QVERIFY(nothing_at(out));
    QCOMPARE(contents_of(at("weights.mlink")).done, std::int64_t{0});

    // A part that is there is not taken for another one.
    SAYS(make_shard(whole_, {1, 3}, shards_[1]), "shard 2 of 3, not 1 of 3", "--into");
    SAYS(make_shard(whole_, {1, 3}, at("four.mlink")), "not a shard");
    SAYS(make_shard(at("more.mlink"), {2, 3}, shards_[1]), "before the experiment changed", "constant");
    SAYS(make_shard(shards_[1], {1, 3}, at("x.mlink")), "itself shard 2 of 3");
    SAYS(make_shard(at("nowhere.mlink"), {1, 3}, at("x.mlink")), "not found");
    QVERIFY(nothing_at(at("x.mlink")));
  }

  /// The same part twice: equal outputs are joined once, others are a conflict that is named.
  void overlappingShards() {
    const auto copied = copy(shards_[0], "copied.mlink");
    auto files = shards_;
    files.push_back(copied);
    REQUIRE(merge(at("overlap.mlink"), files));
    QVERIFY(same(contents_of(at("overlap.mlink")), contents_of(whole_)));

    {
      auto store = StoreWriter::open(copied);
      REQUIRE(store);
      auto output = store->output(1, 1, 7);
      QVERIFY(output && *output);
      (*output)->output.values[0] += 3;
      REQUIRE(store->put_outputs(std::span(&**output, 1)));
    }
    REQUIRE(collect(copied));  // it is whole and finished
    SAYS(merge(at("conflict.mlink"), files), "bright, whole, frame 7", "whole.shard-1-of-3.mlink", "nothing was merged",
         "copied.mlink");
    QVERIFY(nothing_at(at("conflict.mlink")));
    const auto before = contents_of(whole_);
    SAYS(merge(whole_, with(0, copied)), "bright, whole, frame 7", "in whole.mlink");
    QVERIFY(same(contents_of(whole_), before));
  }

  /// A failed output gives way to one that a part made at a second try, and never the other way round.
  void failedOutputsGiveWay() {
    REQUIRE(make(at("failed.mlink")));
    {
      auto store = StoreWriter::open(at("failed.mlink"));
      REQUIRE(store);
      StoredOutput failed;
      failed.camera = failed.box = 1;
      failed.ordinal = 3;  // of one camera only
      failed.output.presence = Presence::failed;
      failed.output.reason = "out of memory";
      REQUIRE(store->put_outputs(std::span(&failed, 1)));
    }
    const auto files = make_shards(at("failed.mlink"), 2, {}, {});
    REQUIRE(files);
    REQUIRE(collect(files->at(0)));
    REQUIRE(collect(files->at(1)));
    REQUIRE(merge(at("kept.mlink"), *files));
    QCOMPARE(StoreReader::open(at("kept.mlink"))->failures()->size(), std::size_t{1});
    CollectOptions retry;
    retry.retry_failed = true;
    REQUIRE(collect(files->at(0), retry));
    REQUIRE(merge(at("failed.mlink"), *files));
    QVERIFY(same(contents_of(at("failed.mlink")), contents_of(whole_)));
    // The first merge's file still has the failure: it is nobody's shard, but its parts may be joined again.
    REQUIRE(merge(at("kept.mlink"), *files));
    QCOMPARE(StoreReader::open(at("kept.mlink"))->failures()->size(), std::size_t{0});
    REQUIRE(merge(at("failed.mlink"), *files));
    QCOMPARE(StoreReader::open(at("failed.mlink"))->failures()->size(), std::size_t{0});
  }

  /// Outputs that were recorded elsewhere, on cameras without a video and with one, go with their frames; nothing is
  /// run.
  void recordedOutputs() {
    REQUIRE(make(at("recorded.mlink")));
    {
      auto store = StoreWriter::open(at("recorded.mlink"));
      REQUIRE(store);
      StoredVideo none;
      none.content_hash = "stands for a video";
      none.info_json = "{}";
      StoredCamera yard;
      yard.video = store->add_video(none).value();
      yard.name = "yard";
      yard.source_hash = "yard";
      std::vector<StoredFrame> frames;
      for (int i = 0; i < 10; ++i) frames.push_back({0, i, i * 0.5});
      const auto camera = store->add_camera(yard, frames).value();
      StoredBox heard;
      heard.name = heard.title = "heard";
      heard.content_hash = "heard";
      heard.manifest_json = "{}";
      heard.spec_json = R"({"task":"sequence","width":0,"unit":"words","labels":[],"tolerance":0.5})";
      heard.recorded = true;
      const auto box = store->add_box(heard).value();
      std::vector<StoredOutput> outputs;
      for (int i = 0; i < 10; ++i) {
        StoredOutput output;
        output.camera = i < 5 ? camera : 1;
        output.box = box;
        output.ordinal = i;
        output.output.presence = Presence::present;
        if (i % 2 == 1) output.output.words = {"no", "words"};  // else: nothing was said, which is an output too
        output.marks = std::string("mark\0", 5) + static_cast<char>(i);
        outputs.push_back(output);
      }
      REQUIRE(store->put_outputs(outputs));
    }
    const auto files = make_shards(at("recorded.mlink"), 3, {}, {});
    REQUIRE(files);
    for (const auto& file : *files) REQUIRE(collect(file));
    REQUIRE(merge(at("recorded merged.mlink"), *files));
    REQUIRE(collect(at("recorded.mlink")));
    QVERIFY(same(contents_of(at("recorded merged.mlink")), contents_of(at("recorded.mlink"))));
    const auto merged = StoreReader::open(at("recorded merged.mlink"));
    for (const std::int64_t ordinal : {3, 6, 7}) {
      const auto output = merged->output(ordinal < 5 ? 5 : 1, 3, ordinal);
      QVERIFY(output.has_value() && output->has_value());
      QCOMPARE((*output)->marks, std::string("mark\0", 5) + static_cast<char>(ordinal));
      QCOMPARE((*output)->output.presence, Presence::present);
      QCOMPARE((*output)->output.words.size(), std::size_t{ordinal % 2 == 1 ? 2U : 0U});
    }
  }

  /// More parts than pictures: the empty ones are finished as they are.
  void moreShardsThanPictures() {
    auto experiment = Experiment::create(at("few.mlink"));
    REQUIRE(experiment);
    AddVideoOptions options;
    options.limit = 2;
    REQUIRE(experiment->add_video(video_, options));
    REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::bright_count())));
    const auto files = make_shards(at("few.mlink"), 5, {}, {});
    REQUIRE(files);
    for (const auto& file : *files) REQUIRE(collect(file));
    REQUIRE(merge(at("few.mlink.merged"), *files));
    QCOMPARE(contents_of(at("few.mlink.merged")).done, std::int64_t{2});
  }
};

QTEST_GUILESS_MAIN(TestShards)
#include "test_shards.moc"
