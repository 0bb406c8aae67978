#include "experiment/link_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/elapsed.h"
#include "base/log.h"
#include "experiment/kept_leads.h"
#include "experiment/time_one_frame.h"

namespace mlink::experiment {
namespace {

constexpr const char* kKind = "link_set";
constexpr const char* kPart = "link_set_part";  // what a stopped training had finished
constexpr const char* kUsed = "link_set";       // the setting that names the chosen set

constexpr std::size_t kMostTimedRows = 500;
constexpr std::chrono::milliseconds kMostTimed{10};  // a link of words takes a millisecond

// Seconds of predicting `target` from `from`, one frame at a time, on rows on which one of `from` ran.
double time_prediction(OneFrame& one, const OutputTable& table, BoxSet from, int target) {
  const auto start = std::chrono::steady_clock::now();
  std::size_t done = 0;
  for (std::size_t row = 0; row < table.rows() && done < kMostTimedRows; ++row) {
    one.look_at(row);
    if ((one.there().bits() & from.bits()) == 0) continue;
    one.predict(from, target);
    if (++done % 16 == 0 && std::chrono::steady_clock::now() - start > kMostTimed) break;
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return done > 0 ? seconds / static_cast<double>(done) : 0;
}

// What predicting costs (Eq. 1's second sum): each link on its own; what joining them adds is the rest of predicting
// from all others. Mean seconds of the latter over the targets.
double measure_seconds(const LinkSet& links, const OutputTable& table, LinkCosts& costs) {
  const std::size_t k = links.boxes().size();
  OneFrame one(links, table);
  const BoxSet all = BoxSet::all(static_cast<int>(k));
  double sum = 0;
  for (std::size_t j = 0; j < k; ++j) {
    const int target = static_cast<int>(j);
    double alone = 0;
    for (std::size_t i = 0; i < k; ++i) {
      Costs& link = costs.links[i * k + j];
      if (link.bytes == 0) continue;
      link.seconds = time_prediction(one, table, BoxSet().with(static_cast<int>(i)), target);
      alone += link.seconds;
    }
    const double together = time_prediction(one, table, all.without(target), target);
    costs.ensembles[j].seconds = std::max(0.0, together - alone);
    sum += together;
  }
  return k > 0 ? sum / static_cast<double>(k) : 0;
}

/// Links of another program version may come from another training: they are no part of this one's.
std::string made_by() { return "mlink " + program_version(); }

std::string settings_text(const TrainSettings& settings) {
  nlohmann::json json;
  to_json(json, settings);
  return json.dump();
}

Status forget_part(StoreWriter& store) {
  MLINK_ASSIGN(const auto parts, store.results(kPart));
  for (const auto& part : parts) MLINK_TRY(store.remove_result(part.id));
  return {};
}

// Nothing usable is no error: the training begins anew. train_links ignores what other data or settings made.
Result<std::optional<LinkSet>> kept_part(const StoreWriter& store) {
  MLINK_ASSIGN(const auto parts, store.results(kPart, true));
  if (parts.empty()) return std::nullopt;
  if (parts.back().versions != made_by()) {
    log_warning(fmt::format("The unfinished training was of {}, this is {}: it begins anew.", parts.back().versions,
                            made_by()));
    return std::nullopt;
  }
  auto set = LinkSet::from_bytes(parts.back().blob);
  if (!set) return std::nullopt;
  return std::optional<LinkSet>(std::move(*set));
}

Status keep_part(StoreWriter& store, const LinkSet& finished, const TrainSettings& settings) {
  if (finished.boxes().empty()) return {};
  return store.transaction([&]() -> Status {
    MLINK_TRY(forget_part(store));
    const StoredResult part{0,
                            kPart,
                            "unfinished",
                            settings_text(settings),
                            static_cast<std::int64_t>(settings.seed),
                            finished.data_hash(),
                            made_by(),
                            now_utc(),
                            finished.to_bytes()};
    MLINK_TRY(store.put_result(part));
    return {};
  });
}

Status check_table(const OutputTable& table, const std::string& path) {
  if (table.columns.size() < 2)
    return fail(ErrorKind::invalid_input, "Links need outputs of two or more boxes.", "Add black boxes and collect.",
                path);
  const auto collected = [](const OutputColumn& column) {
    return std::any_of(column.presence.begin(), column.presence.end(),
                       [](Presence p) { return p == Presence::present; });
  };
  if (std::count_if(table.columns.begin(), table.columns.end(), collected) < 2)
    return fail(ErrorKind::invalid_input, "Links need outputs of two or more boxes, and there are none yet.",
                "Run mlink collect first.", path);
  return {};
}

Status check_name(const StoreQueries& store, const std::string& name, RowId but) {
  if (name.empty())
    return fail(ErrorKind::invalid_input, "A link set needs a name.", "Type one.", store.path().string());
  MLINK_ASSIGN(const auto sets, store.results(kKind));
  for (const auto& set : sets)
    if (set.id != but && set.name == name)
      return fail(ErrorKind::invalid_input, fmt::format("There are links \"{}\" already.", name),
                  "Choose another name.", store.path().string());
  return {};
}

std::string free_name(const StoreQueries& store, const std::string& wanted) {
  std::string name = wanted;
  for (int n = 2; !check_name(store, name, 0); ++n) name = fmt::format("{} ({})", wanted, n);
  return name;
}

Status is_link_set(const StoreQueries& store, RowId id) {
  MLINK_ASSIGN(const auto sets, store.results(kKind));
  if (std::any_of(sets.begin(), sets.end(), [&](const auto& set) { return set.id == id; })) return {};
  return fail(ErrorKind::not_found, "These links are not in the file any more.", {}, store.path().string());
}

}  // namespace

Result<LinkSetRow> train_link_set(StoreWriter& store, FileView& view, const TrainOptions& options,
                                  const std::stop_token& stop, const ProgressFn& progress) {
  const TrainSettings& settings = options.settings;
  MLINK_ASSIGN(const auto overview, view.overview(store));
  MLINK_ASSIGN(const auto table, store.output_table());
  MLINK_TRY(check_table(table, store.path().string()));
  if (!options.name.empty()) MLINK_TRY(check_name(store, options.name, 0));
  MLINK_ASSIGN(const auto known, kept_part(store));
  LinkSet finished;
  const auto start = std::chrono::steady_clock::now();
  auto links = train_links(table, settings, thread_executor(options.threads), stop, progress, known ? &*known : nullptr,
                           &finished);
  if (!links && links.error().kind == ErrorKind::stopped) MLINK_TRY(keep_part(store, finished, settings));
  if (!links) return tl::make_unexpected(std::move(links).error());

  const double training_seconds = seconds_since(start);
  LinkCosts costs = link_bytes(*links);
  const double seconds = measure_seconds(*links, table, costs);
  StoredResult result;
  result.kind = kKind;
  result.created = now_utc();
  result.name = options.name.empty() ? free_name(store, "links of " + result.created) : options.name;
  result.settings_json = with_leads(
      link_set_document(settings, costs, seconds, matrix_of(*links, table), overview.done - overview.failed, overview),
      ensembles_of(*links, table, thread_executor(options.threads)));
  result.seed = static_cast<std::int64_t>(settings.seed);
  result.data_hash = links->data_hash();
  result.versions = "mlink " + program_version();
  result.blob = links->to_bytes();
  result.seconds = training_seconds;
  MLINK_TRY(store.transaction([&]() -> Status {
    MLINK_ASSIGN(result.id, store.put_result(result));
    MLINK_TRY(forget_part(store));
    return store.set_setting(kUsed, fmt::format("{}", result.id));
  }));
  const double bytes = all_bytes(costs);
  return LinkSetRow{result.id, result.name, result.created, result.versions,  result.data_hash,
                    settings,  seconds,     bytes,          std::move(costs), {}};
}

Status rename_link_set(StoreWriter& store, RowId id, const std::string& name) {
  MLINK_TRY(is_link_set(store, id));
  MLINK_TRY(check_name(store, name, id));
  return store.rename_result(id, name);
}

Status remove_link_set(StoreWriter& store, RowId id) {
  MLINK_TRY(is_link_set(store, id));
  return store.remove_result(id);
}

Status use_link_set(StoreWriter& store, RowId id) {
  MLINK_TRY(is_link_set(store, id));
  return store.set_setting(kUsed, fmt::format("{}", id));
}

Result<RowId> used_link_set(const StoreQueries& store) {
  MLINK_ASSIGN(const auto sets, store.results(kKind));
  MLINK_ASSIGN(const auto chosen, store.setting(kUsed));
  RowId id = 0;
  if (chosen) std::from_chars(chosen->data(), chosen->data() + chosen->size(), id);
  RowId newest = 0;
  for (const auto& set : sets) {
    if (set.id == id) return id;
    newest = std::max(newest, set.id);
  }
  return newest;
}

}  // namespace mlink::experiment
