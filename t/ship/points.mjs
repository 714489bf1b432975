// SPDX-License-Identifier: MIT
//
// points.mjs -- a change, a turn of `almoner ship`: one of them killed before each of its
// calls (t/ledger/fault.c), or told that the disk is broken or full, or half written.
//
// Nobody else works, so whole councils can be compared.  The turn that was hit carries the
// folder from one state to the next: it must restore to one of the two, all of it.  Of a
// change that was hit all is there or nothing.  Then a turn that nothing hinders must bring
// the folder to where the council is; after a kill without a gap, after an error of the disk
// perhaps with one, which must be said, and a base.
//
//	closed   the council is open to nobody else: each change's log is put aside
//	held     it is open to another: the log goes on
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync,
	rmSync } from 'node:fs';
import { join } from 'node:path';
import { CALLS, counted } from '../ledger/calls.mjs';

const KINDS = ['write', 'sync', 'rename', 'unlink', 'open', 'truncate'];
const GAP = /new base is due/;

// A council, its second folder, and our hands on both.
class Shipped {
	constructor(h) {
		const at = (name) => join(h.place, 'points', name);
		Object.assign(this, { h, home: join(h.place, 'points'), dir: at('council'),
			far: at('far'), again: at('again'), copy: at('copy'), known: at('public'),
			secret: at('secret'), counts: join(h.place, 'counts'),
			shim: realpathSync(h.shim), people: 0, wrong: [], reached: 0, tried: 0,
			gaps: 0 });
		mkdirSync(this.far, { recursive: true });
		h.run(h.almoner, 'backup-key', this.known, this.secret);
		h.run(h.almoner, 'init', this.dir);
	}

	// A program of ours: how it ended, what it said, how often it called, was it hit.
	run(at, ...args) {
		const env = { ...process.env, LD_PRELOAD: this.shim, LEDGER_AT: at,
			LEDGER_DIR: this.home, LEDGER_COUNTS: this.counts };
		rmSync(this.counts, { force: true });
		const p = spawnSync(this.h.almoner, args, { env });
		return { ok: p.status === 0, text: `${p.stdout}${p.stderr}`.trim(),
			reached: counted(this.counts, 'reached') !== 0,
			n: Object.fromEntries(CALLS.map((k) => [k, counted(this.counts, k)])) };
	}

	turn(at = '', ...more) {
		return this.run(at, 'ship', this.far, '--data', this.dir, '--to', this.known,
			...more);
	}

	change(at = '') {
		const n = ++this.people;
		return this.run(at, 'user', 'add', `p${n}@council.example`, '--name', `Person ${n}`,
			'--role', 'administrator', '--data', this.dir);
	}

	// All rows but the numbers that are free, of which a base takes one.
	state(of = this.dir) {
		rmSync(this.copy, { recursive: true, force: true });
		mkdirSync(this.copy);
		for (const name of ['almoner.db', 'almoner.db-wal'])
			if (existsSync(join(of, name)))
				copyFileSync(join(of, name), join(this.copy, name));
		return execFileSync('sqlite3', [join(this.copy, 'almoner.db')], {
			input: 'DELETE FROM id_block;\n.dump\n', maxBuffer: 1 << 28 }).toString();
	}

	restored() {
		rmSync(this.again, { recursive: true, force: true });
		const r = this.h.run(this.h.almoner, 'restore', this.far, '--data', this.again,
			'--key', this.secret);
		return { text: r.text, is: r.status ? r.text : this.state(this.again) };
	}

	async hold() {
		const holder = spawn('sqlite3', [join(this.dir, 'almoner.db')],
			{ stdio: ['pipe', 'pipe', 'ignore'] });
		const gone = new Promise((done) => holder.on('exit', done));
		holder.stdin.write('SELECT count(*) FROM user_account;\n');
		await new Promise((done) => holder.stdout.once('data', done));
		return async () => {
			holder.kill('SIGKILL');
			await gone;
		};
	}

