// SPDX-License-Identifier: MIT
//
// reads.mjs -- the disk does not give back what is on it: once, and for ever.
//
//	read      the Nth read of the data file      eio: that one   ever: each from then on
//	logread   the Nth of its log
//	map       a page of the mapped data file, which is SIGBUS and no error (fault.c)
//
// Each in the middle of the work, and while a council that was killed recovers.  What
// was acknowledged is there and nothing else (the checker); a page that could not be
// made says so and is no page of ours cut short; when the disk is well again the same
// processes go on, and so does a new start.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Council, exchange, journey } from './client.mjs';

const rest = (ms) => new Promise((r) => setTimeout(r, ms));
const BROKER = 'broker@westmarch.example.org';
const PAGES = ['/requests', '/tasks', '/people?q=ledger', '/requests.csv', '/sign-in'];

// What a reader sees while it lasts: whole pages, or that the service is sorry.  Where no
// worker can open the data at all he waits, for half a minute at most, and so do not we.
async function looked(base, me) {
	const seen = { whole: 0, sorry: 0, waits: 0, other: [] };
	for (const path of PAGES)
		try {
			const r = await exchange(base, 'GET', path, { headers: me?.headers() ?? {},
				patience: 1500 });
			const is_page = r.text.includes('</html>');
			if (r.status >= 500 && r.text.includes('orry'))
				seen.sorry++;
			else if (r.status < 500 && (is_page || path.endsWith('.csv') ||
				r.status === 303))
				seen.whole++;
			else
				seen.other.push(`${path} ${r.status} ${r.text.slice(0, 90)}`);
		} catch (e) {
			if (e.message === 'timeout')
				seen.waits++;
			else
				seen.other.push(`${path} ${e.message}`);
		}
	return seen;
}

async function journey_again(c, tries = 40) {
	let why = 'it does not start';
	for (let i = 0; c.council.base && i < tries; i++, await rest(100)) {
		try {
			await journey(c);
			return '';
		} catch (e) { why = e.message; }
	}
	return why;
}

async function one(h, kind, n, what, recovers) {
	const dir = join(h.place, 'reads'), ledger = `${dir}.led`, at = { LEDGER_AT:
		`${kind}:${n}:${what}` };
	rmSync(ledger, { recursive: true, force: true });
	mkdirSync(ledger);
	h.copy(h.base, dir);
	const served = new h.Served(dir), found = [];
	const council = new Council(await served.start(recovers ? {} : at), h.passphrase);
	const c = new Client(council, 1, { ledger });
	const told = () => served.said.trim().split('\n').at(-1) ?? '';
	council.resend = false;
	let me;
	if (recovers) {
		await journey(c);
		me = await council.person(BROKER);
		await served.end();
		council.base = await served.start(at);
	}
	if (!council.base && !/level=error|almoner:/.test(served.said))
		found.push(`it does not start and does not say why: ${told()}`);
	for (let i = 0; council.base && i < 3; i++)
		await journey(c).catch(() => {});
	me ??= await council.people.get(BROKER)?.catch(() => null);
	const seen = council.base ? await looked(council.base, me) : { sorry: 0 };
	if (seen.other?.length)
		found.push(`a reader saw ${JSON.stringify(seen)}`);
	const reached = served.reached();
	if (council.base && !served.running)
		found.push(`all of it ended: ${told()}`);
	if (council.base && served.running) {
		served.heal();
		const why = await journey_again(c);
		if (why)
			found.push(`the disk is well, and yet: ${why}`);
	}
	await served.end();
	council.forget();
	council.base = await served.start();
	const why = await journey_again(c, 3);
	if (why)
		found.push(`a new start, and yet: ${why}`);
	await served.end();
	c.close();
	const v = h.verdict(`${what} at ${kind} ${n}${recovers ? ', recovering' : ''}`, dir, ledger,
		{ laws: false, quiet: true });
	if (found.length)
		h.check(`${what} at ${kind} ${n}${recovers ? ', recovering' : ''}`, false,
			found.join('; '));
	return { ...v, ok: v.ok && !found.length, reached, sorry: seen.sorry };
}

const LIST = [['logread', 'ever', false], ['map', 'eio', false], ['logread', 'eio', true],
	['read', 'ever', false], ['map', 'ever', false], ['read', 'eio', true],
	['logread', 'ever', true], ['map', 'eio', true], ['logread', 'eio', false],
	['read', 'eio', false], ['map', 'ever', true], ['read', 'ever', true]];

// counted: how often each was called when it was ready, and after a journey.
export async function reads(h, { begun, ended }) {
	const v = {};
	let n = 0, reached = 0, sorry = 0, ok = true;
	for (; n < h.many.reads && !h.over(); n++) {
		const [kind, what, recovers] = LIST[n % LIST.length];
		// A log that is empty at the start is read when something stands in it.
		const before = kind === 'logread' && !recovers ? begun[kind] : 0;
		const of = recovers ? Math.max(4, begun[kind]) : ended[kind];
		const w = await one(h, kind, before + 1 + h.chance(Math.max(1, of - before)), what,
			recovers);
		reached += w.reached;
		sorry += w.sorry;
		ok &&= w.ok;
		for (const k of Object.keys(h.sum))
			v[k] = (v[k] ?? 0) + (w[k] ?? 0);
	}
	h.check(`${n} errors of reading (${reached} reached, ${sorry} pages were sorry)`,
		ok && reached > n / 2 && sorry > 0, `reached ${reached}, sorry ${sorry}`);
	h.row(`errors of reading, once and for ever, working and recovering; reached ${reached}`,
		n, v);
}
