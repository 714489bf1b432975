/* SPDX-License-Identifier: MIT */
/*
 * mkasset.c -- turns files into C: what the door serves from memory.
 *
 *	mkasset OUT.c NAME=FILE ...
 *
 * NAME "almoner.css" is served at /assets/almoner-HASH.css, where HASH is of
 * the bytes, so that a browser may keep it for ever.  "asset:NAME" inside a
 * text file becomes the address of a NAME given earlier: an unknown one stops
 * the build.  Comments that point to source maps are dropped.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define MAX_ASSETS 64
#define MAX_PATH   160

struct asset {
	const char    *name, *type;
	char          *path, hash[17];
	unsigned char *bytes, *gzip;
	size_t         len, gzip_len;
};

static struct asset assets[MAX_ASSETS];
static size_t       nassets;

static const struct { const char *ending, *type; bool text; } types[] = {
	{ ".css", "text/css; charset=utf-8",        true  },
	{ ".js",  "text/javascript; charset=utf-8", true  },
	{ ".svg", "image/svg+xml",                  true  },
	{ ".txt", "text/plain; charset=utf-8",      true  },
	{ ".png", "image/png",                      false },
	{ ".ico", "image/x-icon",                   false },
};

static void die(const char *what, const char *which)
{
	fprintf(stderr, "mkasset: %s: %s\n", which, what);
	exit(1);
}

static void *take(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		die("no memory", "the machine");
	return p;
}

static unsigned char *file_read(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	long size;
	unsigned char *bytes;

	if (!f)
		die(strerror(errno), path);
	if (fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0 || fseek(f, 0, SEEK_SET))
		die("cannot tell its size", path);
	bytes = take((size_t)size + 1);
	*n = fread(bytes, 1, (size_t)size, f);
	if (*n != (size_t)size)
		die("cannot read it all", path);
	bytes[*n] = 0;
	fclose(f);
	return bytes;
}

static const struct asset *asset_named(const char *name, size_t n)
{
	for (size_t i = 0; i < nassets; i++)
		if (strlen(assets[i].name) == n && memcmp(assets[i].name, name, n) == 0)
			return &assets[i];
	return NULL;
}

/* Copies the text with "asset:NAME" resolved and source map comments left out. */
static void text_resolve(struct asset *x)
{
	static const char map[] = "//# sourceMappingURL=";
	static const char name_chars[] = "abcdefghijklmnopqrstuvwxyz0123456789.-";
	const char *s = (const char *)x->bytes;
	const struct asset *to;
	char *out, *o;
	size_t n;

	for (n = x->len + 1; (s = strstr(s, "asset:")); s++)
		n += MAX_PATH;
	s = (const char *)x->bytes;
	for (o = out = take(n); *s;) {
		if (strncmp(s, map, sizeof map - 1) == 0) {
			s += strcspn(s, "\n");
		} else if (strncmp(s, "asset:", 6) == 0 &&
		           (n = strspn(s + 6, name_chars)) > 0) {
			if (!(to = asset_named(s + 6, n)))
				die("names an asset that is not given before it", x->name);
			o = stpcpy(o, to->path);
			s += 6 + n;
		} else {
			*o++ = *s++;
		}
	}
	*o = 0;
	free(x->bytes);
	x->bytes = (unsigned char *)out;
	x->len = (size_t)(o - out);
}

/* FNV-1a: it has to tell versions of a file apart, not withstand anybody. */
static void hash_write(struct asset *x)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < x->len; i++)
		h = (h ^ x->bytes[i]) * UINT64_C(1099511628211);
	snprintf(x->hash, sizeof x->hash, "%016" PRIx64, h);
}

/* The time in a gzip head stays 0, so that the same bytes give the same file. */
static void gzip_make(struct asset *x)
{
	z_stream z = { 0 };
	size_t cap = x->len + x->len / 100 + 100;

	x->gzip = take(cap);
	z.next_in = x->bytes;
	z.avail_in = (uInt)x->len;
	z.next_out = x->gzip;
	z.avail_out = (uInt)cap;
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK ||
	    deflate(&z, Z_FINISH) != Z_STREAM_END)
		die("zlib refused it", x->name);
	x->gzip_len = z.total_out;
	deflateEnd(&z);
	if (x->gzip_len + x->gzip_len / 10 >= x->len) {
		free(x->gzip);
		x->gzip = NULL;
	}
}

static void asset_add(char *arg)
{
	struct asset *x = &assets[nassets];
	char *file = strchr(arg, '=');
	const char *dot;
	size_t t = 0;

	if (!file || nassets == MAX_ASSETS)
		die("want NAME=FILE, and not too many", arg);
	*file++ = 0;
	x->name = arg;
	dot = strrchr(arg, '.');
	while (t < sizeof types / sizeof *types && (!dot || strcmp(dot, types[t].ending)))
		t++;
	if (t == sizeof types / sizeof *types)
		die("no content type for this ending", arg);
	x->type = types[t].type;
	x->bytes = file_read(file, &x->len);
	if (types[t].text)
		text_resolve(x);
	hash_write(x);
	x->path = take(MAX_PATH);
	if (snprintf(x->path, MAX_PATH, "/assets/%.*s-%s%s",
	             (int)(dot - arg), arg, x->hash, dot) >= MAX_PATH)
		die("too long a name", arg);
	if (types[t].text)
		gzip_make(x);
	nassets++;
}

static void array_write(FILE *f, const char *what, size_t i, const unsigned char *s, size_t n)
{
	fprintf(f, "static const unsigned char %s%zu[] = {", what, i);
	for (size_t k = 0; k < n; k++)
		fprintf(f, "%s%u,", k % 24 ? "" : "\n\t", s[k]);
	fprintf(f, "\n};\n");
}

static void out_write(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f)
		die(strerror(errno), path);
	fprintf(f, "/* Made by tools/mkasset.c: do not edit. */\n"
	           "#include \"web/assets.h\"\n\n");
	for (size_t i = 0; i < nassets; i++) {
		array_write(f, "bytes", i, assets[i].bytes, assets[i].len);
		if (assets[i].gzip)
			array_write(f, "gzip", i, assets[i].gzip, assets[i].gzip_len);
	}
	fprintf(f, "\nconst struct wire_asset assets_all[] = {\n");
	for (size_t i = 0; i < nassets; i++) {
		fprintf(f, "\t{ \"%s\", \"%s\",\n\t  bytes%zu, %zu, ", assets[i].path,
		        assets[i].type, i, assets[i].len);
		if (assets[i].gzip)
			fprintf(f, "gzip%zu, %zu, ", i, assets[i].gzip_len);
		else
			fprintf(f, "0, 0, ");
		fprintf(f, "\"\\\"%s\\\"\" },\n", assets[i].hash);
	}
	fprintf(f, "};\nconst char *const assets_names[] = {\n");
	for (size_t i = 0; i < nassets; i++)
		fprintf(f, "\t\"%s\",\n", assets[i].name);
	fprintf(f, "};\nconst size_t assets_count = %zu;\n", nassets);
	if (fclose(f))
		die(strerror(errno), path);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		die("usage: mkasset OUT.c NAME=FILE ...", "arguments");
	for (int i = 2; i < argc; i++)
		asset_add(argv[i]);
	out_write(argv[1]);
	return 0;
}