	// Nothing hinders any more: a turn, a base where one is due, and all is there.
	mend(what, may_gap) {
		const turn = this.turn();
		if (GAP.test(turn.text)) {
			this.gaps++;
			if (!may_gap)
				this.wrong.push(`${what}: a gap: ${turn.text}`);
			const base = this.turn('', '--base');
			if (!base.ok)
				this.wrong.push(`${what}: no base: ${base.text}`);
		} else if (!turn.ok) {
			this.wrong.push(`${what}: no turn: ${turn.text}`);
		}
		const r = this.restored();
		if (r.is !== this.state())
			this.wrong.push(`${what}: the folder is not where the council is: ${
				r.text}`);
		this.last = r.is;
	}

	// The shipping is hit on its way from one state to the next.
	turn_hit(what, at, ...more) {
		if (!this.change().ok)
			this.wrong.push(`${what}: no change`);
		const from = this.last, to = this.state(), turn = this.turn(at, ...more);
		this.tried++;
		this.reached += turn.reached;
		const r = this.restored();
		if (r.is !== to && (turn.ok || r.is !== from))
			this.wrong.push(`${what}: the folder is neither before nor after: ${
				turn.text} ${r.text}`);
		// A log that the disk does not take is left out; one that was killed is not.
		this.mend(what, !at.endsWith(':kill'));
	}

	// Whoever writes is hit, and with it what puts the log aside.
	change_hit(what, at) {
		const before = this.state(), change = this.change(at), after = this.state();
		const there = after.includes(`p${this.people}@council.example`);
		this.tried++;
		this.reached += change.reached;
		if (there ? after === before : after !== before || change.ok)
			this.wrong.push(`${what}: a change by half: ${change.text}`);
		this.mend(what, !at.endsWith(':kill'));
	}
}

// Which calls of each kind, of n: all, or some.
function which(h, n, some) {
	return Array.from({ length: Math.min(n, some) }, (_, i) => n <= some ? i + 1
		: 1 + Math.floor((i + h.chance(100) / 100) * n / some));
}

// h: place, almoner, shim, run, check, chance; some: calls of each kind that are hit.
export async function points(h, some) {
	const s = new Shipped(h);
	s.turn();
	s.change();
	s.turn('', '--base');
	s.change();
	const calls = { turn: s.turn().n, change: s.change().n, base: s.turn('', '--base').n };
	s.mend('the beginning', false);
	for (const held of [false, true]) {
		const let_go = held ? await s.hold() : null, how = held ? 'held' : 'closed';
		for (const kind of KINDS) {
			const faults = kind === 'write' ? ['kill', 'short', 'full']
				: kind === 'sync' ? ['kill', 'eio'] : ['kill'];
			const hit = (of) => which(h, calls[of][kind], some).map((n, i) =>
				`${kind}:${n}:${faults[i % faults.length]}`);
			for (const at of hit('turn'))
				s.turn_hit(`${how}, a turn, ${at}`, at);
			for (const at of held ? [] : hit('base'))
				s.turn_hit(`a base, ${at}`, at, '--base');
			for (const at of held ? [] : hit('change'))
				s.change_hit(`a change, ${at}`, at);
		}
		await let_go?.();
	}
	h.check(`shipping hit at ${s.tried} calls (${s.reached} reached), the folder was never ` +
		`another than the council; ${s.gaps} gaps after a change that was cut short`,
	!s.wrong.length && s.reached > s.tried * 0.8 && s.reached > 10,
	`${s.wrong.length} of ${s.tried}, ${s.reached} reached; ${s.wrong.slice(0, 5).join('; ')}`);
	// Controls: what a turn carries off goes missing, or somebody else's row is added.
	s.change();
	s.turn();
	s.wrong = [];
	rmSync(join(s.far, readdirSync(s.far).filter((n) => n.startsWith('almoner-piece-')).sort()
		.at(-1)));
	s.mend('a piece gone', false);
	h.check('control: a piece that is gone is seen', s.wrong.length > 0);
	s.turn('', '--base');
	execFileSync('sqlite3', [join(s.dir, 'almoner.db')],
		{ input: "UPDATE user_account SET email = 'x' || email;" });
	s.wrong = [];
	h.check('control: a row changed past us is seen', s.restored().is !== s.state());
}
