/* A plugin that misbehaves: settings {"what": ...} says how, on frames whose first pixel is brighter than 200 (or on all
 * of them, where "always" is in the settings). Elsewhere it answers with the first pixel's red. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "mlink_box.h"

static char what[64];
static int always;

static void* create(const char* settings, char* error, size_t size) {
  const char* at = strstr(settings, "\"what\":\"");
  if (at) sscanf(at + 8, "%63[^\"]", what);
  always = strstr(settings, "always") != NULL;
  if (strcmp(what, "refuse") == 0) {
    snprintf(error, size, "It does not want to.");
    return NULL;
  }
  if (strcmp(what, "crash-at-start") == 0) abort();
  return &what;
}

/* 1: permitted. */
static float may_connect(void) {
  const int out = socket(AF_INET, SOCK_STREAM, 0);
  if (out < 0) return 0;
  close(out);
  return 1;
}

static float may_connect_to_unix(void) {
  const int out = socket(AF_UNIX, SOCK_STREAM, 0);
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  snprintf(to.sun_path, sizeof to.sun_path, "/tmp/nobody-serves-this");
  const int failed = connect(out, (struct sockaddr*)&to, sizeof to) != 0 && errno == EACCES;
  close(out);
  return failed ? 0 : 1;
}

static float may_write(const char* place) {
  char name[300];
  snprintf(name, sizeof name, "%s/mlink-bad-box-%d", place, (int)getpid());
  const int out = open(name, O_CREAT | O_WRONLY, 0600);
  if (out < 0) return 0;
  close(out);
  unlink(name);
  return 1;
}

static float may_read(void) {
  const int in = open("/etc/passwd", O_RDONLY);
  if (in >= 0) close(in);
  return in >= 0 ? 1 : 0;
}

static float may_signal(void) { return kill(getppid(), 0) == 0 ? 1 : 0; }

static void tell_rights(const mlink_box_sink* sink) {
  const char* own = getenv("TMPDIR");
  const float rights[] = {may_connect(),         may_connect_to_unix(), may_write("/tmp"),
                          may_write(own ? own : "/"), may_read(),            may_signal()};
  sink->values(sink->context, rights, sizeof rights / sizeof *rights);
}

static void misbehave(const mlink_box_sink* sink) {
  if (strcmp(what, "crash") == 0) *(volatile int*)8 = 1; /* NOLINT: on purpose */
  if (strcmp(what, "abort") == 0) abort();
  if (strcmp(what, "exit") == 0) {
    fprintf(stderr, "I leave.\n");
    exit(3);
  }
  if (strcmp(what, "hang") == 0)
    for (;;) pause();
  if (strcmp(what, "eat") == 0)
    for (;;) {
      char* more = malloc(1 << 24);
      memset(more, 1, 1 << 24);
    }
  if (strcmp(what, "slow") == 0) usleep(50000);
  const float none = NAN;
  if (strcmp(what, "nan") == 0) sink->values(sink->context, &none, 1);
  if (strcmp(what, "fail") == 0) sink->fail(sink->context, "It is too bright for me.");
}

static void look(void* self, const mlink_box_frame* frame, const mlink_box_sink* sink) {
  (void)self;
  if (strcmp(what, "rights") == 0) {
    tell_rights(sink);
    return;
  }
  if (strcmp(what, "keep") == 0) {
    static char* kept;
    if (!kept) kept = malloc(60000000);
    memset(kept, 1, 60000000);
  }
  if (always || frame->rgb[0] > 200) misbehave(sink);
  const float value = frame->rgb[0];
  if (strcmp(what, "nan") != 0 || frame->rgb[0] <= 200) sink->values(sink->context, &value, 1);
}

static void destroy(void* self) { (void)self; }

const mlink_box_plugin* mlink_box_plugin_v1(void);
const mlink_box_plugin* mlink_box_plugin_v1(void) {
  static const mlink_box_plugin plugin = {MLINK_BOX_VERSION, create, look, destroy, NULL};
  return &plugin;
}
