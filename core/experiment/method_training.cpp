#include "experiment/method_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/elapsed.h"
#include "base/log.h"
#include "experiment/row_pictures.h"
#include "methods/kd_student.h"

namespace mlink::experiment {
namespace {

/// These rows of a table, and nothing of the others.
OutputTable rows_of_table(const OutputTable& table, const std::vector<std::size_t>& rows) {
  OutputTable part;
  part.cameras = table.cameras;
  part.clips = table.clips;
  part.zero = table.zero;
  for (const std::size_t row : rows) part.frames.push_back(table.frames[row]);
  for (const OutputColumn& column : table.columns) {
    OutputColumn of{column.box, column.spec, {}, {}, {}};
    for (const std::size_t row : rows) {
      of.values.insert(of.values.end(), column.row(row).begin(), column.row(row).end());
      of.presence.push_back(column.presence[row]);
      if (!column.words.empty()) of.words.push_back(column.words[row]);
    }
    part.columns.push_back(std::move(of));
  }
  return part;
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return seconds_since(start);
}

/// The part of a document that a training depends on.
nlohmann::json settings_in(const std::string& document) {
  const auto json = nlohmann::json::parse(document, nullptr, false);
  return json.is_object() ? json.value("settings", nlohmann::json()) : nlohmann::json();
}

Result<std::vector<const Method*>> methods_of(const MethodTrainOptions& options) {
  std::vector<const Method*> methods;
  std::vector<std::string> trained;
  for (const Method* method : methods::methods())
    if (method->needs().trained) trained.emplace_back(method->name());
  if (options.methods.empty())
    return fail(ErrorKind::invalid_input, "No method to train is named.",
                fmt::format("Methods that are trained: {}.", fmt::join(trained, ", ")));
  for (const std::string& name : options.methods) {
    const Method* const method = find_method(name);
    if (!method || !method->needs().trained)
      return fail(ErrorKind::invalid_input,
                  method ? fmt::format("The method {} has nothing to train.", name)
                         : fmt::format("There is no method \"{}\".", name),
                  fmt::format("Methods that are trained: {}.", fmt::join(trained, ", ")));
    if (std::find(methods.begin(), methods.end(), method) == methods.end()) methods.push_back(method);
  }
  return methods;
}

/// All that the trainings of one run share.
class Trainer {
 public:
  Trainer(StoreWriter& store, const Snapshot& snapshot, const MethodTrainOptions& options)
      : store_(store),
        snapshot_(snapshot),
        options_(options),
        rows_(snapshot.links->train_rows(*snapshot.link_table)),
        part_(rows_of_table(*snapshot.link_table, rows_)),
        hash_(content_hash(part_)) {}

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }

  /// Errors: what keeps this method from being trained; `stopped`; of the file.
  Result<TrainedMethodRow> train(const Method& method, const std::stop_token& stop, const ProgressFn& progress) {
    const std::string name(method.name());
    const auto settings = nlohmann::json::parse(method.training_settings());
    MLINK_ASSIGN(const auto known, store_.results(kMethodKind));
    RowId instead = 0;
    for (const auto& result : known) {
      if (result.name != name || result.data_hash != hash_) continue;
      if (result.seed == static_cast<std::int64_t>(options_.seed) && settings_in(result.settings_json) == settings &&
          (!method.needs().pictures || frames_in(result.settings_json) == frames()))
        return TrainedMethodRow{name, result.id, options_.seed, 0, true, {}};
      instead = result.id;
    }
    MethodTraining training{part_,   snapshot_.links->settings().inner_part, options_.seed, seconds_of, nullptr, rows_,
                            frames()};
    if (method.needs().pictures) {
      MLINK_TRY(read_pictures(stop));
      training.pictures = &*pictures_;
    }
    const auto start = std::chrono::steady_clock::now();
    MLINK_ASSIGN(auto bytes, method.train(training, stop, progress));
    const double seconds = seconds_since(start);
    MLINK_ASSIGN(const RowId id, keep(name, settings, seconds, std::move(bytes), instead));
    return TrainedMethodRow{name, id, options_.seed, seconds, false, {}};
  }

