/* SPDX-License-Identifier: MIT */
/*
 * words.h -- a vocabulary, for trying mksql.
 */
#define OFFER_STATES(X, P)                        \
	X(P, 1, LIVE, "live", "blue",  "Live")    \
	X(P, 2, WON,  "won",  "green", "Won")
VOCAB(offer_state, OFFER, OFFER_STATES)
