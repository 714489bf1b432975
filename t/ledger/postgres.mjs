// SPDX-License-Identifier: MIT
//
// postgres.mjs -- the same promise for a council on PostgreSQL: a server of its
// own in a temporary folder, with the settings that a council has (every commit
// synced), while roles of ours and processes of the server's are killed.
//
//	postmaster   kill -9 of the server, which is started again at once
//	all          kill -9 of all its processes at one blow
//	backend      kill -9 of one session's process: the server recovers by itself
//	restart      the clean one, sessions ended by the server
//	clock        ours goes forward and back; the server's stays
//
// The control: without waiting for the log (synchronous_commit = off) a kill of
// all its processes must be seen to lose what was acknowledged.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync,
	writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, psql } from './pg.mjs';

const rest = (ms) => new Promise((r) => setTimeout(r, ms));
const lives = (pid) => existsSync(`/proc/${pid}/exe`);

class Server {
	constructor(dir) {
		this.dir = dir;
		this.bin = execFileSync('pg_config', ['--bindir']).toString().trim();
		this.as = process.getuid() === 0
			? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : [];
		mkdirSync(dir, { recursive: true });
		chmodSync(dir, 0o755);
		if (this.as.length)
			execFileSync('chown', ['postgres', dir]);
	}

	program(name, ...args) {
		const [first, ...more] = [...this.as, join(this.bin, name), ...args];
		return execFileSync(first, more,
			{ cwd: this.dir, stdio: ['ignore', 'pipe', 'pipe'] });
	}

	make() {
		this.program('initdb', '-D', 'data', '-E', 'UTF8', '--locale=C', '-A', 'trust',
			'-U', 'postgres', '--data-checksums');
	}

	// An address of one of its databases, for one of its roles.
	address(role, database) {
		return `postgres://${role}@${this.dir.replaceAll('/', '%2F')}/${database}`;
	}

	ask(text, database = 'almoner') {
		return psql(this.address('postgres', database), text).trim();
	}

	// Those whom it left may still hold its memory for a moment: it is tried again.
	async start() {
		for (let tries = 0; tries < 100; tries++, await rest(50)) {
			const log = openSync(join(this.dir, 'log'), 'a');
			const settings = ['listen_addresses=',
				`unix_socket_directories=${this.dir}`, 'fsync=on',
				'synchronous_commit=on', 'wal_writer_delay=10s'];
			const [first, ...more] = [...this.as, join(this.bin, 'postgres'),
				'-D', 'data', ...settings.flatMap((s) => ['-c', s])];
			const child = spawn(first, more,
				{ cwd: this.dir, stdio: ['ignore', log, log] });
			closeSync(log);
			this.pid = child.pid;
			let ended = false;
			child.on('exit', () => { ended = true; });
			for (let i = 0; i < 400 && !ended; i++, await rest(25))
				try {
					return this.ask('SELECT 1', 'postgres');
				} catch { /* not yet */ }
		}
		throw new Error(`the server does not start: ${readFileSync(join(this.dir, 'log'),
			'utf8').slice(-500)}`);
	}

	// It recovers by itself after the death of a session's process.
	async ready() {
		for (let i = 0; i < 1200; i++, await rest(25))
			try {
				return this.ask('SELECT 1', 'postgres');
			} catch { /* not yet */ }
		throw new Error('the server does not recover');
	}

	children() {
		try {
			const at = `/proc/${this.pid}/task/${this.pid}/children`;
			return readFileSync(at, 'utf8').trim().split(' ').filter(Boolean)
				.map(Number);
		} catch { return []; }
	}

	// all: its children at the same blow; else they see that it is gone, and go.
	async kill(all) {
		const children = this.children();
		for (const pid of [this.pid, ...all ? children : []])
			try { process.kill(pid, 'SIGKILL'); } catch { /* it was gone */ }
		for (let i = 0; i < 400 && [this.pid, ...children].some(lives); i++)
			await rest(10);
	}

	session(n) {
		const pids = this.ask(`SELECT pid FROM pg_stat_activity
			WHERE usename = 'almoner_app'`).split('\n').filter(Boolean);
		return Number(pids[n % Math.max(1, pids.length)]);
	}

	async restart() {
		process.kill(this.pid, 'SIGINT');
		for (let i = 0; i < 1000 && lives(this.pid); i++)
			await rest(10);
		await this.start();
	}
}