 private:
  static std::string frames_in(const std::string& document) {
    const auto json = nlohmann::json::parse(document, nullptr, false);
    return json.is_object() ? json.value("frames", std::string()) : std::string();
  }
  [[nodiscard]] std::string frames() const { return frames_hash(*snapshot_.link_table); }

  Status read_pictures(const std::stop_token& stop) {
    if (pictures_) return {};
    MLINK_ASSIGN(pictures_, pictures_of_rows(store_, *snapshot_.table, kMethodPictureSide, stop));
    return {};
  }

  Result<RowId> keep(const std::string& name, const nlohmann::json& settings, double seconds, std::string bytes,
                     RowId instead) {
    const nlohmann::json document{{"settings", settings},
                                  {"links", snapshot_.links->data_hash()},
                                  {"rows", rows_.size()},
                                  {"frames", frames()},
                                  {"seconds", seconds}};
    const StoredResult result{0,
                              kMethodKind,
                              name,
                              document.dump(),
                              static_cast<std::int64_t>(options_.seed),
                              hash_,
                              "mlink " + program_version(),
                              now_utc(),
                              std::move(bytes),
                              seconds};
    RowId id = 0;
    MLINK_TRY(store_.transaction([&]() -> Status {
      if (instead > 0) MLINK_TRY(store_.remove_result(instead));
      MLINK_ASSIGN(id, store_.put_result(result));
      return {};
    }));
    return id;
  }

  StoreWriter& store_;
  const Snapshot& snapshot_;
  const MethodTrainOptions& options_;
  std::vector<std::size_t> rows_;
  OutputTable part_;
  std::string hash_;
  std::optional<Pictures> pictures_;
};

}  // namespace

Result<std::vector<TrainedMethodRow>> train_methods(StoreWriter& store, FileView& view,
                                                    const MethodTrainOptions& options, const std::stop_token& stop,
                                                    const ProgressFn& progress) {
  MLINK_ASSIGN(const auto methods, methods_of(options));
  MLINK_ASSIGN(const auto snapshot, view.snapshot(store));
  if (!snapshot.links)
    return fail(ErrorKind::not_found, "No links yet: methods are trained on the rows that train the links.",
                "Train first: mlink train.", store.path().string());
  Trainer trainer(store, snapshot, options);
  if (trainer.rows() == 0)
    return fail(ErrorKind::invalid_input, "None of the frames that trained the links are in the file now.",
                "Train the links again: mlink train.", store.path().string());
  std::vector<TrainedMethodRow> rows;
  for (const Method* method : methods) {
    auto row = trainer.train(*method, stop, progress);
    if (!row && row.error().kind == ErrorKind::stopped) return tl::make_unexpected(std::move(row).error());
    rows.push_back(row ? std::move(*row)
                       : TrainedMethodRow{std::string(method->name()), 0, options.seed, 0, false, row.error()});
  }
  return rows;
}

std::string training_hash(const OutputTable& table, const LinkSet& links) {
  return content_hash(rows_of_table(table, links.train_rows(table)));
}

Result<std::map<std::string, std::string>> trained_methods(const StoreQueries& store, const OutputTable& table,
                                                           const LinkSet& links,
                                                           const std::vector<const Method*>& methods) {
  std::map<std::string, std::string> trained;
  if (methods.empty()) return trained;
  MLINK_ASSIGN(const auto known, store.results(kMethodKind));
  if (known.empty()) return trained;
  const std::string hash = training_hash(table, links);
  for (const Method* method : methods) {
    RowId newest = 0;
    for (const auto& result : known)
      if (result.name == method->name() && result.data_hash == hash) newest = std::max(newest, result.id);
    if (newest == 0) continue;
    MLINK_ASSIGN(auto result, store.result(newest));
    trained.emplace(std::string(method->name()), std::move(result.blob));
  }
  return trained;
}

}  // namespace mlink::experiment
