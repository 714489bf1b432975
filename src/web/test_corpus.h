/* SPDX-License-Identifier: MIT */
/*
 * test_corpus.h -- requests as an attacker writes them, and what each is due.
 *
 * Used twice: on the guard alone, cut at every place, and over a socket, where
 * each must be refused by a whole page of ours and a closed connection.
 */
#ifndef ALM_WEB_TEST_CORPUS_H
#define ALM_WEB_TEST_CORPUS_H

#include <stddef.h>

struct raw {
	const char *name, *bytes;
	size_t n;
	int    status;          /* of the refusal; 0: let through */
	unsigned heads;         /* whole requests seen in it, if let through */
};

#define BAD(status, name, bytes)  { name, bytes, sizeof bytes - 1, status, 0 }
#define GOOD(heads, name, bytes)  { name, bytes, sizeof bytes - 1, 0, heads }
#define GET   "GET /a HTTP/1.1\r\n"
#define POST  "POST /a HTTP/1.1\r\nHost: a\r\n"
#define HOST  "Host: a\r\n"
#define END   "\r\n"
#define TEN   "aaaaaaaaaa"
#define TE    POST "Transfer-Encoding: "
#define CL    POST "Content-Length: "
#define CHUNK TE "chunked\r\n" END
#define NONE  "0\r\n\r\n"
#define HUND  TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define THOU  HUND HUND HUND HUND HUND HUND HUND HUND HUND HUND
#define LINES "a: b\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\na: b\r\n"

