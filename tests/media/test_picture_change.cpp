// media: frame features: what is known exactly of pictures drawn here, and at which frames a figure is known.
#include <QTest>
#include <cmath>

#include "media/picture_change.h"

using namespace mlink::rooms;

namespace {

/// Grey `ground` with a square of `side` at (x, y) of another grey.
Frame picture(int width, int height, int ground, int side = 0, int x = 0, int y = 0, int value = 255) {
  auto made = std::make_shared<Picture>();
  made->width = width;
  made->height = height;
  made->stride = width * 3;
  made->rgb.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3,
                   static_cast<std::uint8_t>(ground));
  for (int row = y; row < y + side; ++row)
    for (int byte = x * 3; byte < (x + side) * 3; ++byte)
      made->rgb[static_cast<std::size_t>(row) * static_cast<std::size_t>(made->stride) +
                static_cast<std::size_t>(byte)] = static_cast<std::uint8_t>(value);
  return {made, 0, 0, 0};
}

float of(const FeatureValues& values, FeatureKind kind, std::size_t lag = 0) { return values[feature_at(kind, lag)]; }

/// Noise by a hash: edges and corners everywhere.
Frame noise(std::uint32_t seed) {
  auto made = std::make_shared<Picture>();
  made->width = 96;
  made->height = 64;
  made->stride = 96 * 3;
  made->rgb.resize(static_cast<std::size_t>(96) * 64 * 3);
  for (auto& byte : made->rgb) {
    seed = seed * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>(seed >> 24U);
  }
  return {made, 0, 0, 0};
}

}  // namespace

class TestPictureChange : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingChanges() {
    PictureChange change;
    (void)change.next(noise(7));
    const auto values = change.next(noise(7));
    for (const FeatureKind kind : kAllFeatures) QCOMPARE(of(values, kind), 0.F);
  }

  /// A square of 20 x 20 appears in 200 x 100.
  void aSquareAppears() {
    PictureChange change;
    (void)change.next(picture(200, 100, 40));
    const auto values = change.next(picture(200, 100, 40, 20, 60, 30));
    QCOMPARE(of(values, FeatureKind::pixel), 400.F / 20000);
    // Blurred it is above 21 of 215 a little outside; its contour runs through the outer pixels' middles.
    const float area = of(values, FeatureKind::area) * 20000;
    QVERIFY2(area >= 19 * 19 && area <= 29 * 29, qPrintable(QString::number(area)));
    const float edge = of(values, FeatureKind::edge) * 20000;
    QVERIFY2(edge >= 60 && edge <= 120, qPrintable(QString::number(edge)));
    const float corner = of(values, FeatureKind::corner) * 20000;
    QVERIFY2(corner >= 4 * 25 && corner <= 30 * 30, qPrintable(QString::number(corner)));
  }

  /// 21 of 255 is noise, 22 is not.
  void smallDifferencesAreNoise_data() {
    QTest::addColumn<int>("by");
    QTest::addColumn<float>("share");
    QTest::addRow("21") << 21 << 0.F;
    QTest::addRow("22") << 22 << 1.F;
  }
  void smallDifferencesAreNoise() {
    QFETCH(int, by);
    QFETCH(float, share);
    PictureChange change;
    (void)change.next(picture(64, 48, 100));
    QCOMPARE(of(change.next(picture(64, 48, 100 + by)), FeatureKind::pixel), share);
  }

  /// Of several areas the largest counts, of the pixels all.
  void theLargestAreaCounts() {
    PictureChange one, two;
    (void)one.next(picture(200, 100, 40));
    (void)two.next(picture(200, 100, 40, 10, 150, 60, 200));
    const auto single = one.next(picture(200, 100, 40, 20, 40, 30));
    const auto both = two.next(picture(200, 100, 40, 20, 40, 30));  // one square goes, another comes
    QCOMPARE(of(both, FeatureKind::area), of(single, FeatureKind::area));
    QCOMPARE(of(both, FeatureKind::pixel), 500.F / 20000);
  }

  /// Frame n's square is n pixels wide: a figure says how many frames ago the other picture was.
  void lags() {
    PictureChange change;
    for (int n = 0; n < 40; ++n) {
      const auto values = change.next(picture(100, 50, 0, n, 0, 0));
      for (std::size_t lag = 0; lag < kLagCount; ++lag) {
        const float found = of(values, FeatureKind::pixel, lag);
        const int then = n - kFeatureLags[lag];
        if (then < 0)
          QVERIFY(std::isnan(found));
        else
          QCOMPARE(found, static_cast<float>(n * n - then * then) / 5000);
      }
    }
  }

  /// A picture that could not be read takes its place; after another size nothing is compared with what was before.
  void picturesThatAreMissing() {
    PictureChange change;
    (void)change.next(picture(64, 48, 0));
    for (const float value : change.next(Frame())) QVERIFY(std::isnan(value));
    const auto after = change.next(picture(64, 48, 200));
    QVERIFY(std::isnan(of(after, FeatureKind::pixel, 0)));
    QCOMPARE(of(after, FeatureKind::pixel, 1), 1.F);
    for (const float value : change.next(picture(32, 48, 200))) QVERIFY(std::isnan(value));
  }

  /// A large picture is reduced first: shares stay what they are, within a pixel at the border of what changed.
  void largePictures() {
    PictureChange change;
    (void)change.next(picture(1920, 1080, 40));
    const auto values = change.next(picture(1920, 1080, 40, 540, 300, 200));
    const float wanted = 540.F * 540 / (1920 * 1080);
    QVERIFY(std::abs(of(values, FeatureKind::pixel) - wanted) < .01F);
  }

  /// Sides that no square divides, and pictures of one line: what is left over at the border is not compared.
  void oddSizes_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addRow("1001 x 701") << 1001 << 701;
    QTest::addRow("a column") << 1 << 100000;
    QTest::addRow("a line") << 100000 << 1;
    QTest::addRow("just too large") << 321 << 240;
  }
  void oddSizes() {
    QFETCH(int, width);
    QFETCH(int, height);
    PictureChange change;
    (void)change.next(picture(width, height, 20));
    const auto same = change.next(picture(width, height, 20)), other = change.next(picture(width, height, 200));
    QCOMPARE(of(same, FeatureKind::pixel), 0.F);
    QCOMPARE(of(other, FeatureKind::pixel), 1.F);
  }
  void tinyPictures() {
    PictureChange change;
    (void)change.next(picture(1, 1, 0));
    QCOMPARE(of(change.next(picture(1, 1, 255)), FeatureKind::pixel), 1.F);
  }

  void names() {
    for (const FeatureKind kind : kAllFeatures) QVERIFY(feature_kind(to_string(kind)) == kind);
    QVERIFY(!feature_kind("colour"));
    QCOMPARE(lag_up_to(1), std::size_t{0});
    QCOMPARE(lag_up_to(31), std::size_t{4});
    QCOMPARE(lag_up_to(1000), std::size_t{5});
  }
};

QTEST_APPLESS_MAIN(TestPictureChange)
#include "test_picture_change.moc"
