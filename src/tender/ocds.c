/* SPDX-License-Identifier: MIT */
/*
 * ocds.c -- each step of an opportunity as a release of the open contracting standard.
 *
 * A release is written in the transaction of what it tells of, and kept as it
 * was: what is said later does not change what was published.  Who responded
 * and lost is in none.
 */
#include "tender/inside.h"

#include <string.h>

#include "site/setting.h"
#include "tender/ocds.sql.h"

/* ---- what a release says ---------------------------------------------------------- */

struct telling {
	struct db *db;
	struct arena *a;
	const struct opportunity *o;
	const char *site;
	struct ocds_release r;
};

static const char *number(struct arena *a, int64_t n)
{
	return arena_fmt(a, "%lld", (long long)n);
}

static const char *status_of(const struct opportunity *o, const struct lot_award *w, size_t n)
{
	bool any = n == 0;

	for (size_t i = 0; i < n; i++)
		any |= w[i].response_sent.v != 0;
	if (moment_known(o->cancelled_ms))
		return "cancelled";
	if (!moment_known(o->published_ms))
		return "planned";
	if (!any)
		return "unsuccessful";
	return moment_known(o->settled_ms) ? "complete" : "active";
}

static void put_lots(struct telling *t, const struct lot_award *w, size_t nw)
{
	struct opportunity_lot *l;
	size_t n = ALL(t->db, t->a, opportunity_lot_list, &l, .opportunity = V(t->o->id));
	struct ocds_lot *lots = NEWN(t->a, struct ocds_lot, n + 1);

	for (size_t i = 0; i < n; i++) {
		lots[i] = (struct ocds_lot){ .id = number(t->a, l[i].number), .title = l[i].title,
			.value = l[i].value_pence, .quality = l[i].quality, .price = l[i].price,
			.social = l[i].social };
		for (size_t k = 0; k < nw; k++)
			lots[i].cancelled |= w[k].number == l[i].number && !w[k].response_sent.v;
	}
	t->r.lots = lots;
	t->r.nlots = n;
}

static void put_documents(struct telling *t)
{
	struct opportunity_document *d;
	/* They are published with it. */
	size_t n = !moment_known(t->o->published_ms) ? 0
	         : ALL(t->db, t->a, opportunity_document_list, &d, .opportunity = V(t->o->id));
	struct ocds_document *list = NEWN(t->a, struct ocds_document, n + 1);

	for (size_t i = 0; i < n; i++)
		list[i] = (struct ocds_document){ .id = number(t->a, d[i].id.v),
			.kind = vocab_find(&document_kind_vocab, d[i].kind)->key,
			.title = d[i].title,
			.url = arena_fmt(t->a, "%s/opportunities/%lld/documents/%lld", t->site,
			                 (long long)t->o->id.v, (long long)d[i].id.v),
			.at = moment_cmp(d[i].put_ms, t->o->published_ms) < 0 ? t->o->published_ms
			                                                      : d[i].put_ms };
	t->r.documents = list;
	t->r.ndocuments = n;
}

static void put_changes(struct telling *t)
{
	struct opportunity_change *c;
	size_t n = ALL(t->db, t->a, opportunity_change_list, &c, .opportunity = V(t->o->id));
	struct ocds_change *list = NEWN(t->a, struct ocds_change, n + 1);

	for (size_t i = 0; i < n; i++) {
		const struct opportunity_change *of = &c[n - 1 - i];

		list[i] = (struct ocds_change){ .id = number(t->a, of->number), .at = of->made_ms,
			.words = BLANK(of->changed) ? of->words
			       : arena_fmt(t->a, "%s\n%s", of->words, of->changed) };
	}
	t->r.changes = list;
	t->r.nchanges = n;
}

static struct ocds_party supplier_of(struct telling *t, ProviderId id)
{
	struct ocds_supplier_row p;

	SURE(ONE(t->db, t->a, ocds_supplier, &p, .provider = V(id)));
	return (struct ocds_party){ .name = p.name, .supplier = true, .tenderer = true,
		.id = arena_fmt(t->a, "%s-%s", vocab_find(&regulator_vocab, p.regulator)->key,
		                p.ref) };
}