static const struct raw corpus[] = {
	/* two ways to say how long the body is */
	BAD(400, "content-length twice, same", CL "3\r\nContent-Length: 3\r\n" END "abc"),
	BAD(400, "content-length twice, other", CL "3\r\nContent-Length: 4\r\n" END "abc"),
	BAD(400, "content-length twice, cases",
	    POST "content-length: 3\r\nCONTENT-LENGTH: 3\r\n" END "abc"),
	BAD(400, "content-length a list", CL "3, 3\r\n" END "abc"),
	BAD(400, "content-length with plus", CL "+3\r\n" END "abc"),
	BAD(400, "content-length with minus", CL "-3\r\n" END "abc"),
	BAD(400, "content-length hexadecimal", CL "0x3\r\n" END "abc"),
	BAD(400, "content-length with a blank", CL "3 3\r\n" END "abc"),
	BAD(400, "content-length, blank after", CL "3 \r\n" END "abc"),
	BAD(400, "coding, blank after", TE "chunked\t\r\n" END NONE),
	BAD(400, "content-length empty", CL "\r\n" END "abc"),
	BAD(413, "content-length over 64 bits", CL "99999999999999999999\r\n" END "abc"),
	BAD(400, "content-length very long", CL "0" HUND "\r\n" END "abc"),
	BAD(400, "length and coding", CL "3\r\nTransfer-Encoding: chunked\r\n" END NONE),
	BAD(400, "coding and length", TE "chunked\r\nContent-Length: 3\r\n" END NONE),
	BAD(400, "coding unknown", TE "xchunked\r\n" END NONE),
	BAD(400, "coding identity", TE "identity\r\n" END "abc"),
	BAD(400, "coding a list", TE "gzip, chunked\r\n" END NONE),
	BAD(400, "coding with a tab inside", TE "chun\tked\r\n" END NONE),
	BAD(400, "coding twice", TE "chunked\r\nTransfer-Encoding: chunked\r\n" END NONE),
	BAD(400, "coding in 1.0", "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" END NONE),
	/* chunks */
	BAD(400, "chunk of minus one", CHUNK "-1\r\n\r\n"),
	BAD(400, "chunk size empty", CHUNK "\r\n\r\n"),
	BAD(400, "chunk size over 32 bits", CHUNK "100000003\r\nabc\r\n"),
	BAD(400, "chunk extension", CHUNK "3;x=\"\n\"\r\nabc\r\n0\r\n\r\n"),
	BAD(400, "chunk with bare line feeds", CHUNK "3\nabc\n0\n\n"),
	BAD(400, "chunk longer than its size", CHUNK "3\r\nabcd\r\n0\r\n\r\n"),
	BAD(400, "trailer", CHUNK "0\r\nX: y\r\n\r\n"),
	/* hosts */
	BAD(400, "no host", GET END),
	BAD(400, "two hosts", GET HOST "Host: b\r\n" END),
	BAD(400, "two hosts in 1.0", "GET /a HTTP/1.0\r\n" HOST HOST END),
	BAD(400, "host with a path", GET "Host: a/b\r\n" END),
	BAD(400, "host with a user", GET "Host: b@a\r\n" END),
	BAD(400, "host a list", GET "Host: a, b\r\n" END),
	BAD(400, "host empty", GET "Host:\r\n" END),
	/* names */
	BAD(400, "blank before colon", POST "Content-Length : 3\r\n" END "abc"),
	BAD(400, "tab before colon", POST "Content-Length\t: 3\r\n" END "abc"),
	BAD(400, "control byte in a name", GET HOST "X\001Y: 3\r\n" END),
	BAD(400, "high byte in a name", GET HOST "X\377Y: 3\r\n" END),
	BAD(400, "NUL in a name", GET HOST "X\0Y: 3\r\n" END),
	BAD(400, "no name", GET HOST ": 3\r\n" END),
	BAD(400, "no colon", GET HOST "foo\r\n" END),
	BAD(400, "bracket in a name", GET HOST "X(Y: 3\r\n" END),
	/* values and lines */
	BAD(400, "NUL in a value", GET HOST "X: a\0b\r\n" END),
	BAD(400, "NUL ends a value", GET HOST "X: a\0\r\n" END),
	BAD(400, "control byte in a value", GET HOST "X: a\033b\r\n" END),
	BAD(400, "delete in a value", GET HOST "X: a\177b\r\n" END),
	BAD(400, "folded with a blank", GET HOST "X: a\r\n b\r\n" END),
	BAD(400, "folded with a tab", GET HOST "X: a\r\n\tb\r\n" END),
	BAD(400, "folded first line", GET " Host: a\r\nHost: b\r\n" END),
	BAD(400, "bare line feeds", "GET /a HTTP/1.1\nHost: a\n\n"),
	BAD(400, "one bare line feed", GET HOST "X: a\nY: b\r\n" END),
	BAD(400, "head ended by a line feed", GET HOST "\n"),
	BAD(400, "carriage return in a value", GET HOST "X: a\rContent-Length: 5\r\n" END),
	BAD(400, "carriage return twice", GET HOST "X: a\r\r\n" END),
	/* request lines */
	BAD(400, "another protocol", "\026\003\001\002\000\001\000\001\374\003\003" END),
	BAD(400, "lower case method", "get /a HTTP/1.1\r\n" HOST END),
	BAD(400, "blank before the method", " GET /a HTTP/1.1\r\n" HOST END),
	BAD(400, "two blanks", "GET  /a HTTP/1.1\r\n" HOST END),
	BAD(400, "blank in the address", "GET /a b HTTP/1.1\r\n" HOST END),
	BAD(400, "blank after the version", "GET /a HTTP/1.1 \r\n" HOST END),
	BAD(400, "whole address", "GET http://b/a HTTP/1.1\r\n" HOST END),
	BAD(400, "star", "OPTIONS * HTTP/1.1\r\n" HOST END),
	BAD(400, "connect", "CONNECT b:443 HTTP/1.1\r\n" HOST END),
	BAD(400, "high byte in the address", "GET /\303\251 HTTP/1.1\r\n" HOST END),
	BAD(400, "NUL in the address", "GET /a\0b HTTP/1.1\r\n" HOST END),
	BAD(400, "fragment in the address", "GET /a#b HTTP/1.1\r\n" HOST END),
	BAD(400, "no version", "GET /a\r\n" END),
	BAD(400, "version 2", "GET /a HTTP/2.0\r\n" HOST END),
	BAD(400, "version 1.2", "GET /a HTTP/1.2\r\n" HOST END),
	BAD(400, "version in small letters", "GET /a http/1.1\r\n" HOST END),
	BAD(414, "address of 9,000",
	    "GET /" THOU THOU THOU THOU THOU THOU THOU THOU THOU " HTTP/1.1\r\n" HOST END),
	BAD(431, "head of 17,000", GET HOST "X: " THOU THOU THOU THOU THOU THOU THOU THOU THOU
	    THOU THOU THOU THOU THOU THOU THOU THOU "\r\n" END),
	BAD(431, "a hundred and one headers",
	    GET HOST LINES LINES LINES LINES LINES LINES LINES LINES LINES LINES END),
	BAD(431, "a line without an end", GET HOST "X" THOU THOU THOU THOU THOU THOU THOU THOU THOU
	    THOU THOU THOU THOU THOU THOU THOU THOU),
	/* the second of two, so that the framing of the first matters */
	BAD(400, "bad after good", GET HOST END GET HOST HOST END),
	BAD(400, "bad after a body", CL "3\r\n" END "abcGET /b HTTP/1.1\n"),
	BAD(400, "body longer than said", CL "3\r\n" END "abcd\r\n"),
	BAD(400, "bad after chunks", CHUNK "3\r\nabc\r\n0\r\n\r\n\001"),

	GOOD(1, "plain", GET HOST END),
	GOOD(1, "plain 1.0", "GET /a HTTP/1.0\r\n" END),
	GOOD(1, "1.0 with a host", "GET /a HTTP/1.0\r\n" HOST END),
	GOOD(1, "host with a port", GET "Host: [::1]:8080\r\n" END),
	GOOD(1, "empty value, tabs, accents", GET HOST "X:\r\nY:\ta\tb \r\nZ: caf\303\251\r\n" END),
	GOOD(1, "name longer than any watched", GET HOST "Content-Length-Of-Everything: x\r\n" END),
	GOOD(1, "empty line before", "\r\n" GET HOST END),
	GOOD(1, "body", CL "3\r\n" END "abc"),
	GOOD(1, "length with blanks before", CL " \t3\r\n" END "abc"),
	GOOD(1, "length with noughts", CL "0003\r\n" END "abc"),
	GOOD(1, "body that looks like a head", CL "21\r\n" END "GET /b HTTP/1.1\n\n\n\n\n\n"),
	GOOD(1, "chunks", TE "Chunked\r\n" END "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"),
	GOOD(2, "two in one", GET HOST END GET HOST END),
	GOOD(2, "body, then another", CL "3\r\n" END "abc" GET HOST END),
	GOOD(2, "chunks, then another", CHUNK "3\r\nabc\r\n0\r\n\r\n" GET HOST END),
};

#undef GET
#undef POST
#undef HOST
#undef END
#undef LINES
#undef CL
#undef TE
#undef CHUNK
#undef NONE

#endif
