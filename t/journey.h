/* SPDX-License-Identifier: MIT */
/*
 * journey.h -- stories of what people do, as plain text, run at HTTP level.
 *
 *	journey b0420 "The second tier is asked only when the first has refused"
 *	paper   002 Bath and North East Somerset, 3g.4
 *
 *	as worker
 *	  post /requests/new  person=1 reason=change      goes /requests/{request}
 *	  sees "With providers"
 *	as brook
 *	  get  /portal/{request}
 *	  not  "Ada"
 *	  clock +2h
 *	  run-clerk
 *
 *	as NAME              sign in as NAME@example.org of t/world.h; nobody: signed out;
 *	                     a provider's name (brook) is its scheduler
 *	get PATH             and follow redirects
 *	post PATH n=v ...    open the page, change those answers, send it; v may be "quoted"
 *	json PATH n=v ...    the same as JSON, straight; v that begins with [ or { is JSON
 *	status N             of the last answer; after a post: before its redirect
 *	goes PATH            where the last post led; {x} takes a number, which later lines use
 *	sees "text"          in the words of the page; of a file: in its bytes
 *	not "text"           not there
 *	press n=v ...        fill in the form of the page that is open, and send it; a button
 *	                     is one more n=v (checked=1)
 *	again                send the very same once more: the second half of a double click
 *	holds n=v            the open page's form has that answer in it
 *	link PATH "text"     a link to /such/{x}/path is on the page, with that text if given;
 *	                     the first one's number is taken, and it is not followed
 *	order "a" "b" ...    these stand on the page, in that order
 *	in N                 browser N of 1 to 4, each signed in by itself
 *	upload PATH n=v ...  send a file's form: v that begins with @ is a file of the tree
 *	mailed ADDRESS "x"   a letter to it has x in its subject or words
 *	unmailed ADDRESS "x" no letter to it has; ADDRESS * is anybody
 *	show                 print the page: for whoever writes a journey
 *	clock +2h            also +30m, +3d, or =2026-10-25 11:59
 *	run-clerk            what is due by now is done
 *
 * A line that ends with a backslash goes on in the next.  A post that is not
 * refused is followed.  Each line may be followed on its own line by goes,
 * after two blanks or more.  # begins a comment.
 */
#ifndef ALM_T_JOURNEY_H
#define ALM_T_JOURNEY_H

#include "t/t.h"

/* Runs the file's journey on the test's database; failures name its lines. */
void journey_run(struct t *, const char *file);
/* The same, on what another journey has left. */
void journey_more(struct t *, const char *file);

#endif
