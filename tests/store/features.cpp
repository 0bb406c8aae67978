// Frame features: what goes in comes out, by rows of a table.
#include <QTest>
#include <cmath>

#include "store/sample.h"
#include "store/test_store.h"

using namespace mlink::rooms;
using namespace mlink::test;

void TestStore::frameFeatures() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  ASSIGN_OK(const auto ids, fill(writer, 2, 5, {count_spec()}));
  const auto values = [](float first) {
    FeatureValues all{};
    for (std::size_t n = 0; n < all.size(); ++n) all[n] = first + static_cast<float>(n) / 100;
    return all;
  };
  ASSIGN_OK(const auto table, writer.output_table());
  QVERIFY(!writer.frame_features(table).value().any());
  FeatureValues none{};
  none.fill(kNoFeature);
  VERIFY_OK(writer.put_frame_features(ids.cameras[1], std::vector<StoredFeatures>{{0, none}, {3, values(1)}}));
  VERIFY_OK(writer.put_frame_features(ids.cameras[1], std::vector<StoredFeatures>{{3, values(.5F)}}));
  QCOMPARE(writer.without_features(ids.cameras[1]).value(), (std::vector<std::int64_t>{1, 2, 4}));
  QCOMPARE(writer.without_features(ids.cameras[0]).value().size(), std::size_t{5});
  ASSIGN_OK(const auto features, writer.frame_features(table));
  QVERIFY(features.any());
  QCOMPARE(features.rows(), table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const FrameKey& key = table.frames[row];
    const float found = features.at(row, FeatureKind::edge, 4);
    if (key.camera == 1 && key.ordinal == 3)
      QCOMPARE(found, values(.5F)[feature_at(FeatureKind::edge, 4)]);
    else
      QVERIFY(std::isnan(found));
  }
  QVERIFY(!writer.put_frame_features(99, std::vector<StoredFeatures>{{0, none}}));
  VERIFY_OK(writer.remove_camera(ids.cameras[1]));
  ASSIGN_OK(const auto left, writer.output_table());
  QVERIFY(!writer.frame_features(left).value().any());
}

/// Features of a large table are read by several connections, each camera by one of them.
void TestStore::featuresBySeveralConnections() {
  const Folder folder;
  ASSIGN_OK(auto writer, StoreWriter::create(folder.file()));
  constexpr std::int64_t kFrames = 68000;
  ASSIGN_OK(const auto ids, fill(writer, 3, kFrames, {count_spec()}));
  for (std::size_t camera = 0; camera < 3; ++camera) {
    std::vector<StoredFeatures> some;
    for (std::int64_t frame = static_cast<std::int64_t>(camera); frame < kFrames; frame += 40) {
      FeatureValues values{};
      values.fill(static_cast<float>(camera) + static_cast<float>(frame) / 100000);
      some.push_back({frame, values});
    }
    VERIFY_OK(writer.put_frame_features(ids.cameras[camera], some));
  }
  ASSIGN_OK(const auto table, writer.output_table());
  ASSIGN_OK(const auto reader, StoreReader::open(folder.file()));
  ASSIGN_OK(const auto features, reader.frame_features(table));
  QCOMPARE(features.rows(), table.rows());
  std::size_t known = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const FrameKey& key = table.frames[row];
    const float found = features.at(row, FeatureKind::pixel, 2);
    if (key.ordinal % 40 != key.camera) {
      QVERIFY(std::isnan(found));
      continue;
    }
    QCOMPARE(found, static_cast<float>(key.camera) + static_cast<float>(key.ordinal) / 100000);
    ++known;
  }
  QCOMPARE(known, std::size_t{3 * kFrames / 40});
}