// A council in a database of the server; what t/ledger knows of it is in h.
function council(h, server) {
	const dir = join(h.place, 'pg-council');
	server.ask(readFileSync('packaging/roles.sql', 'utf8'), 'postgres');
	server.ask(`CREATE DATABASE almoner OWNER almoner_owner ENCODING 'UTF8' LC_COLLATE 'C'
		LC_CTYPE 'C' TEMPLATE template0`, 'postgres');
	mkdirSync(dir, { mode: 0o700 });
	writeFileSync(join(dir, 'postgres'), `${server.address('almoner_owner', 'almoner')}\n`);
	const said = h.run(h.almoner, ['demo', dir, '--seed', '1', '--requests', '60']);
	const passphrase = said.text.match(/\s(\w+-\w+-\w+-\w+)\s/)?.[1];
	if (said.status || !passphrase)
		throw new Error(`no council: ${said.text.slice(-300)}`);
	server.ask(h.SMALLER);
	writeFileSync(join(dir, 'postgres'), `${server.address('almoner_app', 'almoner')}\n`);
	return { dir, passphrase };
}

const KINDS = ['worker', 'postmaster', 'door', 'backend', 'supervisor', 'clock', 'all', 'clerk',
	'restart', 'supervisor', 'scribe'];
const SHIFTS = [3600, -86400, 7 * 86400, 0];

export async function postgres(h) {
	chmodSync(h.place, 0o711);           // the server may run as another
	const server = new Server(join(h.place, 'pg'));
	server.make();
	await server.start();
	try {
		await faults(h, server);
	} finally {
		await server.kill(true);
	}
}

async function faults(h, server) {
	const { dir, passphrase } = council(h, server), key = join(dir, 'audit.key');
	const base = join(h.place, 'pg-base'), data = join(h.place, 'pg-data');
	const ledger = join(h.place, 'pg.led'), done = {};
	const see = async () => {
		await server.ready();
		dump(server.address('postgres', 'almoner'), key, data);
		const said = h.run(h.checker, ['one', data, base, ledger]);
		return { ...h.numbers(said.text), ok: said.status === 0, why: said.text };
	};
	dump(server.address('postgres', 'almoner'), key, base);
	const served = new h.Served(dir);
	const at = h.clients(await served.start(), ledger, h.many.clients, undefined, passphrase);
	let v, bad = 0, n = 0;
	for (let i = 0; i < h.many.server && !(i % KINDS.length === 0 && h.over()); i++) {
		const kind = KINDS[i % KINDS.length];
		await rest(700 + h.chance(500));
		if (kind === 'postmaster' || kind === 'all') {
			await server.kill(kind === 'all');
			await server.start();
		} else if (kind === 'backend') {
			await server.ready();
			process.kill(server.session(h.chance(100)), 'SIGKILL');
		} else if (kind === 'restart') {
			await server.restart();
		} else if (kind === 'clock') {
			served.shift(SHIFTS[done.clock % SHIFTS.length || 0]);
		} else {
			served.kill(kind);
		}
		done[kind] = (done[kind] ?? 0) + 1;
		n = i + 1;
		if (kind !== 'supervisor')
			continue;
		await served.end();
		v = await see();
		bad += !v.ok;
		at.council.base = await served.start();
	}
	await rest(2500);
	await at.stop();
	v = await see();
	h.add(v);
	const resent = at.all.reduce((n, c) => n + c.resent, 0);
	const own = h.run(h.almoner, ['check', '--data', dir]);
	h.check(`PostgreSQL: ${JSON.stringify(done)} killed (${v.acknowledged} acknowledged, ` +
		`${v.unknown} unknown, ${resent} sent again)`, v.ok && !bad && resent > 0 &&
		v.acknowledged > 5 * n, v.why);
	h.check('PostgreSQL: its laws and its audit trail', own.status === 0,
		own.text.split('\n').filter((l) => !l.startsWith('ok')).join(' '));
	h.row('PostgreSQL: kill -9 of roles, of the server, of sessions; restart; clock',
		n, v);
	await controls(h, server, see, (n) => h.clients(at.council.base, ledger, n, undefined,
		passphrase));
	await served.end();
}

// Killed in the middle of the work: somebody was told just now.  The server may have written
// its log at that very moment, for another reason; then it is killed once more.
async function killed_at_work(server, see, hire, n) {
	const at = hire(n), times = at.council.times;
	for (let i = 0; i < 1500 && !(times.length > 20 && Date.now() - times.at(-1) < 50); i++)
		await rest(20);
	await server.kill(true);
	await at.stop();
	await server.start();
	return see();
}

async function controls(h, server, see, hire) {
	let v = { lost: 0 }, kills = 0;
	server.ask('ALTER ROLE almoner_app SET synchronous_commit = off');
	await server.restart();
	for (; kills < 4 && !v.lost; kills++)
		v = await killed_at_work(server, see, hire, h.many.clients);
	h.control(`PostgreSQL with synchronous_commit = off, killed (${v.lost} lost)`, v.lost > 0);
	h.row('control: PostgreSQL with synchronous_commit = off, killed', kills, v);
}
