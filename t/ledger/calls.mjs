// SPDX-License-Identifier: MIT
//
// calls.mjs -- the page that fault.c shares with all processes (struct fault_counts): how
// often each kind of call was made, and what is told to it while they run.
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

// In the order of record.h.
export const CALLS = [...readFileSync('t/ledger/record.h', 'utf8')
	.match(/FAULT_CALL_NAMES \{([^}]*)\}/)[1].matchAll(/"(\w+)"/g)].map((m) => m[1]);
const WORDS = ['reached', 'root', 'shift', 'well'];

const place = (name) => (CALLS.includes(name) ? CALLS.indexOf(name)
	: CALLS.length + WORDS.indexOf(name)) * 8;

export function counted(file, name) {
	try {
		return Number(readFileSync(file).readBigInt64LE(place(name)));
	} catch { return 0; }
}

export function tell(file, name, value) {
	const bytes = Buffer.alloc(8), fd = openSync(file, 'r+');
	bytes.writeBigInt64LE(BigInt(value));
	writeSync(fd, bytes, 0, 8, place(name));
	closeSync(fd);
}