/* The buyer first, then each supplier once. */
static void put_parties(struct telling *t, const struct lot_award *w, size_t n)
{
	struct ocds_party *p = NEWN(t->a, struct ocds_party, n + 1);
	size_t np = 1;

	p[0] = (struct ocds_party){ .buyer = true,
		.id = arena_dup(t->a, setting(t->db, "ocds.buyer")),
		.name = arena_dup(t->a, setting(t->db, "council.name")) };
	for (size_t i = 0; i < n; i++) {
		bool known = !w[i].response_sent.v;

		for (size_t k = 0; k < i; k++)
			known |= w[k].provider.v == w[i].provider.v;
		if (!known)
			p[np++] = supplier_of(t, w[i].provider);
	}
	t->r.parties = p;
	t->r.nparties = np;
}

static const struct ocds_party *party_named(const struct telling *t, const char *id)
{
	for (size_t i = 1; i < t->r.nparties; i++)
		if (text_same(t->r.parties[i].id, id))
			return &t->r.parties[i];
	return NULL;
}

static void put_awards(struct telling *t, const struct lot_award *w, size_t n)
{
	struct ocds_award *list = NEWN(t->a, struct ocds_award, n + 1);

	for (size_t i = 0; i < n; i++)
		list[i] = (struct ocds_award){ .id = number(t->a, w[i].number),
			.lot = number(t->a, w[i].number), .title = w[i].title,
			.value = w[i].response_sent.v ? w[i].value_pence : MONEY_NONE,
			.at = t->o->decided_ms,
			.supplier = w[i].response_sent.v
			          ? party_named(t, supplier_of(t, w[i].provider).id) : NULL };
	t->r.awards = list;
	t->r.nawards = n;
}

static void put_contracts(struct telling *t)
{
	struct ocds_contract_list_row *c;
	size_t n = ALL(t->db, t->a, ocds_contract_list, &c, .opportunity = V(t->o->id));
	struct ocds_contract *list = NEWN(t->a, struct ocds_contract, n + 1);

	for (size_t i = 0; i < n; i++)
		list[i] = (struct ocds_contract){ .id = c[i].reference,
			/* "7-2": of opportunity 7 the award of lot 2. */
			.award = arena_fmt(t->a, "%s", strchr(c[i].reference, '-') + 1),
			.title = c[i].title, .value = c[i].value_pence, .at = c[i].made_ms };
	t->r.contracts = list;
	t->r.ncontracts = n;
}

static void put_call_off(struct telling *t, const char *prefix)
{
	const struct opportunity *o = t->o;

	t->r.method = o->framework.v ? "limited" : "open";
	if (!o->framework.v)
		return;
	t->r.method_details = arena_fmt(t->a, "Call-off from %s, %s", o->framework_name,
	                                vocab_label(&part_vocab, o->part));
	if (o->framework_lot.v)
		t->r.method_details = arena_fmt(t->a, "%s, lot %lld (%s)", t->r.method_details,
		                                (long long)o->framework_lot_number,
		                                o->framework_lot_name);
	t->r.framework = arena_fmt(t->a, "%s-framework-%lld", prefix, (long long)o->framework.v);
	t->r.framework_name = o->framework_name;
}

/* When responses may be sent from: planned, until it is published. */
static Moment opens(const struct opportunity *o)
{
	if (moment_known(o->published_ms) || !date_known(o->publish_day))
		return o->published_ms;
	return moment_at(o->publish_day, minutes(0));
}

/* As it stands now. */
static const char *release_json(struct db *db, struct arena *a, const struct opportunity *o,
                                enum ocds_tag tag, int64_t n, Moment now)
{
	struct telling t = { .db = db, .a = a, .o = o,
		.site = arena_dup(a, setting(db, "council.address")) };
	const char *prefix = arena_dup(a, setting(db, "ocds.prefix"));
	struct lot_award *w = NULL;
	size_t nw = moment_known(o->decided_ms)
	          ? ALL(db, a, lot_award_list, &w, .opportunity = V(o->id)) : 0;
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);

	t.r = (struct ocds_release){ .ocid = arena_fmt(a, "%s-%lld", prefix, (long long)o->id.v),
		.tag = tag, .at = now, .tender = number(a, o->id.v), .title = o->title,
		.about = o->about, .cpv = o->cpv, .status = status_of(o, w, nw),
		.rationale = o->announce_why, .value = o->value_pence,
		.opens = opens(o), .ask_until = o->ask_until_ms,
		.closes = o->close_ms, .award = o->award_day, .from = o->from_day,
		.last = date_plus(o->until_day, -1), .extend_last = date_plus(o->extend_day, -1) };
	t.r.id = tag == OCDS_COMPILED ? arena_fmt(a, "%s-compiled-%lld", t.r.ocid, (long long)n)
	                              : arena_fmt(a, "%s-%lld", t.r.ocid, (long long)n);
	put_call_off(&t, prefix);
	put_lots(&t, w, nw);
	put_documents(&t);
	put_changes(&t);
	put_parties(&t, w, nw);
	put_awards(&t, w, nw);
	put_contracts(&t);
	ocds_release_put(&j, NULL, &t.r);
	return buf_text(&b);
}

