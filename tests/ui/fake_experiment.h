// A synthetic experiment behind the worker's ports: four boxes, three cameras, figures by a fixed rule, drawn pictures.
// None of its figures is a result. Thread-safe: writer and readers live on different threads.
#pragma once

#include <atomic>
#include <mutex>

#include "ui/common/ports.h"

namespace mlink::fake {
using namespace rooms;

struct File {
  std::mutex mutex;  // guards overview, failures, version and what was asked for
  Overview overview;
  std::vector<FailureRow> failures;
  std::int64_t version = 1;
  std::optional<TrainOptions> trained_with;      ///< by the last training
  std::optional<CollectOptions> collected_with;  ///< by the last collecting
  CollectReport tells;                           ///< besides what was stored
  std::shared_ptr<const OutputTable> table;
  std::atomic<int> output_ms = 2;  ///< how long one output takes to collect
  std::atomic<int> train_ms = 0;   ///< how long training writes nothing
  std::atomic<int> picture_ms = 2;
  std::atomic<int> detail_ms = 5;
  std::atomic<int> pictures_read = 0;
  std::atomic<int> overviews_read = 0;
  std::atomic<int> outputs_ms = 0;  ///< how long it takes to read all outputs
  std::atomic<int> outputs_read = 0;
  std::atomic<bool> fail_train = false;
  std::atomic<bool> keeps_figures = false;  ///< of links: they are told without outputs
};

/// What the file holds at first.
enum class State { empty, sources, collected, trained, broken };
[[nodiscard]] std::shared_ptr<File> file(State state, int boxes = 4);
[[nodiscard]] PortFactory ports(const std::shared_ptr<File>& file);

[[nodiscard]] LinksData links(int boxes = 4);
[[nodiscard]] LinkDetail detail(const std::string& source, const std::string& target, const OutputSpec& spec);

}  // namespace mlink::fake
