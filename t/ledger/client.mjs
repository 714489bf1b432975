// SPDX-License-Identifier: MIT
//
// client.mjs -- people who work, and who keep a ledger of what they were told.
//
// Each client plays the main journey over HTTP, as the people it needs: a
// person is added, a request asked, changed and sent, two providers answer,
// the best offer is awarded; besides, free hours are stated and a provider is
// suspended and lifted.  Every write has an idempotency key of its own, and a
// line in a file outside of the program:
//
//	S key pos kind who path expected   before a byte is sent
//	A key pos number hash location     after the whole reply was read
//	N key pos status                   refused: nothing may have changed
//	U key pos why                      no reply, half a reply, or a 5xx; and refused after that
//
// `pos` is how long the record of the disk was at that moment (fault.c), so
// that a power cut at any place in the record has its own ledger.  A line is
// one write to a file opened for appending.
import { request } from 'node:http';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';

const PATIENCE_MS = 8000;

// So that a request can be awarded at once, two providers only stand in Eastmere,
// and whoever has an account may sign in with the passphrase.
export const SMALLER = `
UPDATE user_account SET password_hash = (SELECT password_hash FROM user_account
  WHERE email = 'broker@westmarch.example.org') WHERE provider IS NOT NULL;
DELETE FROM accreditation_locality WHERE locality = 2 AND accreditation NOT IN
  (SELECT id FROM accreditation WHERE provider IN (5, 6));`;

// One request on one connection: nothing is sent twice behind our back.
export function exchange(base, method, path, { body, headers = {}, patience = PATIENCE_MS } = {}) {
	return new Promise((done, broke) => {
		const typed = body ? { 'content-type': 'application/x-www-form-urlencoded',
			'content-length': Buffer.byteLength(body) } : {};
		const rq = request(base + path, { method, agent: false,
			headers: { ...headers, ...typed, connection: 'close' } }, (r) => {
			const parts = [];
			r.on('data', (d) => parts.push(d));
			r.on('aborted', () => broke(new Error('cut off')));
			r.on('error', broke);
			r.on('end', () => done({ status: r.statusCode, headers: r.headers,
				text: Buffer.concat(parts).toString() }));
		});
		rq.setTimeout(patience, () => rq.destroy(new Error('timeout')));
		rq.on('error', broke);
		rq.end(body);
	});
}

const hidden = (page, name) =>
	page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';

// Those who sign in: a cookie jar and a token each, shared by all clients.
export class Council {
	constructor(base, passphrase) {
		this.base = base;
		this.passphrase = passphrase;
		this.people = new Map();
		this.resend = true;
		this.times = [];              // of each acknowledgement
	}

	async person(email) {
		if (!this.people.has(email))
			this.people.set(email, this.signIn(email).catch((e) => {
				this.people.delete(email);
				throw e;
			}));
		return this.people.get(email);
	}

