// SPDX-License-Identifier: MIT
//
// run.mjs -- no write that a person saw confirmed is lost, changed or invented.
//
// Clients (client.mjs) work at a real `almoner serve` and keep a ledger outside
// of it; faults are made; the checker (check.c, check.sql) then compares the
// data with the ledger.  Faults: kill -9 of each role at random; a kill at the
// Nth write, sync, truncate, rename, unlink, send and open; errors of the disk,
// once and for ever, reading too (reads.mjs); the power cut at any place of what was
// written, and again while it recovers (cut.c); a clock that jumps.  Controls show that each
// kind of harm is seen.
//
//	node t/ledger/run.mjs [small | large] [seed]
//
// All of that is for SQLite, whose disk is ours.  A council on PostgreSQL follows at the
// end (postgres.mjs); many machines are t/failover's.
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync,
	statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CALLS, counted, tell } from './calls.mjs';
import { Client, Council, SMALLER, journey, work } from './client.mjs';
import { postgres } from './postgres.mjs';
import { reads } from './reads.mjs';

const almoner = process.env.ALMONER ?? 'build/almoner';
const tools = process.env.LEDGER_TOOLS ?? 'build/ledger';
const checker = join(tools, 'check'), shim = realpathSync(join(tools, 'fault.so'));
const size = process.argv[2] ?? process.env.SIZE ?? 'small';
const seed = Number(process.argv[3] ?? process.env.SEED ??
	(size === 'small' ? 3 : Date.now() % 1e6));
// How often at most, and for how many minutes: a part stops when its share of them is over.
const SIZES = {
	small: { kills: 20, points: 3, cuts: 40, again: 1, again_cuts: 8, control_cuts: 30,
		work_ms: 1200, clients: 6, errors: 1, reads: 4, server: 11, minutes: 10 },
	medium: { kills: 100, points: 12, cuts: 300, again: 6, again_cuts: 20, control_cuts: 60,
		work_ms: 2500, clients: 8, errors: 4, reads: 24, server: 55, minutes: 15 },
	large: { kills: 500, points: 40, cuts: 1500, again: 20, again_cuts: 40, control_cuts: 100,
		work_ms: 4000, clients: 10, errors: 8, reads: 72, server: 220, minutes: 18 },
};
const SHARES = { kills: 0.18, power: 0.2, again: 0.1, points: 0.17, errors: 0.08, reads: 0.12,
	postgres: 0.15 };
const many = SIZES[size] ?? SIZES.small;
const place = realpathSync(mkdtempSync(join(tmpdir(), 'almoner-ledger-')));
const began = Date.now();

let passed = 0, failed = 0, state = seed * 2654435761 % 2147483647 || 1;
const sum = { acknowledged: 0, unknown: 0, lost: 0, altered: 0, ghosts: 0, halves: 0, broken: 0 };
const rows = [];
let controls = 0, caught = 0;

// Of the part that is at work: its share of the time is over.
let until = Infinity;
const over = () => Date.now() > until;
const part = (name) => {
	until = Date.now() + (SHARES[name] ?? 1) * many.minutes * 60000;
};

const chance = (n) => (state = (state * 48271) % 2147483647) % n;
const rest = (ms) => new Promise((r) => setTimeout(r, ms));

function check(name, ok, more = '') {
	console.log(`${ok ? 'ok' : 'not ok'} ${name}${ok ? '' : ` ${more}`}`);
	ok ? passed++ : failed++;
}

function run(program, args, env = {}) {
	try {
		return { status: 0, text: execFileSync(program, args,
			{ env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
				maxBuffer: 1 << 26 }).toString() };
	} catch (e) {
		return { status: e.status ?? -1, text: `${e.stdout ?? ''}${e.stderr ?? ''}` };
	}
}

// ---- the engine -------------------------------------------------------------

const sqlite = {
	make(dir) {
		const said = run(almoner, ['demo', dir, '--seed', '1']);
		const passphrase = said.text.match(/\s(\w+-\w+-\w+-\w+)\s/)?.[1];
		if (said.status || !passphrase)
			throw new Error(`no council: ${said.text.slice(-300)}`);
		this.sql(dir, `${SMALLER} PRAGMA wal_checkpoint(TRUNCATE);`);
		return passphrase;
	},
	sql: (dir, text) => execFileSync('sqlite3', [join(dir, 'almoner.db'), text]).toString(),
	copy(from, to) {
		rmSync(to, { recursive: true, force: true });
		cpSync(from, to, { recursive: true, filter: (p) => !lstatSync(p).isSocket() });
	},
};
const engine = sqlite;

