// What needs a process of its own: a writer to be killed, a holder of the lock, a writer with a small disk.
#include <sys/resource.h>

#include <csignal>
#include <iostream>
#include <string>

#include "store/sample.h"

namespace mlink::test {
using namespace rooms;
namespace {

int complain(const Error& error) {
  std::cout << "error " << to_string(error.kind) << " " << error.text() << std::endl;
  return 1;
}

Result<Ids> ids_of(StoreWriter& writer) {
  Ids ids;
  MLINK_ASSIGN(const auto cameras, writer.cameras());
  MLINK_ASSIGN(const auto boxes, writer.boxes());
  for (const auto& camera : cameras) ids.cameras.push_back(camera.id);
  for (const auto& box : boxes) ids.boxes.push_back(box.id);
  return ids;
}

// Writes groups for ever, each a transaction with its number, and says the number when it is committed.
int write_groups(const std::string& file) {
  auto writer = StoreWriter::open(file);
  if (!writer) return complain(writer.error());
  const auto ids = ids_of(*writer);
  if (!ids) return complain(ids.error());
  const auto last = writer->setting("group");
  if (!last) return complain(last.error());
  for (std::int64_t group = last->has_value() ? std::stoll(**last) + 1 : 0;; ++group) {
    std::vector<StoredOutput> rows;
    for (int frame = 0; frame < kGroupFrames; ++frame) rows.push_back(group_output(*ids, group, frame));
    const auto done = writer->transaction([&]() -> Status {
      MLINK_TRY(writer->put_outputs(rows));
      return writer->set_setting("group", std::to_string(group));
    });
    if (!done) return complain(done.error());
    std::cout << group << std::endl;  // flushed: this number was committed
  }
}

int hold(const std::string& file) {
  const auto writer = StoreWriter::open(file);
  if (!writer) return complain(writer.error());
  std::cout << "ready" << std::endl;
  std::string line;
  std::getline(std::cin, line);
  return 0;
}

int make_many(const std::string& stem) {
  for (int i = 0;; ++i) {
    const auto writer = StoreWriter::create(stem + std::to_string(i) + ".mlink");
    if (!writer) return complain(writer.error());
    std::cout << i << std::endl;
  }
}

// No file may grow beyond `bytes`: what a full disk looks like, without a disk.
void limit_files(rlim_t bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, bytes};
  setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace

int child_main(const std::vector<std::string>& arguments) {
  const std::string what = arguments.at(1);
  const std::string file = arguments.at(2);
  if (what == "hold") return hold(file);
  if (what == "make") return make_many(file);
  if (what == "full") limit_files(static_cast<rlim_t>(std::stoll(arguments.at(3))));
  return write_groups(file);
}

}  // namespace mlink::test
