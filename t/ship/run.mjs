// SPDX-License-Identifier: MIT
//
// run.mjs -- the machine burns, and the second folder alone brings the council back.
//
// Clients (t/ledger/client.mjs) work at a real `almoner serve` and keep their
// ledger elsewhere.  Meanwhile the shipping, the clerk, the workers and all of it
// are killed at random.  Then everything is killed, the first folder is thrown
// away, and the checker of the ledger compares what is restored from the second:
// all that was acknowledged before the moment up to which the council says that
// changes were carried off is there, nothing is there that was never sent, and
// the audit chain is whole.  Controls: a piece removed, two changed about, one cut
// short; each must be said by the restore and be missed by the checker.
//
//	node t/ship/run.mjs [seed]       SIZE=large: each call of the shipping is hit (points.mjs)
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync,
	renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Council, SMALLER, work } from '../ledger/client.mjs';
import { points } from './points.mjs';

const almoner = realpathSync(process.env.ALMONER ?? 'build/almoner');
const tools = process.env.LEDGER_TOOLS ?? 'build/ledger';
const checker = join(tools, 'check'), shim = join(tools, 'fault.so');
const place = realpathSync(mkdtempSync(join(tmpdir(), 'almoner-ship-')));
const dir = join(place, 'council'), base = join(place, 'base'), far = join(place, 'far');
const KILLS = 24, CLIENTS = 5, HITS = process.env.SIZE === 'large' ? 1000 : 3;
const seed = Number(process.argv[2] ?? 7);
let passed = 0, failed = 0, state = seed * 2654435761 % 2147483647 || 1;

const chance = (n) => (state = (state * 48271) % 2147483647) % n;
const rest = (ms) => new Promise((r) => setTimeout(r, ms));

function check(name, ok, more = '') {
	console.log(`${ok ? 'ok' : 'not ok'} ${name}${ok ? '' : `: ${more}`}`);
	ok ? passed++ : failed++;
}

function run(program, ...args) {
	try {
		return { status: 0, text: execFileSync(program, args,
			{ stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 }).toString() };
	} catch (e) {
		return { status: e.status ?? -1, text: `${e.stdout ?? ''}${e.stderr ?? ''}` };
	}
}

// ---- a council whose changes are carried off ------------------------------------

function council() {
	const said = run(almoner, 'demo', dir, '--seed', '1');
	const passphrase = said.text.match(/\s(\w+-\w+-\w+-\w+)\s/)?.[1];
	mkdirSync(far);
	run(almoner, 'backup-key', join(place, 'public'), join(place, 'secret'));
	const key = readFileSync(join(place, 'public'), 'utf8').trim();
	execFileSync('sqlite3', [join(dir, 'almoner.db'), `${SMALLER}
INSERT INTO setting (name, value) VALUES ('ship.folder', '${far}'), ('ship.seconds', '1'),
  ('backup.key', '${key}');`]);
	cpSync(dir, base, { recursive: true });
	return passphrase;
}

let child, gone;
async function serve() {
	let said = '';
	child = spawn(almoner, ['serve', '--data', dir, '--listen', '127.0.0.1:0',
		'--workers', '3'], { stdio: ['ignore', 'ignore', 'pipe'] });
	gone = new Promise((done) => child.on('exit', done));
	child.stderr.on('data', (d) => { said += d; });
	for (let i = 0; i < 2000; i++) {
		const m = said.match(/what="ready" listen=(\S+)/);
		if (m)
			return `http://${m[1]}`;
		await rest(10);
	}
	throw new Error(`it does not start: ${said.slice(-400)}`);
}

function children(pid) {
	try {
		return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
			.filter(Boolean).map(Number);
	} catch { return []; }
}
const named = (pid) => {
	try { return readFileSync(`/proc/${pid}/comm`, 'utf8').trim(); } catch { return ''; }
};
const roles = (name) => children(child.pid).filter((p) => named(p) === name);
const shippers = () => roles('clerk').flatMap(children)
	.filter((p) => named(p) !== 'clerk' && named(p) !== 'pulse');
const dead = (pid) => {
	try { return process.kill(pid, 'SIGKILL'); } catch { return false; }
};

async function all_dead() {
	const pids = [...shippers(), ...children(child.pid)];
	child.kill('SIGKILL');
	pids.forEach(dead);
	await gone;
	for (let i = 0; i < 400 && pids.some((p) => existsSync(`/proc/${p}/exe`)); i++)
		await rest(5);
}

// struct ship_state of src/backup/ship.h: its last 8 bytes.
function seen() {
	try {
		return Number(readFileSync(join(dir, 'ship', 'at')).readBigInt64LE(112));
	} catch { return 0; }
}
const said = () => run(almoner, 'check', '--data', dir).text;

async function until(what, ok, tries = 400) {
	for (let i = 0; i < tries; i++) {
		if (ok())
			return true;
		await rest(100);
	}
	check(what, false, said().slice(-300));
	return false;
}

// ---- the ledger ----------------------------------------------------------------------

class Timed extends Client {
	pos() { return Date.now(); }
}