// ---- a council that is served -------------------------------------------------

function children(pid) {
	try {
		return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
			.filter(Boolean).map(Number);
	} catch { return []; }
}
const below = (pid) => children(pid).flatMap((c) => [c, ...below(c)]);

class Served {
	constructor(dir, env = {}) {
		this.dir = dir;
		this.env = env;
		this.counts = `${dir}.counts`;
	}

	async start(more = {}) {
		rmSync(this.counts, { force: true });
		this.said = '';
		const env = { ...process.env, LD_PRELOAD: shim, LEDGER_DIR: this.dir,
			LEDGER_COUNTS: this.counts, ...this.env, ...more };
		this.child = spawn(almoner, ['serve', '--data', this.dir, '--listen', '127.0.0.1:0',
			'--workers', '3'], { stdio: ['ignore', 'ignore', 'pipe'], env });
		this.child.stderr.on('data', (d) => { this.said += d; });
		this.gone = new Promise((done) => this.child.on('exit', done));
		this.running = true;
		this.gone.then(() => { this.running = false; });
		for (let i = 0; i < 2000 && this.running; i++) {
			const m = this.said.match(/what="ready" listen=(\S+)/);
			if (m)
				return `http://${m[1]}`;
			await rest(10);
		}
		return null;
	}

	// The children by role: their names are their roles.
	roles(name) {
		return children(this.child.pid).filter((c) => {
			try {
				return readFileSync(`/proc/${c}/comm`, 'utf8').trim() === name;
			} catch { return false; }       // it ended meanwhile
		});
	}

	kill(role) {
		const of = role === 'supervisor' ? [this.child.pid] : this.roles(role);
		if (!of.length)
			return false;
		try {
			process.kill(of[chance(of.length)], 'SIGKILL');
		} catch { return false; }
		return true;
	}

	// All of it, at once; those below follow, the clerk's pulse last.
	async end() {
		const pids = below(this.child.pid);
		if (this.running)
			this.child.kill('SIGKILL');
		await this.gone;
		for (let i = 0; i < 1000 && pids.some((p) => existsSync(`/proc/${p}/exe`)); i++)
			await rest(5);
	}

	count(kind) {
		return counted(this.counts, kind);
	}

	shift(seconds) {
		tell(this.counts, 'shift', seconds);
	}

	heal() {
		tell(this.counts, 'well', 1);
	}

	reached() {
		return this.count('reached') !== 0;
	}
}
// Those at which it is killed.
const KINDS = ['write', 'sync', 'truncate', 'rename', 'unlink', 'send', 'open'];

// Clients at a council; stop() waits for the last of them.
function clients(base, ledger, n, record, word = passphrase) {
	mkdirSync(ledger, { recursive: true });
	const council = new Council(base, word);
	const told = { stop: false, journeys: 0 };
	const all = Array.from({ length: n }, (_, i) => new Client(council, i + 1,
		{ ledger, record }));
	const ends = Promise.all(all.map((c) => work(c, told)));
	return { council, told, all, async stop() {
		told.stop = true;
		council.resend = false;
		await ends;
		all.forEach((c) => c.close());
	} };
}

// ---- verdicts -------------------------------------------------------------------

const numbers = (text) => Object.fromEntries([...text.matchAll(/(\w+)=(\d+)/g)]
	.map((m) => [m[1], Number(m[2])]));

function add(v) {
	for (const k of Object.keys(sum))
		sum[k] += v[k] ?? 0;
}

// Data against ledger; `laws`: the program's own check of its laws and chain too, but for
// those that `but` names.
function verdict(name, dir, ledger, { laws = true, but = /^$/, quiet = false } = {}) {
	const said = run(checker, ['one', dir, base, ledger]);
	const v = numbers(said.text);
	add(v);
	let ok = said.status === 0, why = said.text;
	if (ok && laws) {
		const own = run(almoner, ['check', '--data', dir]);
		const broken = own.text.split('\n').filter((l) => /^BROKEN/.test(l));
		ok = own.status === 0 || (broken.length > 0 && broken.every((l) => but.test(l)));
		why = own.text.split('\n').filter((l) => !l.startsWith('ok')).join(' ');
	}
	if (!quiet || !ok)
		check(`${name} (${v.acknowledged} acknowledged, ${v.unknown} unknown)`, ok, why);
	return { ...v, ok };
}

