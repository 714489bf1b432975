/* SPDX-License-Identifier: MIT */
/*
 * api.c -- the description of all of it for programs (OpenAPI 3), from the tables of
 * routes, forms and lists.
 */
#include "site/inside.h"

#include <string.h>

#include "auth/auth.h"
#include "exchange/json.h"
#include "list/list.h"

static void parameter(struct json_out *j, const char *where, const char *name, const char *about,
                      bool whole)
{
	json_open_object(j, NULL);
	json_put_text(j, "name", name);
	json_put_text(j, "in", where);
	json_put_bool(j, "required", strcmp(where, "path") == 0);
	if (about)
		json_put_text(j, "description", about);
	json_open_object(j, "schema");
	json_put_text(j, "type", whole ? "integer" : "string");
	json_close_object(j);
	json_close_object(j);
}

static void path_parameters(struct rq *rq, struct json_out *j, const char *path)
{
	while ((path = strchr(path, '{'))) {
		size_t n = strcspn(++path, "}");

		parameter(j, "path", arena_dupn(rq->arena, path, n), NULL, true);
	}
}

static void parameters(struct rq *rq, struct json_out *j, const struct route *r, bool post)
{
	json_open_array(j, "parameters");
	path_parameters(rq, j, r->path);
	if (!post && r->list) {
		for (size_t i = 0; i < r->list->nfilters; i++)
			parameter(j, "query", r->list->filters[i].name,
			          r->list->filters[i].label, false);
		parameter(j, "query", "sort", "Name of an order", false);
		parameter(j, "query", "page", "From 1", true);
	}
	if (post) {
		parameter(j, "header", "X-CSRF-Token", "From /session.json", false);
		parameter(j, "header", "Idempotency-Key", "16 to 64 letters and digits: the same "
		          "key with the same body is the same act, however often sent", false);
	}
	json_close_array(j);
}

static void answer(struct json_out *j, const char *status, const char *about, const char *ref)
{
	json_open_object(j, status);
	json_put_text(j, "description", about);
	if (ref) {
		json_open_object(j, "content");
		json_open_object(j, "application/json");
		json_open_object(j, "schema");
		json_put_text(j, "$ref", ref);
		json_close_object(j);
		json_close_object(j);
		json_close_object(j);
	}
	json_close_object(j);
}

static void operation(struct rq *rq, struct json_out *j, const struct route *r, bool post)
{
	json_open_object(j, post ? "post" : "get");
	json_put_text(j, "summary", r->says ? r->says : r->title);
	json_put_text(j, "description", arena_fmt(rq->arena, "Needs the right: %s",
	                                          may_label(r->may)));
	parameters(rq, j, r, post);
	if (post && route_asks(r)) {
		json_open_object(j, "requestBody");
		json_open_object(j, "content");
		json_open_object(j, "application/json");
		json_open_object(j, "schema");
		json_put_text(j, "$ref", arena_fmt(rq->arena, "#/components/schemas/%s",
		                                   r->form ? r->form->name : "questions"));
		json_close_object(j);
		json_close_object(j);
		json_close_object(j);
		json_close_object(j);
	}
	json_open_object(j, "responses");
	answer(j, "200", post ? "Done" : "It", post ? "#/components/schemas/done" : NULL);
	answer(j, "401", "Sign in first", "#/components/schemas/errors");
	answer(j, "404", "No such thing, or none that you may see", "#/components/schemas/errors");
	if (post)
		answer(j, "422", "Refused, and why", "#/components/schemas/errors");
	json_close_object(j);
	json_close_object(j);
}

static const char *const own_schemas =
	"\"questions\":{\"type\":\"object\",\"description\":\"Its questions are data: the schema "
	"is what GET of this address with .json answers\"},"
	"\"done\":{\"type\":\"object\",\"properties\":{\"location\":{\"type\":\"string\"},"
	"\"message\":{\"type\":\"string\",\"nullable\":true}}},"
	"\"errors\":{\"type\":\"object\",\"properties\":{\"errors\":{\"type\":\"array\",\"items\":"
	"{\"type\":\"object\",\"properties\":{\"field\":{\"type\":\"string\",\"nullable\":true},"
	"\"message\":{\"type\":\"string\"}}}}}}";

/* One form may serve two routes: it is described once. */
static bool described(const struct route *const *routes, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (!routes[j]->not_in_api && routes[j]->form &&
		    strcmp(routes[j]->form->name, routes[i]->form->name) == 0)
			return true;
	return false;
}

static void schemas(struct buf *b, const struct route *const *routes, size_t n)
{
	buf_str(b, own_schemas);
	for (size_t i = 0; i < n; i++) {
		if (routes[i]->not_in_api || !routes[i]->form || described(routes, i))
			continue;
		buf_fmt(b, ",\"%s\":", routes[i]->form->name);
		form_schema(b, routes[i]->form);
	}
}

struct reply api_get(struct rq *rq)
{
	size_t n;
	const struct route *const *routes = map_routes(turn_of(rq)->site->map, &n);
	struct buf b = buf_new(rq->arena);
	struct json_out j = json_out(&b);

	buf_str(&b, "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"Almoner\",\"version\":\""
	        ALM_VERSION "\"},\"paths\":");
	json_open_object(&j, NULL);
	for (size_t i = 0; i < n; i++) {
		const struct route *r = routes[i];

		if (r->not_in_api)
			continue;
		json_open_object(&j, r->path);
		if (r->get || r->list || route_asks(r))
			operation(rq, &j, r, false);
		if (r->post)
			operation(rq, &j, r, true);
		json_close_object(&j);
	}
	json_close_object(&j);
	buf_str(&b, ",\"components\":{\"schemas\":{");
	schemas(&b, routes, n);
	buf_str(&b, "}}}");
	return file_reply(rq, "application/json", NULL, buf_text(&b), b.n);
}
