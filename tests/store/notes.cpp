// store: what a person writes beside results.
#include <QTest>

#include "store/sample.h"
#include "store/test_store.h"

using namespace mlink::rooms;
using namespace mlink::test;

// A note and the time a result took stand beside it, in every list, and go with it.
void TestStore::notes() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  StoredResult replay{0, "replay", "r", "{}", 0, {}, {}, {}, std::string(5000, 'x')};
  replay.seconds = 2.5;
  ASSIGN_OK(const auto id, writer.put_result(replay));
  ASSIGN_OK(const auto plain, writer.put_result({0, "link_set", "l", "{}", 0, {}, {}, {}, "blob"}));
  VERIFY_OK(writer.put_note(plain, "few people", "2026-01-02T03:04:05Z"));
  VERIFY_OK(writer.put_note(id, "first", "2026-01-01T00:00:00Z"));
  VERIFY_OK(writer.put_note(id, "second", "2026-01-02T00:00:00Z"));
  ASSIGN_OK(const auto all, writer.all_results());
  QCOMPARE(all.size(), std::size_t{2});
  QVERIFY(all[0].note == "second" && all[0].noted == "2026-01-02T00:00:00Z" && all[0].seconds == 2.5);
  QVERIFY(all[0].bytes == 5000 && all[0].blob.empty());
  QVERIFY(all[1].note == "few people" && all[1].seconds == 0 && all[1].bytes == 4);
  QCOMPARE(writer.results("replay").value()[0].note, std::string("second"));
  ASSIGN_OK(const auto one, writer.result(id));
  QVERIFY(one.note == "second" && one.seconds == 2.5 && one.bytes == 5000);
  VERIFY_OK(writer.put_note(id, "", "2026-01-03T00:00:00Z"));
  QVERIFY(writer.result(id).value().note.empty() && writer.result(id).value().noted.empty());
  QCOMPARE(writer.result(id).value().seconds, 2.5);
  QCOMPARE(writer.put_note(99, "x", "t").error().kind, ErrorKind::not_found);
  VERIFY_OK(writer.remove_result(plain));
  QCOMPARE(writer.put_note(plain, "x", "t").error().kind, ErrorKind::not_found);
  QVERIFY(writer.problems().value().empty());
  // What takes the place of a result may bring the note along.
  StoredResult again = writer.result(id).value();
  again.note = "kept";
  again.noted = "2026-01-04T00:00:00Z";
  ASSIGN_OK(const auto other, writer.put_result(again));
  QCOMPARE(writer.result(other).value().note, std::string("kept"));
}
