/* An example of a black box as a plugin: how bright the picture is, 0 to 1, times "gain" of its settings.
 * Build:    cc -shared -fPIC -I core/blackbox/plugin -o example_box.so core/blackbox/plugin/example_box.c
 * Manifest: core/blackbox/plugin/example_box.json */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mlink_box.h"

struct brightness {
  double gain;
};

static void* create(const char* settings, char* error, size_t size) {
  struct brightness* box = malloc(sizeof *box);
  if (!box) return NULL;
  box->gain = 1;
  const char* gain = strstr(settings, "\"gain\":"); /* a real one takes a JSON library */
  if (gain && sscanf(gain + 7, "%lf", &box->gain) != 1) {
    snprintf(error, size, "\"gain\" is no number.");
    free(box);
    return NULL;
  }
  return box;
}

static void look(void* self, const mlink_box_frame* frame, const mlink_box_sink* sink) {
  const struct brightness* box = self;
  double sum = 0;
  for (int y = 0; y < frame->height; ++y)
    for (int x = 0; x < frame->width * 3; ++x) sum += frame->rgb[(size_t)y * (size_t)frame->stride + (size_t)x];
  const float value = (float)(box->gain * sum / 255 / 3 / frame->width / frame->height);
  sink->values(sink->context, &value, 1);
}

static void destroy(void* self) { free(self); }

const char* mlink_box_about_v1(void);
const char* mlink_box_about_v1(void) {
  return "{\"title\": \"Brightness, by the example plugin\", \"license\": \"Apache-2.0\", \"settings\": {\"gain\": 1},"
         " \"reducer\": {\"kind\": \"scalar\"},"
         " \"output\": {\"task\": \"regression\", \"tolerance\": 0.05, \"unit\": \"share\"}}";
}

const mlink_box_plugin* mlink_box_plugin_v1(void);
const mlink_box_plugin* mlink_box_plugin_v1(void) {
  static const mlink_box_plugin plugin = {MLINK_BOX_VERSION, create, look, destroy, NULL};
  return &plugin;
}