function row(what, n, v) {
	const wrong = ['lost', 'altered', 'ghosts', 'halves', 'broken']
		.reduce((all, k) => all + (v[k] ?? 0), 0);
	rows.push([what, n, v.acknowledged ?? 0, v.unknown ?? 0, wrong]);
}

// ---- kill -9 of each role -----------------------------------------------------------

async function kills() {
	const dir = join(place, 'kills'), ledger = join(place, 'kills.led');
	const roles = ['door', 'worker', 'scribe', 'clerk', 'supervisor'], killed = {};
	engine.copy(base, dir);
	const served = new Served(dir);
	const at = clients(await served.start(), ledger, many.clients);
	let v = {}, bad = 0, n = 0;
	for (let i = 0; i < many.kills && !(i % roles.length === 0 && over()); i++) {
		n = i + 1;
		const role = roles[i % roles.length];
		await rest(60 + chance(240));
		if (served.kill(role))
			killed[role] = (killed[role] ?? 0) + 1;
		if (role !== 'supervisor')
			continue;
		await served.end();
		// Everybody's laws at some, for a check of them all takes a while.
		v = verdict(`after kill ${i + 1}`, dir, ledger, { laws: i % 25 < 5, quiet: true });
		bad += !v.ok;
		at.council.base = await served.start();
		if (!at.council.base)
			throw new Error(`it does not start again: ${served.said.slice(-400)}`);
	}
	await rest(500);
	await at.stop();
	await served.end();
	v = verdict('kill -9 of each role', dir, ledger);
	const resent = at.all.reduce((n, c) => n + c.resent, 0);
	check(`roles killed: ${JSON.stringify(killed)}, ${resent} sent again with their key, ` +
		'each with one effect', roles.every((r) => killed[r] > 0) && resent > 0 && !bad &&
		v.acknowledged > 2 * n, `bad ${bad}`);
	row('kill -9 at random, each role in turn', n, v);
	return { dir, ledger };
}

// ---- the power goes --------------------------------------------------------------------

async function recorded(name, env = {}) {
	const dir = join(place, name), ledger = `${dir}.led`, record = `${dir}.rec`;
	engine.copy(base, dir);
	writeFileSync(record, '');
	const served = new Served(dir, { LEDGER_RECORD: record, ...env });
	const at = clients(await served.start(), ledger, many.clients, record);
	await rest(many.work_ms);
	at.told.stop = true;
	at.council.resend = false;
	await served.end();
	await at.stop();
	return { dir, ledger, record };
}

function cut(from, record, ledger, n, more = []) {
	const out = join(place, 'out');
	mkdirSync(out, { recursive: true });
	return run(checker, ['cuts', from, record, ledger, out, '--cuts', `${n}`, '--seed',
		`${seed + chance(1000)}`, ...more]);
}

function add_up(total, v) {
	for (const k of Object.keys(v))
		total[k] = (total[k] ?? 0) + v[k];
}

async function power() {
	const r = await recorded('power'), v = {};
	part('power');
	let n = 0, first = '';
	for (const some = Math.min(many.cuts, 100); n < many.cuts && !over(); n += some) {
		const said = cut(base, r.record, r.ledger, some);
		add_up(v, numbers(said.text));
		first ||= said.status ? said.text : '';
	}
	add(v);
	check(`${n} power cuts (${v.acknowledged} acknowledged)`, !first && v.acknowledged > n,
		first);
	row('power cut: sectors dropped, torn, reordered', n, v);
	await power_again(r);
	return r;
}