// What was acknowledged later than `last` may be there or not.
function ledger_until(from, to, last) {
	let n = 0;
	mkdirSync(to);
	for (const name of readdirSync(from)) {
		const lines = readFileSync(join(from, name), 'utf8').split('\n').filter((l) => {
			const [kind, , pos] = l.split('\t');
			n += kind === 'A' && Number(pos) <= last;
			return kind !== 'A' || Number(pos) <= last;
		});
		writeFileSync(join(to, name), lines.join('\n'));
	}
	return n;
}

function restored(folder, ledger) {
	const to = join(place, 'again');
	rmSync(to, { recursive: true, force: true });
	const r = run(almoner, 'restore', folder, '--data', to, '--key', join(place, 'secret'));
	const v = r.status ? { status: 1, text: r.text } : run(checker, 'one', to, base, ledger);
	const laws = r.status ? r : run(almoner, 'check', '--data', to);
	return { r, v, laws };
}

// ---- the run ----------------------------------------------------------------------------

async function kills(at) {
	const killed = {};
	for (let i = 0; i < KILLS; i++) {
		const what = ['shipping', 'worker', 'shipping', 'scribe'][i % 4];
		await rest(100 + chance(300));
		if (i === 8 || i === 16) {
			killed.all = (killed.all ?? 0) + 1;
			await all_dead();
			at.base = await serve();
			continue;
		}
		// A turn is short: wait for one.
		let of = [];
		for (let j = 0; j < 150 && !of.length; j++, await rest(5))
			of = what === 'shipping' ? shippers() : roles(what);
		if (of.length && dead(of[chance(of.length)]))
			killed[what] = (killed[what] ?? 0) + 1;
	}
	return killed;
}

async function burn(passphrase) {
	const ledger = join(place, 'ledger');
	const at = new Council(await serve(), passphrase);
	mkdirSync(ledger);
	await until('a first base', () => said().includes('ok      changes carried off: all'));
	const told = { stop: false, journeys: 0 };
	const people = Array.from({ length: CLIENTS }, (_, i) => new Timed(at, i + 1, { ledger }));
	const ends = Promise.all(people.map((c) => work(c, told)));
	const killed = await kills(at);
	// Without a base since a gap, a restore would end at the gap; the clerk makes one.
	const began = Date.now();
	await until('it carries off again', () => seen() > began &&
		said().includes('ok      changes carried off: all'));
	await rest(2500);
	const last = seen(), now = Date.now();
	await all_dead();
	told.stop = true;
	at.resend = false;
	await ends;
	people.forEach((c) => c.close());
	check(`killed: ${JSON.stringify(killed)}`, killed.shipping > 3 && killed.worker > 0 &&
		killed.all === 2, JSON.stringify(killed));
	check('less than a minute is open when it burns', now - last < 60000, `${now - last} ms`);
	rmSync(dir, { recursive: true });
	return { ledger, last };
}

const of_kind = (folder, kind) =>
	readdirSync(folder).filter((n) => n.startsWith(`almoner-${kind}-`)).sort();

// Of a copy of the second folder in which something is wrong.
function control(name, ledger, spoil, says) {
	const folder = join(place, 'spoilt');
	rmSync(folder, { recursive: true, force: true });
	cpSync(far, folder, { recursive: true });
	const newest = of_kind(folder, 'base').at(-1);
	const of = of_kind(folder, 'piece').filter((n) => n.slice(14) >= newest.slice(13));
	spoil(folder, of);
	const { r, v, laws } = restored(folder, ledger);
	check(`control: ${name}`, r.status === 0 && r.text.includes('NOT FURTHER') &&
		says.test(r.text) && v.status !== 0 && /lost=[1-9]/.test(v.text) &&
		laws.status === 0, `${r.text} ${v.text}`);
}

try {
	const { ledger, last } = await burn(council());
	const sure = join(place, 'sure'), n = ledger_until(ledger, sure, last);
	const { r, v, laws } = restored(far, sure);
	console.log(r.text.trim());
	check(`the second folder alone has all ${n} that were acknowledged before, and no ghost`,
		r.status === 0 && v.status === 0 && n > 50, `${r.text} ${v.text}`);
	check('to the last piece', !r.text.includes('NOT FURTHER') &&
		/ [1-9]\d* pieces/.test(r.text), r.text);
	check('its laws hold, its audit trail is whole', laws.status === 0,
		laws.text.split('\n').filter((l) => !l.startsWith('ok')).join(' '));
	control('a piece removed', sure, (f, of) => rmSync(join(f, of[1])), /piece \d+ is missing/);
	control('two pieces changed about', sure, (f, of) => {
		renameSync(join(f, of[1]), join(f, 'x'));
		renameSync(join(f, of[2]), join(f, of[1]));
		renameSync(join(f, 'x'), join(f, of[2]));
	}, /is not the piece/);
	control('a piece cut short', sure, (f, of) =>
		truncateSync(join(f, of[1]), statSync(join(f, of[1])).size - 1000), /cut short/);
	await points({ place, almoner, shim, run, check, chance }, HITS);
} catch (e) {
	check('the run', false, e.stack);
} finally {
	if (child?.exitCode === null && child.signalCode === null)
		await all_dead();
	rmSync(place, { recursive: true, force: true });
}
console.log(`seed ${seed}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
