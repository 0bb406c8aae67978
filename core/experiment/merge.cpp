// Joining the parts of an experiment. First every part is looked at, then all are joined in one transaction.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "experiment/new_file.h"
#include "experiment/shard_plan.h"
#include "experiment/shards.h"
#include "store/rows.h"

namespace mlink::experiment {
namespace {

/// What looking at the parts told.
struct LookedAt {
  std::vector<std::filesystem::path> files;  ///< each once
  std::vector<std::int64_t> versions;        ///< of the files
  ShardNumber first;
  std::string experiment;
  Definition definition;
  std::set<int> there, finished;
};

/// What SQLite leaves beside a file, and `door.shard-*` names too.
bool beside_a_file(const std::filesystem::path& file) {
  const auto end = file.extension().string();
  return end.ends_with("-shm") || end.ends_with("-wal") || end == ".lock";
}

std::string again(const ShardNumber& shard) {
  return fmt::format("Remove it and collect it again (--shard {}/{}).", shard.number, shard.of);
}

// A copy that was cut short, or bytes that turned over, are told before anything is joined.
Status check_whole(const RowsReader& reader, const ShardNumber& shard) {
  MLINK_ASSIGN(const auto problems, reader.problems());
  if (problems.empty()) return {};
  return fail(ErrorKind::corrupt, fmt::format("The shard is damaged: {}.", problems.front()), again(shard),
              reader.path().string());
}

Status check_same(LookedAt& seen, const RowsReader& reader, const ShardPlan& plan) {
  const auto& first = seen.files.front();
  MLINK_ASSIGN(auto definition, definition_of(reader));
  if (seen.files.size() == 1) {
    seen.first = plan.shard;
    seen.experiment = plan.experiment;
    seen.definition = std::move(definition);
    return {};
  }
  auto why = difference(seen.definition, definition);
  if (why.empty()) why = difference(definition, seen.definition);
  if (why.empty() && plan.experiment != seen.experiment) why = "its cameras have other frames";
  if (!why.empty())
    return fail(ErrorKind::invalid_input,
                fmt::format("The shard is of another experiment than {}: {}.", first.filename().string(), why),
                "Merge shards of the same cameras and black boxes only.", reader.path().string());
  if (plan.shard.of != seen.first.of)
    return fail(ErrorKind::invalid_input,
                fmt::format("The shard is one of {}, {} is one of {}.", plan.shard.of, first.filename().string(),
                            seen.first.of),
                "Merge the shards of one cut; those of another can be merged into the same file afterwards.",
                reader.path().string());
  return {};
}

Status look_at(LookedAt& seen, const std::filesystem::path& file) {
  auto opened = RowsReader::open(file);
  if (!opened) {
    if (opened.error().kind == ErrorKind::corrupt)
      opened.error().todo = "Remove the file and collect this shard again; nothing was merged.";
    if (opened.error().kind == ErrorKind::not_found) opened.error().what = "The shard was not found.";
    return tl::make_unexpected(opened.error());
  }
  const RowsReader& reader = *opened;
  return reader.snapshot([&]() -> Status {
    auto told = shard_plan(reader);
    if (!told) {
      // Where the file is cut short its settings may be the first that cannot be read.
      if (told.error().kind == ErrorKind::corrupt) told.error().todo = "Remove the file and collect this shard again.";
      return tl::make_unexpected(told.error());
    }
    const auto& plan = *told;
    if (!plan)
      return fail(ErrorKind::invalid_input, "The file is not a shard.",
                  "Shards are made by mlink collect FILE --shard I/N.", file.string());
    seen.files.push_back(file);
    MLINK_TRY(check_whole(reader, plan->shard));
    MLINK_TRY(check_same(seen, reader, *plan));
    MLINK_ASSIGN(const auto finished, reader.setting(kShardFinishedKey));
    MLINK_ASSIGN(const auto version, reader.version());
    seen.versions.push_back(version);
    seen.there.insert(plan->shard.number);
    if (!finished || finished->empty()) return {};
    MLINK_ASSIGN(const auto hash, reader.computed_hash());
    if (hash != *finished)
      return fail(
          ErrorKind::corrupt, "The shard holds other outputs than when it was finished: its hash does not fit.",
          "If it is being worked on, wait and run mlink collect on it again; else " +
              fmt::format("remove it and collect it again (--shard {}/{}).", plan->shard.number, plan->shard.of),
          file.string());
    seen.finished.insert(plan->shard.number);
    return {};
  });
}

std::string listed(const std::vector<int>& numbers, int of, const char* how) {
  const bool one = numbers.size() == 1;
  return fmt::format("{} {} of {} {} {}", one ? "shard" : "shards", fmt::join(numbers, ","), of, one ? "is" : "are",
                     how);
}

/// "shards 2,5 of 8 are not finished"; in the numbers' way of Slurm's --array.
std::vector<std::string> what_lacks(const LookedAt& seen) {
  std::vector<int> missing;
  std::vector<int> unfinished;
  for (int number = 1; number <= seen.first.of; ++number) {
    if (!seen.there.contains(number))
      missing.push_back(number);
    else if (!seen.finished.contains(number))
      unfinished.push_back(number);
  }
  std::vector<std::string> out;
  if (!missing.empty()) out.push_back(listed(missing, seen.first.of, "missing"));
  if (!unfinished.empty()) out.push_back(listed(unfinished, seen.first.of, "not finished"));
  return out;
}

/// Whose row it is that another file contradicts.
std::string owner_of(const RowConflict& conflict, const std::vector<std::filesystem::path>& earlier,
                     const std::filesystem::path& out) {
  for (const auto& file : earlier) {
    const auto reader = StoreReader::open(file);
    if (!reader) continue;
    const auto cameras = reader->cameras();
    const auto boxes = reader->boxes();
    if (!cameras || !boxes) continue;
    for (const auto& camera : *cameras)
      for (const auto& box : *boxes)
        if (camera.name == conflict.camera && (box.name == conflict.box || conflict.box.empty())) {
          const auto there = reader->output(camera.id, box.id, conflict.ordinal);
          if (there && *there) return file.filename().string();
        }
  }
  return out.filename().string();
}

Status join_all(RowsWriter& store, const LookedAt& seen, const MergeOptions& options, MergeReport& report,
                const std::stop_token& stop, ProgressMeter& meter) {
  MLINK_ASSIGN(const auto joined_before, store.setting(kJoinedKey));
  const bool with_frames = joined_before == seen.experiment;
  return store.transaction([&]() -> Status {
    for (std::size_t i = 0; i < seen.files.size(); ++i) {
      const auto& file = seen.files[i];
      if (stop.stop_requested()) return stopped();
      MLINK_ASSIGN(const auto reader, RowsReader::open(file));
      MLINK_TRY(reader.snapshot([&]() -> Status {
        MLINK_ASSIGN(const auto version, reader.version());
        if (version != seen.versions[i])
          return fail(ErrorKind::locked, "The shard was written while it was merged.",
                      "Wait until it is collected, then merge again; nothing was written.", file.string());
        if (!with_frames) {
          MLINK_ASSIGN(const auto unknown, store.unknown_frames(reader));
          if (unknown > 0)
            return fail(ErrorKind::invalid_input,
                        fmt::format("{} frames of the shard are not in {}: its cameras have other frames.", unknown,
                                    options.out.filename().string()),
                        "Merge into a new file, or into the experiment that was cut.", file.string());
        }
        MLINK_ASSIGN(const auto joined, store.join(reader, with_frames));
        if (joined.conflict) {
          const auto& at = *joined.conflict;
          const auto other =
              owner_of(at, {seen.files.begin(), seen.files.begin() + static_cast<std::ptrdiff_t>(i)}, options.out);
          return fail(ErrorKind::invalid_input,
                      fmt::format("{}, {}, frame {} is not the same here as in {}.",
                                  at.box.empty() ? "The comparison of pictures" : at.box, at.camera, at.ordinal, other),
                      "Leave one of the two out; nothing was merged.", file.string());
        }
        report.outputs += joined.outputs;
        report.features += joined.features;
        report.known += joined.known;
        return {};
      }));
      meter.advance(1, file.filename().string());
    }
    return store.count();
  });
}

Status check_out(const LookedAt& seen, const std::filesystem::path& out) {
  MLINK_ASSIGN(const auto reader, StoreReader::open(out));
  MLINK_ASSIGN(const auto shard, shard_plan(reader));
  if (shard)
    return fail(ErrorKind::invalid_input,
                fmt::format("This is shard {} of {}, and would be written into.", shard->shard.number, shard->shard.of),
                "Name the merged file first, then the shards.", out.string());
  MLINK_ASSIGN(const auto definition, definition_of(reader));
  const auto why = difference(definition, seen.definition);
  if (why.empty()) return {};
  return fail(ErrorKind::invalid_input, fmt::format("There is another experiment of this name already: {}.", why),
              "Choose another name, or name the experiment that was cut.", out.string());
}

Status join_into(const LookedAt& seen, const MergeOptions& options, MergeReport& report, const std::stop_token& stop,
                 ProgressMeter& meter) {
  if (!report.made) {
    MLINK_TRY(check_out(seen, options.out));
    MLINK_ASSIGN(auto store, RowsWriter::open(options.out));
    return join_all(store, seen, options, report, stop, meter);
  }
  MLINK_ASSIGN(auto file, NewFile::begin(options.out));
  {
    MLINK_ASSIGN(auto store, RowsWriter::create(file.path()));
    MLINK_ASSIGN(const auto first, RowsReader::open(seen.files.front()));
    MLINK_TRY(store.copy_definition(first, {kShardKey, kShardFinishedKey}));
    MLINK_TRY(store.set_setting(kJoinedKey, seen.experiment));
    MLINK_TRY(join_all(store, seen, options, report, stop, meter));
  }
  return file.finish();
}

}  // namespace

Result<MergeReport> merge_shards(const MergeOptions& options, const std::stop_token& stop, const ProgressFn& progress) {
  if (options.shards.empty())
    return fail(ErrorKind::invalid_input, "There is nothing to merge.", "Name the shards behind the merged file.");
  ProgressMeter meter(progress, "Merge", "files", 2 * static_cast<std::int64_t>(options.shards.size()));
  LookedAt seen;
  std::set<std::filesystem::path> known;
  for (const auto& file : options.shards) {
    if (stop.stop_requested()) return stopped();
    std::error_code ec;
    if (!beside_a_file(file) && known.insert(std::filesystem::weakly_canonical(file, ec)).second)
      MLINK_TRY(look_at(seen, file));
    meter.advance(1, file.filename().string());
  }
  if (seen.files.empty())
    return fail(ErrorKind::not_found, "None of the files is a shard.", "Name the shards behind the merged file.",
                options.shards.front().string());
  MergeReport report;
  report.shards = static_cast<int>(seen.files.size());
  report.missing = what_lacks(seen);
  if (!report.missing.empty() && !options.partial) {
    auto text = fmt::format("{}.", fmt::join(report.missing, ", "));
    text.front() = 'S';
    return fail(ErrorKind::failed, text,
                "Run mlink collect on them, which goes on where it was, then merge again; --partial joins what is "
                "there.",
                options.out.string());
  }
  std::error_code ec;
  report.made = !std::filesystem::exists(std::filesystem::symlink_status(options.out, ec));
  MLINK_TRY(join_into(seen, options, report, stop, meter));
  meter.finish();
  return report;
}

}  // namespace mlink::experiment
