#include "store/tally.h"

namespace mlink::store {

void Tally::change(std::int64_t source, std::int64_t content, std::int64_t ordinal, int before, int after) {
  if (before == after) return;
  if (last_.source != source || last_.ordinal != ordinal) {
    const auto [known, fresh] = cameras_.try_emplace(source);
    if (fresh) {
      auto query = connection_->query("SELECT id FROM camera WHERE source = ?1");
      query.with(source);
      while (query.next()) known->second.push_back(query.integer(0));
    }
    last_ = {source, ordinal, {}};
    auto used = connection_->query("SELECT 1 FROM frame WHERE camera = ?1 AND ordinal = ?2");
    for (const auto camera : known->second) {
      if (used.with(camera, ordinal).next()) last_.cameras.push_back(camera);
      used.reset();
    }
  }
  const auto add = [](Change& change, int presence, int by) {
    if (presence == 1) change.present += by;
    if (presence == 2) change.none += by;
    if (presence == 3) change.failed += by;
  };
  for (const auto camera : last_.cameras) {
    auto& change = changes_[{camera, content}];
    add(change, before, -1);
    add(change, after, 1);
  }
}

void Tally::write() {
  auto query = connection_->query(
      "INSERT INTO tally (camera, content, present, none, failed) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE "
      "SET present = present + ?3, none = none + ?4, failed = failed + ?5");
  for (const auto& [key, change] : changes_)
    query.with(key.first, key.second, change.present, change.none, change.failed).run();
  changes_.clear();
}

void count_outputs(Connection& connection, std::int64_t camera) {
  connection.query("DELETE FROM tally WHERE camera = ?1").with(camera).run();
  connection
      .query(
          "INSERT INTO tally (camera, content, present, none, failed) SELECT ?1, content, sum(presence = 1), "
          "sum(presence = 2), sum(presence = 3) FROM output JOIN frame ON frame.camera = ?1 AND frame.ordinal = "
          "output.ordinal WHERE output.source = (SELECT source FROM camera WHERE id = ?1) GROUP BY content")
      .with(camera)
      .run();
}

void count_outputs_of(Connection& connection, std::int64_t content) {
  connection.query("DELETE FROM tally WHERE content = ?1").with(content).run();
  connection
      .query(
          "INSERT INTO tally (camera, content, present, none, failed) SELECT camera.id, ?1, sum(presence = 1), "
          "sum(presence = 2), sum(presence = 3) FROM camera JOIN output ON output.source = camera.source AND "
          "output.content = ?1 JOIN frame ON frame.camera = camera.id AND frame.ordinal = output.ordinal GROUP BY "
          "camera.id")
      .with(content)
      .run();
}

}  // namespace mlink::store
