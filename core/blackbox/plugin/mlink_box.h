/* The C interface of black boxes as shared libraries, version 1. A plugin is a library that has one function,
 *
 *     const mlink_box_plugin* mlink_box_plugin_v1(void);
 *
 * and a manifest with "adapter": "plugin" whose "weights" name the library (core/blackbox/HOST.md). It runs in a
 * process of its own; what it looks at and says goes through these structs only, so that it may be written in any
 * language that can make such a library and be built by any compiler. Fields are added at the ends of structs only,
 * with a new version. This header needs nothing but the C library and may be copied. */
#ifndef MLINK_BOX_H
#define MLINK_BOX_H

/* C, which checks for C++ would have otherwise. NOLINTBEGIN */
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MLINK_BOX_VERSION 1

/* A picture: `height` rows of `width` pixels, 3 bytes each (red, green, blue), `stride` bytes apart. Valid during the
 * call. */
typedef struct mlink_box_frame {
  const uint8_t* rgb;
  int32_t width, height, stride;
  int32_t camera;
  int64_t ordinal; /* number of the frame in its video */
  double seconds;  /* its time there */
} mlink_box_frame;

/* Something that was found; positions in 0..1 of the picture, left, top, right, bottom. `label`: place in labels(). */
typedef struct mlink_box_detection {
  float x0, y0, x1, y1;
  float score;
  int32_t label;
} mlink_box_detection;

/* Takes what a box says of one frame; called from within look(), any number of times, with what was copied when it
 * returns. */
typedef struct mlink_box_sink {
  void* context; /* first argument of all of these */
  void (*values)(void* context, const float* values, size_t count);
  void (*detection)(void* context, const mlink_box_detection* detection);
  void (*word)(void* context, const char* utf8);
  void (*none)(void* context);                     /* it looked, and there is nothing to answer about */
  void (*fail)(void* context, const char* reason); /* this frame has no answer */
} mlink_box_sink;

typedef struct mlink_box_plugin {
  uint32_t version; /* MLINK_BOX_VERSION */
  /* Makes a box; `settings` is the manifest's "settings": {"plugin": ...} as JSON. NULL and a reason in `error` (at
   * most `size` bytes with the closing 0) where it cannot. */
  void* (*create)(const char* settings, char* error, size_t size);
  /* Looks at one frame. Never called from two threads at a time. */
  void (*look)(void* box, const mlink_box_frame* frame, const mlink_box_sink* sink);
  void (*destroy)(void* box);
  /* Names of the detections' labels, closed by NULL; may be NULL itself, or give NULL. Valid as long as the box. */
  const char* const* (*labels)(void* box);
} mlink_box_plugin;

typedef const mlink_box_plugin* (*mlink_box_plugin_function)(void);
#define MLINK_BOX_FUNCTION "mlink_box_plugin_v1"

/* A second function that a plugin may have,
 *
 *     const char* mlink_box_about_v1(void);
 *
 * says what it is, as a JSON object of a manifest's fields: "title", "description", "license", "origin", "settings"
 * (what create() takes, to begin with), "reducer", "output". `mlink box plugins` shows it, and `mlink box guess` begins
 * a manifest with it. At most 64 KB; valid as long as the library is loaded. */
typedef const char* (*mlink_box_about_function)(void);
#define MLINK_BOX_ABOUT "mlink_box_about_v1"

#ifdef __cplusplus
}
#endif
/* NOLINTEND */

#endif
