/* SPDX-License-Identifier: MIT */
/*
 * params.h -- what was sent, as names and values of checked text.
 *
 * Three ways of sending give the same list: urlencoded, multipart (with
 * files), and a JSON object, whose {"visits":[{"days":["mon","tue"]}]} is
 * visits.0.days=mon&visits.0.days=tue.  Line ends become LF.  A value that is
 * not well-formed UTF-8, or has NUL or control characters, is kept as far as
 * it can be shown (U+FFFD for what is broken) and a problem says so: the form
 * then comes back with it, and nothing is stored.
 */
#ifndef ALM_WEB_PARAMS_H
#define ALM_WEB_PARAMS_H

#include "web/rq.h"

enum { PARAMS_MOST = 5000, PARAM_NAME_MOST = 200, DECODED_PROBLEMS = 8 };

struct decoded {
	struct arena  *arena;
	struct param  *list;
	size_t         n, room;
	struct problem problems[DECODED_PROBLEMS];
	size_t         nproblems;
	int            status;           /* 0, or of a refusal of all of it: 400, 413, 415 */
	const char    *why;              /* its sentence                                   */
	bool           json;             /* it came as JSON                                */
};

struct params decoded_params(const struct decoded *);

void params_urlencoded(struct decoded *, const char *s, size_t n);
void params_multipart(struct decoded *, const char *content_type, const char *s, size_t n);
void params_json(struct decoded *, const char *s, size_t n);
/* By the request's Content-Type.  An empty body is an empty list. */
void params_body(struct decoded *, const struct wire_request *);

/* Add one, checked; `value` of `n` bytes.  file_name not NULL: bytes, unchecked. */
void params_add(struct decoded *, const char *name, const char *value, size_t n,
                const char *file_name);

/* Percent-decoding; `plus`: '+' is a blank (queries and forms, not paths). */
char *percent_decode(struct arena *, const char *s, size_t n, bool plus, size_t *out_n);
/* The list as urlencoded text again, without files and the names in `but` (ends with NULL). */
char *params_encode(struct arena *, const struct params *, const char *const *but);

/* ---- cookies ----------------------------------------------------------- */
/* The first cookie of that name; NULL: none. */
const char *cookie_value(struct arena *, const struct wire_request *, const char *name);

#endif
