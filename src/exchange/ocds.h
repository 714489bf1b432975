/* SPDX-License-Identifier: MIT */
/*
 * ocds.h -- the Open Contracting Data Standard 1.1.5, out.
 *
 * A release tells of one contracting process at one moment; a package holds
 * releases, a record all of one process and what they come to.  Lots are those
 * of the standard's own extension.  Formats only: no database, no rules.
 */
#ifndef ALM_OCDS_H
#define ALM_OCDS_H

#include "base/vocab.h"
#include "exchange/json.h"

#define OCDS_TAGS(X, P)                                                              \
	X(P, 1, TENDER,       "tender",             NULL, "Tender")                   \
	X(P, 2, AMENDMENT,    "tenderAmendment",    NULL, "Tender changed")           \
	X(P, 3, CANCELLATION, "tenderCancellation", NULL, "Tender cancelled")         \
	X(P, 4, AWARD,        "award",              NULL, "Award")                    \
	X(P, 5, CONTRACT,     "contract",           NULL, "Contract")                 \
	X(P, 6, COMPILED,     "compiled",           NULL, "What all come to")         \
	X(P, 7, PLANNING,     "planning",           NULL, "Planned")                  \
	X(P, 8, REPLANNED,    "planningUpdate",     NULL, "Plan changed")
VOCAB(ocds_tag, OCDS, OCDS_TAGS)

struct ocds_party { const char *id, *name; bool buyer, tenderer, supplier; };
struct ocds_lot {
	const char *id, *title;
	Money       value;                   /* none: not said */
	int64_t     quality, price, social;  /* per cent */
	bool        cancelled;
};
struct ocds_document { const char *id, *kind, *title, *url; Moment at; };
struct ocds_change { const char *id, *words; Moment at; };
struct ocds_award {
	const char *id, *lot, *title;
	const struct ocds_party *supplier;   /* NULL: awarded to nobody */
	Money       value;
	Moment      at;
};
struct ocds_contract { const char *id, *award, *title; Money value; Moment at; };

struct ocds_release {
	const char *ocid, *id;
	unsigned    tag;                     /* enum ocds_tag */
	Moment      at;
	const struct ocds_party *parties; size_t nparties;   /* the first is the buyer */
	const char *rationale;               /* why it was planned; NULL: never announced */
	/* the tender; its value is the budget of what was planned too */
	const char *tender, *title, *about, *cpv, *status;
	const char *method, *method_details; /* "open", "limited" */
	Money       value;
	Moment      opens, ask_until, closes;
	Date        award, from, last, extend_last;
	const struct ocds_lot *lots; size_t nlots;
	const struct ocds_document *documents; size_t ndocuments;
	const struct ocds_change *changes; size_t nchanges;
	const struct ocds_award *awards; size_t nawards;
	const struct ocds_contract *contracts; size_t ncontracts;
	/* the framework that it is called off from; NULL: from none */
	const char *framework, *framework_name;
};

void ocds_release_put(struct json_out *, const char *key, const struct ocds_release *);

/* Of a package: what stands before its releases or records. */
struct ocds_package { const char *uri, *publisher, *next; Moment at; };
/* Opens the object and, in it, the array `what` ("releases", "records"); to be closed. */
void ocds_package_begin(struct json_out *, const struct ocds_package *, const char *what);
void ocds_package_end(struct json_out *, const struct ocds_package *);

#endif