/* ---- kept ------------------------------------------------------------------------- */

static int64_t releases_of(struct db *db, struct arena *a, OpportunityId id)
{
	struct ocds_release_count_row c = { 0 };

	SURE(ONE(db, a, ocds_release_count, &c, .opportunity = V(id)));
	return c.n;
}

void release_write(struct db *db, struct arena *a, OpportunityId id, enum ocds_tag tag, Moment now)
{
	struct opportunity o;
	int64_t n;

	db_need_write(db);
	SURE(ONE(db, a, opportunity_load, &o, .id = V(id)));
	n = releases_of(db, a, id) + 1;
	DO(db, ocds_release_insert, .id = V(NEW_ID(db, OcdsReleaseId)), .opportunity = V(id),
	   .number = V(n), .tag = V((int64_t)tag), .at_ms = V(now),
	   .body = V(release_json(db, a, &o, tag, n, now)));
}

/* ---- given ------------------------------------------------------------------------ */

static void put_kept(struct json_out *j, const struct ocds_release_list_row *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		json_put_made(j, NULL, r[i].body);
}

static struct ocds_package package_of(struct db *db, struct arena *a, const char *path, Moment now)
{
	return (struct ocds_package){ .at = now,
		.publisher = arena_dup(a, setting(db, "council.name")),
		.uri = arena_fmt(a, "%s%s", setting(db, "council.address"), path) };
}

const char *ocds_packages(struct db *db, struct arena *a, int64_t page, int64_t most, Moment now)
{
	struct ocds_package p = package_of(db, a, arena_fmt(a, "/ocds.json?page=%lld",
	                                                     (long long)page), now);
	struct ocds_release_list_row *r;
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);
	size_t n = ALL(db, a, ocds_release_list, &r, .limit = V(most + 1),
	               .skip = V((page - 1) * most));

	if ((int64_t)n > most) {
		n = (size_t)most;
		p.next = arena_fmt(a, "%s/ocds.json?page=%lld", setting(db, "council.address"),
		                   (long long)page + 1);
	}
	ocds_package_begin(&j, &p, "releases");
	put_kept(&j, r, n);
	ocds_package_end(&j, &p);
	return buf_text(&b);
}

const char *ocds_record(struct db *db, struct arena *a, const struct opportunity *o, Moment now)
{
	const char *path = arena_fmt(a, "/opportunities/%lld/ocds.json", (long long)o->id.v);
	const struct ocds_package p = package_of(db, a, path, now);
	const char *prefix = arena_dup(a, setting(db, "ocds.prefix"));
	struct ocds_release_list_row *r;
	struct buf b = buf_new(a);
	struct json_out j = json_out(&b);
	size_t n = ALL(db, a, ocds_release_list, &r, .opportunity = V(o->id),
	               .limit = V((int64_t)10000), .skip = V((int64_t)0));

	ocds_package_begin(&j, &p, "records");
	json_open_object(&j, NULL);
	json_put_text(&j, "ocid", arena_fmt(a, "%s-%lld", prefix, (long long)o->id.v));
	json_open_array(&j, "releases");
	put_kept(&j, r, n);
	json_close_array(&j);
	json_put_made(&j, "compiledRelease",
	              release_json(db, a, o, OCDS_COMPILED, (int64_t)n,
	                           n ? r[n - 1].at_ms : o->shown_ms));
	json_close_object(&j);
	ocds_package_end(&j, &p);
	return buf_text(&b);
}