// A disk after a cut; the program recovers from it, and the power goes again.
async function power_again(r) {
	const total = { acknowledged: 0, unknown: 0 };
	let n = 0;
	part('again');
	for (let i = 0; i < many.again && !over(); i++) {
		const dir = join(place, 'again'), record = `${dir}.rec`;
		const at = Math.floor(statSync(r.record).size * (0.3 + chance(70) / 100));
		rmSync(dir, { recursive: true, force: true });
		const until = numbers(run(checker, ['disk', base, r.record, dir, '--at', `${at}`,
			'--seed', `${seed + i}`]).text).at;
		const before = join(place, 'before');
		engine.copy(dir, before);
		writeFileSync(record, '');
		const served = new Served(dir, { LEDGER_RECORD: record });
		await served.start();
		await rest(1300);
		await served.end();
		const again = cut(before, record, r.ledger, many.again_cuts,
			['--of', base, '--until', `${until}`]);
		const w = numbers(again.text);
		add(w);
		n += many.again_cuts;
		add_up(total, w);
		if (again.status)
			check('the power cut again while it recovers', false, again.text);
	}
	check(`${n} power cuts during recovery (${total.acknowledged} acknowledged)`,
		!total.bad && total.acknowledged > 0);
	row('power cut again during recovery', n, total);
}

// ---- a call of the program fails, or is its last -------------------------------------------

// One client, one council of its own, one fault; what it was told must be there.
async function point(kind, n, what, { journeys = 1, restart = true } = {}) {
	const dir = join(place, 'point'), ledger = `${dir}.led`;
	rmSync(ledger, { recursive: true, force: true });
	mkdirSync(ledger);
	engine.copy(base, dir);
	const served = new Served(dir);
	const url = await served.start({ LEDGER_AT: `${kind}:${n}:${what}` });
	const c = new Client(new Council(url, passphrase), 1, { ledger });
	c.council.resend = false;
	const until = Date.now() + 6000;
	for (let i = 0; url && i < journeys && served.running && Date.now() < until; i++)
		await journey(c).catch(() => {});
	// Some calls come with the clerk's next turn.
	for (let i = 0; i < 30 && url && served.running && !served.reached() &&
		['kill', 'cut'].includes(what); i++)
		await rest(50);
	const reached = served.reached() || what === 'ever' || what === 'files';
	await served.end();
	let v = verdict(`${what} at ${kind} ${n}`, dir, ledger, { laws: false, quiet: true });
	if (v.ok && restart) {
		// What comes up again must carry on from there.
		c.council.base = await served.start();
		c.council.forget();
		const back = c.council.base && await journey(c).then(() => '', (e) => e.message);
		if (back !== '')
			check(`${what} at ${kind} ${n}: it goes on afterwards`, false, `${back}`);
		await served.end();
		v = verdict(`${what} at ${kind} ${n}, then on`, dir, ledger,
			{ laws: false, quiet: true });
	}
	c.close();
	return { ...v, reached };
}

async function calls_counted() {
	const dir = join(place, 'count'), ledger = `${dir}.led`;
	mkdirSync(ledger, { recursive: true });
	engine.copy(base, dir);
	const served = new Served(dir);
	const c = new Client(new Council(await served.start(), passphrase), 1, { ledger });
	const begun = Object.fromEntries(CALLS.map((k) => [k, served.count(k)]));
	await journey(c);
	await rest(1200);
	const ended = Object.fromEntries(CALLS.map((k) => [k, served.count(k)]));
	await served.end();
	c.close();
	return { begun, ended };
}

async function points() {
	const { ended } = await calls_counted();
	const v = {};
	let n = 0, reached = 0, ok = true;
	for (let i = 0; i < many.points && !over(); i++)
		for (const kind of KINDS) {
			const of = Math.min(many.points, ended[kind]);
			if (i >= of)
				continue;
			// The last calls are those of the journey; the first, those of the start.
			const at = Math.max(1, ended[kind] - Math.floor((i + chance(100) / 100) *
				Math.min(ended[kind], kind === 'write' ? 260 : ended[kind]) / of));
			const w = await point(kind, at, i % 2 ? 'kill' : 'cut',
				{ restart: i === 0 });
			n++;
			reached += w.reached;
			ok &&= w.ok;
			for (const k of Object.keys(sum))
				v[k] = (v[k] ?? 0) + w[k];
		}
	check(`killed at ${n} calls (${reached} reached) of ${KINDS.join(', ')}`,
		ok && reached > n / 2, `reached ${reached}`);
	row(`kill at a call; reached ${reached}`, n, v);
}