	async signIn(email) {
		const jar = new Map();
		const headers = () => ({ origin: this.base,
			cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') });
		const keep = (r) => {
			for (const c of r.headers['set-cookie'] ?? []) {
				const [, k, v] = c.match(/^([^=]+)=([^;]*)/);
				v ? jar.set(k, v) : jar.delete(k);
			}
			return r;
		};
		const front = keep(await exchange(this.base, 'GET', '/sign-in'));
		const body = new URLSearchParams({ csrf: hidden(front.text, 'csrf'),
			key: hidden(front.text, 'key'), email,
			password: this.passphrase }).toString();
		const inside = keep(await exchange(this.base, 'POST', '/sign-in',
			{ headers: headers(), body }));
		if (inside.status !== 303)
			throw new Error(`${email} cannot sign in: ${inside.status}`);
		const page = await exchange(this.base, 'GET', '/you', { headers: headers() });
		const me = { email, headers, csrf: hidden(page.text, 'csrf') };
		if (!me.csrf)
			throw new Error(`no token for ${email}`);
		return me;
	}

	// After a restart cookies still hold, unless the power went with them.
	forget() {
		this.people.clear();
	}
}

export class Unknown extends Error {}

export class Client {
	constructor(council, n, { ledger, record }) {
		this.council = council;
		this.n = n;
		this.record = record;
		this.file = openSync(`${ledger}/client-${n}.led`, 'a');
		this.sent = this.acknowledged = this.unknown = this.refused = this.resent = 0;
		this.count = 0;
	}

	close() {
		closeSync(this.file);
	}

	pos() {
		return this.record ? statSync(this.record).size : 0;
	}

	note(...fields) {
		writeSync(this.file, `${fields.join('\t')}\n`);
	}

	// A word that nobody else ever wrote: it finds its row again.
	token() {
		this.count++;
		return `ledger${this.n}x${this.count}x${randomBytes(3).toString('hex')}`;
	}

	async get(who, path) {
		const me = await this.council.person(who);
		return exchange(this.council.base, 'GET', path, { headers: me.headers() });
	}

	// expected: what the checker looks for, as { token, amount, thing }.
	async post(kind, who, path, form, expected) {
		const me = await this.council.person(who);
		const key = `k${this.n}x${randomBytes(12).toString('hex')}`;
		const body = new URLSearchParams({ ...form, csrf: me.csrf, key }).toString();
		this.sent++;
		this.note('S', key, this.pos(), kind, who, path, expected.token ?? '',
			expected.amount ?? 0, expected.thing ?? 0, body);
		return this.until_known(key, me, path, body);
	}

	// What is unknown is sent again with its key, as a person does who sees an
	// error: it must have one effect.  Given up when the council is closed.
	async until_known(key, me, path, body) {
		for (let again = false; ; again = true) {
			try {
				return await this.deliver(key, me, path, body, again);
			} catch (e) {
				if (!(e instanceof Unknown) || !this.council.resend)
					throw e;
				this.resent++;
				await new Promise((r) => setTimeout(r, 40));
			}
		}
	}

	// again: it was sent before, and nobody knows; a refusal now does not tell what became
	// of it then.
	async deliver(key, me, path, body, again) {
		let r;
		try {
			r = await exchange(this.council.base, 'POST', path,
				{ headers: me.headers(), body });
		} catch (e) {
			this.unknown++;
			this.note('U', key, this.pos(), e.code ?? e.message);
			throw new Unknown(e.message);
		}
		if (r.status === 303 && !r.headers.location.startsWith('/sign-in')) {
			const [, number, hash] = (r.headers['x-audit'] ?? '')
				.match(/^(?:(\d+) )?([0-9a-f]{64})?$/) ?? [];
			this.acknowledged++;
			this.council.times.push(Date.now());
			this.note('A', key, this.pos(), number ?? 0, hash ?? '-',
				r.headers.location);
			return r.headers.location;
		}
		if (r.status >= 500) {
			this.unknown++;
			this.note('U', key, this.pos(), r.status);
			throw new Unknown(`${r.status}`);
		}
		if (r.status === 401)            // a session ended: the clock went on
			this.council.people.delete(me.email);
		this.refused++;
		this.note(again ? 'U' : 'N', key, this.pos(), r.status);
		this.last = r;
		throw new Error(`${path}: ${r.status} ${r.text.replace(/<[^>]*>/g, ' ')
			.replace(/\s+/g, ' ').match(/There is a problem.{0,200}/)?.[0] ?? ''}`);
	}
}

// ---- the journey ----------------------------------------------------------

const WORKER = 'eastmere@westmarch.example.org', BROKER = 'broker@westmarch.example.org';
const COMMISSIONER = 'commissioner@westmarch.example.org';
const FIRMS = ['care@firm04.example.org', 'care@firm05.example.org'];

const day = (later) => {
	const d = new Date(Date.now() + later * 86400000);
	return { day: d.getUTCDate(), month: d.getUTCMonth() + 1, year: d.getUTCFullYear() };
};
const dated = (name, d) => ({ [`${name}-day`]: d.day, [`${name}-month`]: d.month,
	[`${name}-year`]: d.year });
const number = (where) => Number(where.match(/(\d+)$/)[1]);
const words = (n) => Array.from({ length: n }, () =>
	String.fromCharCode(97 + randomBytes(1)[0] % 26)).join('');

// One visit of so many minutes a week.
const needs = (length) => ({ reason: 'support-plan', service: 'homecare', funding: 'council',
	...dated('start', day(9)), 'visits.0.days': 'mon', 'visits.0.earliest': '8:00',
	'visits.0.latest': '9:00', 'visits.0.length': length, 'visits.0.carers': 1 });

async function ask(c) {
	const name = c.token();
	const person = number(await c.post('person', WORKER, '/people/new', {
		given_name: words(9), family_name: name, ...dated('born',
			{ day: 1 + randomBytes(1)[0] % 28, month: 1 + randomBytes(1)[0] % 12,
				year: 1920 + randomBytes(1)[0] % 60 }),
		postcode: 'WM3 1AA', address: '1 Ledger Row' }, { token: name }));
	const notes = c.token(), length = 15 + 5 * (c.count % 10);
	const request = number(await c.post('ask', WORKER, `/people/${person}/requests/new`, {
		...needs(length), notes, checked: 1 },
	{ token: notes, amount: length, thing: person }));
	return { person, request, length, notes };
}

async function change(c, rq) {
	const page = await c.get(WORKER, `/requests/${rq.request}/change`);
	const notes = c.token();
	rq.length += 5;
	rq.notes = notes;
	await c.post('change', WORKER, `/requests/${rq.request}/change`, {
		...needs(rq.length), notes, because: `because ${notes}`,
		revision: hidden(page.text, 'revision'), checked: 1 },
	{ token: notes, amount: rq.length, thing: rq.request });
}

async function send(c, rq) {
	const page = await c.get(BROKER, `/requests/${rq.request}/send`);
	const why = c.token();
	await c.post('send', BROKER, `/requests/${rq.request}/send`,
		{ tier: 2, reason: why, revision: hidden(page.text, 'revision') },
		{ token: why, amount: 2, thing: rq.request });
}

// What this request is to a provider: its list does not say the request, the
// page behind it has the notes.
async function invitation(c, rq, firm) {
	const list = JSON.parse((await c.get(firm, '/portal.json')).text);
	for (const row of list.rows.reverse()) {
		if (row.locality_name !== 'Eastmere' || row.week_mins !== rq.length)
			continue;
		const page = await c.get(firm, `/portal/requests/${row.id}`);
		if (page.text.includes(rq.notes))
			return row.id;
	}
	throw new Error(`${firm} was not asked for ${rq.request}`);
}

async function answer(c, asked, firm, rate) {
	const page = await c.get(firm, `/portal/requests/${asked}/offer`);
	const visit = page.text.match(/name="times\.0\.visit"[^]*?value="(\d+)" selected/)?.[1];
	const note = c.token();
	await c.post('offer', firm, `/portal/requests/${asked}/offer`, {
		rate: (rate / 100).toFixed(2), ...dated('start', day(9)), note,
		'times.0.visit': visit, 'times.0.cover': 1, 'times.0.start': '8:00' },
	{ token: note, amount: rate, thing: asked });
}

async function award(c, rq) {
	const page = await c.get(BROKER, `/requests/${rq.request}/offers`);
	const offer = page.text.match(/\/offers\/(\d+)\/award/)?.[1];
	if (!offer)
		throw new Error(`no offer to award for ${rq.request}`);
	const form = await c.get(BROKER, `/offers/${offer}/award`);
	const why = c.token();
	await c.post('award', BROKER, `/offers/${offer}/award`,
		{ ...Object.fromEntries([...form.text.matchAll(
			/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map((m) => [m[1], m[2]])),
		reason: why },
		{ token: why, amount: rq.rate, thing: Number(offer) });
}

async function capacity(c) {
	const mins = 60 * (1 + c.count % 900);
	const firm = `care@firm${String(8 + c.n % 24).padStart(2, '0')}.example.org`;
	const page = await c.get(firm, '/portal/capacity');
	const name = page.text.match(/name="(free\.\d+\.\d+)"/)[1];
	await c.post('capacity', firm, '/portal/capacity', { [name]: mins / 60 },
		{ token: name, amount: mins });
}

async function suspend(c) {
	const provider = 9 + c.n % 24, why = c.token();
	// A journey that was cut off may have left it suspended.
	if (!(await c.get(COMMISSIONER, `/providers/${provider}`)).text.includes('/lift"'))
		await c.post('suspend', COMMISSIONER, `/providers/${provider}/suspend`,
			{ reason: why, ...dated('review', day(30)) },
			{ token: why, thing: provider });
	const page = await c.get(COMMISSIONER, `/providers/${provider}`);
	const embargo = page.text.match(/\/embargoes\/(\d+)\/lift/)?.[1];
	if (!embargo)
		throw new Error(`${provider} is not suspended`);
	const lift = c.token();
	await c.post('lift', COMMISSIONER, `/embargoes/${embargo}/lift`, { reason: lift },
		{ token: lift, thing: Number(embargo) });
}

export async function journey(c) {
	const rq = await ask(c);
	await change(c, rq);
	await send(c, rq);
	rq.rate = 1500 + c.count % 500;
	for (const [i, firm] of FIRMS.entries()) {
		await answer(c, await invitation(c, rq, firm), firm, rq.rate + 100 * i);
	}
	await award(c, rq);
	await capacity(c);
	await suspend(c);
}

// Journeys one after the other until it is told to stop.
export async function work(c, told) {
	while (!told.stop) {
		try {
			await journey(c);
			told.journeys++;
		} catch (e) {
			told.last = e;
			if (!told.stop)
				await new Promise((r) => setTimeout(r, 25));
		}
	}
}
