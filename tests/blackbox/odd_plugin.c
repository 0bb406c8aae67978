/* Plugins that are odd when they are asked what they are; which one is said at build (ODD). */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mlink_box.h"

#define OLD 1
#define ENDS 2
#define TALKS 3
#define FINDS 4
#define NONSENSE 5
#define SHY 6
#define RIGHTS 7
#define PAIR 8

static void* create(const char* settings, char* error, size_t size) {
  static int box;
  (void)settings;
  if (ODD == SHY) abort();
  if (ODD == PAIR && strstr(settings, "7") == NULL) {
    snprintf(error, size, "It wants a 7.");
    return NULL;
  }
  return &box;
}

static void look(void* self, const mlink_box_frame* frame, const mlink_box_sink* sink) {
  (void)self;
  (void)frame;
  const mlink_box_detection found = {0, 0, .5F, .5F, .9F, 1};
  const float pair[] = {.25F, .75F};
  if (ODD == FINDS) sink->detection(sink->context, &found);
  if (ODD == PAIR) sink->values(sink->context, pair, 2);
}

static void destroy(void* self) { (void)self; }

static const char* const* labels(void* self) {
  static const char* const names[] = {"cat", "dog", NULL};
  (void)self;
  return names;
}

#if ODD == RIGHTS
static int may_write(void) {
  const int out = open("/tmp/mlink-odd-plugin", O_CREAT | O_WRONLY, 0600);
  if (out < 0) return 0;
  close(out);
  unlink("/tmp/mlink-odd-plugin");
  return 1;
}

static int may_connect(void) {
  const int out = socket(AF_INET, SOCK_STREAM, 0);
  if (out >= 0) close(out);
  return out >= 0;
}
#endif

#if ODD != FINDS && ODD != OLD
const char* mlink_box_about_v1(void);
const char* mlink_box_about_v1(void) {
#if ODD == RIGHTS
  static char text[80];
  snprintf(text, sizeof text, "{\"title\": \"write %d, net %d\"}", may_write(), may_connect());
  return text;
#else
  if (ODD == ENDS) {
    fprintf(stderr, "I would rather not.\n");
    exit(5);
  }
  if (ODD == TALKS) return "I am a plugin.";
  if (ODD == NONSENSE) return "{\"reducer\": {\"kind\": \"count\"}, \"output\": {\"task\": \"nonsense\"}}";
  if (ODD == PAIR) return "{\"title\": \"A pair\", \"settings\": {\"seven\": 7}}";
  return "{\"title\": \"A shy one\"}";
#endif
}
#endif

const mlink_box_plugin* mlink_box_plugin_v1(void);
const mlink_box_plugin* mlink_box_plugin_v1(void) {
  static const mlink_box_plugin plugin = {ODD == OLD ? 99 : MLINK_BOX_VERSION, create, look, destroy, labels};
  return &plugin;
}
