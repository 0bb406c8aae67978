// media: cameras and addresses by name, and frames from an HTTP camera as they come.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <iterator>

#include "media/live_reader.h"
#include "media/video.h"
#include "support/mjpeg_server.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;
using mlink::test::MjpegServer;

class TestLiveReader : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void names_of_addresses_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("live");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("name");
    const auto row = [](const char* address, bool live, const char* shown, const char* name) {
      QTest::newRow(address) << QString(address) << live << QString(shown) << QString(name);
    };
    row("rtsp://10.0.0.7:554/door", true, "rtsp://10.0.0.7:554/door", "10.0.0.7:554/door");
    row("rtsp://me:secret@10.0.0.7/door?key=1", true, "rtsp://me:***@10.0.0.7/door?key=***", "10.0.0.7/door");
    row("http://cam/video?user=me&password=secret&size=2", true, "http://cam/video?user=me&password=***&size=2",
        "cam/video");
    row("rtsp://cam/a?PWD=secret&channel=1#token=secret", true, "rtsp://cam/a?PWD=***&channel=1#token=***", "cam/a");
    row("rtsp://cam/user=me;pass=secret;channel=1", true, "rtsp://cam/user=me;pass=***;channel=1",
        "cam/user=me;pass=***;channel=1");
    row("http://cam/?passenger=2&keys=3&token", true, "http://cam/?passenger=2&keys=3&token", "cam");
    row("rtsp://cam/user=me_password=secret_channel=1", true, "rtsp://cam/user=me_password=***",
        "cam/user=me_password=***");
    row("http://cam/a?access_token=se/c?ret=&size=2", true, "http://cam/a?access_token=***&size=2", "cam/a");
    row("http://cam?key=a@b", true, "http://cam?key=***", "cam");
    row("http://me:p@ss@host/", true, "http://me:***@host/", "host");
    row("http://me@host/a", true, "http://me@host/a", "host/a");
    row("/dev/video0", true, "/dev/video0", "video0");
    row("videos/door.mp4", false, "videos/door.mp4", "");
    row("/srv/videos", false, "/srv/videos", "");
  }
  void names_of_addresses() {
    QFETCH(QString, address);
    QFETCH(bool, live);
    QFETCH(QString, shown);
    QFETCH(QString, name);
    const auto text = address.toStdString();
    QCOMPARE(is_live_address(text), live);
    QCOMPARE(shown_address(text), shown.toStdString());
    if (live) QCOMPARE(live_name(text), name.toStdString());
  }

  void pictures_of_a_camera_are_those_it_sent() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no pictures to send");
    const QTemporaryDir folder;
    const auto at = std::filesystem::path(folder.path().toStdString());
    QVERIFY(mlink::test::make_video(at / "%02d.jpg", "testsrc2=size=160x120:rate=10:duration=1", "-q:v 3"));
    std::vector<std::string> pictures;
    for (int n = 1; n <= 10; ++n) {
      std::ifstream in(at / QString("%1.jpg").arg(n, 2, 10, QChar('0')).toStdString(), std::ios::binary);
      pictures.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    const MjpegServer camera(pictures, {.milliseconds = 1, .before_hanging_up = 10});
    auto live = LiveReader::open(camera.address(), {2});
    QVERIFY2(live.has_value(), live ? "" : live.error().text().c_str());
    QCOMPARE(live->info().width, 160);
    QVERIFY(!live->info().ends);
    auto files = VideoReader::open(at, {.stream = -1, .index = {}, .decoder_threads = 1, .rate = 10});
    QVERIFY(files.has_value());
    for (int n = 0; n < 10; ++n) {
      const auto frame = live->next();
      QVERIFY2(frame.has_value(), frame ? "" : frame.error().text().c_str());
      QVERIFY(frame->has_value());
      QCOMPARE((*frame)->ordinal(), std::int64_t{n});
      const auto same = files->at(n);
      QVERIFY(same.has_value());
      for (int y = 0; y < 120; ++y) QVERIFY(std::equal(same->row(y), same->row(y) + 480, (*frame)->row(y)));
    }
    const auto over = live->next();
    QVERIFY(!over.has_value());  // a camera has no end: it is lost
    QCOMPARE(over.error().what, std::string("The other side ended the stream."));
  }
};

QTEST_GUILESS_MAIN(TestLiveReader)
#include "test_live_reader.moc"