async function errors() {
	const { begun, ended } = await calls_counted();
	const v = {};
	const list = [['sync', 'eio'], ['sync', 'ever'], ['write', 'eio'], ['write', 'short'],
		['write', 'full'], ['write', 'ever'], ['open', 'files'], ['truncate', 'eio']];
	let n = 0, ok = true;
	for (let i = 0; i < many.errors && !over(); i++)
		for (const [kind, what] of list) {
			const at = begun[kind] + 1 + chance(Math.max(1, ended[kind] - begun[kind]));
			const w = await point(kind, at, what, { journeys: 3 });
			n++;
			ok &&= w.ok;
			for (const k of Object.keys(sum))
				v[k] = (v[k] ?? 0) + w[k];
		}
	check(`${n} errors: ${list.map((x) => x.join(' ')).join(', ')}`, ok);
	row('errors of the disk, once and for ever; short; full; no descriptors', n, v);
}

// ---- the clock -------------------------------------------------------------------------

// Forward, back, over both changes of the clock, a leap day and a new year.
async function clocks() {
	const dir = join(place, 'clock'), ledger = `${dir}.led`, now = Date.now() / 1000;
	const to = (iso) => Math.round(Date.parse(iso) / 1000 - now);
	const shifts = [3600, 0, -86400, to('2026-10-25T00:59:59Z'), to('2027-03-28T00:59:59Z'),
		to('2028-02-28T23:59:59Z'), to('2028-12-31T23:59:59Z')];
	engine.copy(base, dir);
	const served = new Served(dir);
	const at = clients(await served.start(), ledger, many.clients);
	for (const s of shifts) {
		await rest(many.work_ms / 3);
		served.shift(s);
	}
	await rest(many.work_ms / 3);
	// Killed in the new year of 2029, and the clock put right: somebody leads again.
	await served.end();
	at.council.base = await served.start();
	const lease = () => Number(engine.sql(dir, 'SELECT until_ms FROM lease')) - Date.now();
	for (let i = 0; i < 100 && (lease() < 0 || lease() > 20000); i++)
		await rest(100);
	const led = lease();
	await rest(500);
	await at.stop();
	await served.end();
	check('a clerk leads when the clock was put right', led > 0 && led < 20000, `${led} ms`);
	// Suspended by a clock in October, lifted by one in March: whoever was asked in December
	// was asked meanwhile, for that law goes by the moments alone.
	const v = verdict('the clock forward, back, over both changes', dir, ledger,
		{ but: /returns\.embargo-invited/ });
	const range = engine.sql(dir, `SELECT (max(at_ms) - min(at_ms)) / 86400000 FROM audit
		WHERE id > ${engine.sql(base, 'SELECT max(id) FROM audit')}`);
	check(`the clock was ${range.trim()} days wide, in ${shifts.length} jumps`,
		Number(range) > 600 && v.acknowledged > 5 * shifts.length);
	row('the clock set forward, back, over both changes', shifts.length, v);
}

// ---- controls ------------------------------------------------------------------------

function control(name, harmed) {
	controls++;
	caught += harmed ? 1 : 0;
	check(`control: ${name} is seen`, harmed);
}

async function all_controls(kept) {
	const dir = join(place, 'control');
	const harms = [
		['a deleted row', 'lost', `PRAGMA foreign_keys = OFF; DELETE FROM embargo WHERE id =
			(SELECT max(id) FROM embargo WHERE lift_reason LIKE 'ledger%')`],
		['a deleted award', 'lost', `PRAGMA foreign_keys = OFF; DELETE FROM award WHERE id =
			(SELECT max(id) FROM award)`],
		['an edited amount', 'altered', `UPDATE offer SET rate_pence = rate_pence + 1,
			week_pence = ((rate_pence + 1) * covered_mins + 30) / 60
			WHERE id = (SELECT max(id) FROM offer)`],
		['an edited old amount', 'altered',
			'UPDATE element SET week_pence = week_pence + 1 WHERE id = 7'],
		['an edited audit row', 'altered', `UPDATE audit SET detail = '{"rate":1}'
			WHERE id = (SELECT max(id) - 3 FROM audit)`],
		['audit rows cut off', 'lost',
			'DELETE FROM audit WHERE id > (SELECT max(id) - 5 FROM audit)'],
		['a ghost', 'ghosts', `INSERT INTO embargo (id, provider, from_ms, reason, made_by)
			SELECT max(id) + 900, 9, 1, 'nobody sent this', 1 FROM embargo`],
		['a ghost form', 'ghosts', `INSERT INTO submission (key, user_account, path,
			went_to, at_ms) VALUES ('ghost0000000000000000', 1, '/people/new#0',
			'/people/1', 1)`],
	];
	for (const [name, kind, sql] of harms) {
		engine.copy(kept.dir, dir);
		engine.sql(dir, sql);
		const said = run(checker, ['one', dir, base, kept.ledger]);
		control(name, said.status === 1 && numbers(said.text)[kind] > 0);
	}
	const r = await recorded('normal', { LEDGER_SYNC: 'normal' });
	const v = numbers(cut(base, r.record, r.ledger, many.control_cuts).text);
	control(`synchronous=NORMAL under power cut (${v.lost} lost in ${v.bad} of ${v.cuts} cuts)`,
		v.bad > 0 && v.lost > 0);
	row('control: synchronous=NORMAL under power cut', many.control_cuts, v);
}

// ---- all of it -------------------------------------------------------------------------

const base = join(place, 'base');
let passphrase;

function measured() {
	const commit = run('git', ['rev-parse', '--short', 'HEAD']).text.trim();
	const engines = [run('sqlite3', ['--version']).text.split(' ')[0],
		run('postgres', ['--version'], { PATH: `${run('pg_config', ['--bindir']).text
			.trim()}:${process.env.PATH}` }).text.match(/[\d.]+/)?.[0]];
	const cpu = readFileSync('/proc/cpuinfo', 'utf8').match(/model name\s*: (.*)/)?.[1];
	return `<!-- SPDX-License-Identifier: MIT -->
# The ledger

\`make ledger SIZE=${size}\`, seed ${seed}, commit ${commit}, SQLite ${
	engines[0]}, PostgreSQL ${engines[1]}, ${new Date().toISOString().slice(0, 10)}, ${cpu}, ${
	cpus().length} processors, ${Math.round((Date.now() - began) / 1000)} s, at most ${
	most_room} MB of disk.

| fault | times | acknowledged | unknown | found wrong |
|---|---|---|---|---|
${rows.map((r) => `| ${r.join(' | ')} |`).join('\n')}

lost ${sum.lost}, altered ${sum.altered}, ghosts ${sum.ghosts}; ${sum.halves} by half, ${
	sum.broken} broken files; controls ${caught} of ${controls} caught.

A write counts in each fault after which it was looked for.  A control must be found wrong.
How it is done: \`t/ledger/run.mjs\`.
`;
}

let most_room = 0;
const room_seen = () => {
	most_room = Math.max(most_room, Number(run('du', ['-sm', place]).text.split('\t')[0]));
};

// LEDGER_ONLY=reads,clocks: these alone, while one works at them.  (The controls need kills.)
const only = process.env.LEDGER_ONLY?.split(',');
const wanted = (part) => !only || only.includes(part);

async function on_sqlite() {
	const h = { place, base, many, Served, chance, verdict, check, row, sum, over,
		copy: engine.copy };
	let kept;
	passphrase = engine.make(base);
	for (const [name, work] of Object.entries({
		kills: async () => { kept = await kills(); }, power, points, errors,
		reads: async () => reads({ ...h, passphrase }, await calls_counted()), clocks,
		controls: async () => kept && all_controls(kept) })) {
		if (!wanted(name))
			continue;
		part(name);
		await work();
		room_seen();
	}
}

try {
	await on_sqlite();
	part('postgres');
	if (wanted('postgres'))
		await postgres({ place, many, almoner, checker, Served, clients, chance, run,
			numbers, add, row, check, control, over, SMALLER });
	room_seen();
} catch (e) {
	check('the run', false, e.stack);
} finally {
	if (!process.env.LEDGER_KEEP)
		rmSync(place, { recursive: true, force: true });
}
console.log(`seed ${seed}, ${sum.acknowledged} acknowledged, ${sum.unknown} unknown, ` +
	`${Math.round((Date.now() - began) / 1000)} s`);
console.log(`lost ${sum.lost}, altered ${sum.altered}, ghosts ${sum.ghosts}`);
console.log(`controls ${caught} of ${controls} caught`);
if (process.env.LEDGER_WRITE)
	writeFileSync(process.env.LEDGER_WRITE, measured());
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
