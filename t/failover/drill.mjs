// SPDX-License-Identifier: MIT
//
// drill.mjs -- many machines, and one after the other of them breaks.
//
//	clients -> HAProxy -> almoner, almoner -> HAProxy -> PostgreSQL x 3 (Patroni, etcd x 3)
//
// The clients of the ledger (t/ledger/client.mjs) write all the while; after
// each fault the checker (t/ledger/check.c) holds the data of whoever leads now
// against all that they were ever told.  The longest time without an
// acknowledgement is measured, and must be within what is promised.  One half
// of the clients send again what is unknown; the other half leave it, so that
// it can be seen to be whole or not at all.  The last is the control: with
// asynchronous replication acknowledged writes must be seen to be lost.
//
//	unshare -n -- node t/failover/drill.mjs [rounds [seed]]      as root: make failover
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync,
	realpathSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Council, SMALLER, work } from '../ledger/client.mjs';
import { dump, psql } from '../ledger/pg.mjs';
import { Cluster, ask, lives, rest, shipped } from './cluster.mjs';

const almoner = realpathSync(process.env.ALMONER ?? 'build/almoner');
const checker = join(process.env.LEDGER_TOOLS ?? 'build/ledger', 'check');
const rounds = Number(process.argv[2] ?? 1);
const seed = Number(process.argv[3] ?? Date.now() % 1e6);
const only = (process.env.FAILOVER_ONLY ?? '').split(',').filter(Boolean);
const place = realpathSync(mkdtempSync(join(tmpdir(), 'almoner-failover-')));
const FRONT = 18900, APPS = [18901, 18902], CLIENTS = 8, OWNER = 'change-me-4', APP = 'change-me-5';
const SUPER = 'postgres://postgres:change-me-2@';
const began = Date.now();
const children = [], rows = [];
const ledger = join(place, 'ledger'), base = join(place, 'base');
let passed = 0, failed = 0, state = seed * 2654435761 % 2147483647 || 1, passphrase;

const chance = (n) => (state = (state * 48271) % 2147483647) % n;
const log = (text) => console.log(`# ${((Date.now() - began) / 1000).toFixed(1)} s ${text}`);

function check(name, ok, more = '') {
	console.log(`${ok ? 'ok' : 'not ok'} ${name}${ok ? '' : ` ${more}`}`);
	ok ? passed++ : failed++;
	return ok;
}

function run(program, args, env = {}) {
	try {
		return { status: 0, text: execFileSync(program, args,
			{ env: { ...process.env, ...env }, maxBuffer: 1 << 26,
				stdio: ['ignore', 'pipe', 'pipe'] }).toString() };
	} catch (e) {
		return { status: e.status ?? -1, text: `${e.stdout ?? ''}${e.stderr ?? ''}` };
	}
}

// ---- what stands before and beside the cluster -------------------------------------

function start(name, command, ...args) {
	const file = openSync(join(place, `${name}.log`), 'a');
	const child = spawn(command, args, { stdio: ['ignore', file, file] });
	child.gone = new Promise((done) => child.on('exit', done));
	children.push(child);
	return child;
}

function haproxy(name, changes) {
	const at = join(place, name);
	writeFileSync(at, shipped(name, changes));
	return start(name, '/usr/sbin/haproxy', '-db', '-f', at);
}

// A whole application machine: kill() leaves nothing of it.
class App {
	constructor(n) {
		this.name = `app${n + 1}`;
		this.dir = join(place, this.name);
		this.port = APPS[n];
	}

	async start() {
		this.child = start(this.name, almoner, 'serve', '--data', this.dir, '--listen',
			`127.0.0.1:${this.port}`, '--trust-proxy');
		for (let i = 0; i < 400; i++, await rest(50))
			if ((await ask(`http://127.0.0.1:${this.port}/healthz`)).status === 200)
				return;
		throw new Error(`${this.name} does not come up`);
	}

	pids() {
		const of = (pid) => { try {
			const all = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
			return [pid, ...all.trim().split(' ').filter(Boolean)
				.flatMap((p) => of(Number(p)))];
		} catch { return []; } };
		return of(this.child.pid);
	}

	async kill() {
		const pids = this.pids();
		for (const pid of pids)
			try { process.kill(pid, 'SIGKILL'); } catch { /* it went with another */ }
		await this.child.gone;
		while (pids.some(lives))
			await rest(10);
	}

	// Does the clerk who leads live here?
	leads(holder) {
		return this.pids().some((pid) => holder.includes(`.${pid}.`));
	}
}

const cluster = new Cluster(place), apps = [new App(0), new App(1)];
const database = async () => `${SUPER}${(await cluster.leader()).address}/almoner`;
const holder = async () => psql(await database(), `SELECT holder FROM lease WHERE name = 'clerk'
	AND until_ms > extract(epoch FROM clock_timestamp()) * 1000;`).trim();

// ---- a council in it -----------------------------------------------------------------

async function found() {
	const at = await cluster.leader(), dir = join(place, 'made');
	psql(`${SUPER}${at.address}/postgres`, `${readFileSync('packaging/roles.sql', 'utf8')}
		ALTER ROLE almoner_owner PASSWORD '${OWNER}';
		ALTER ROLE almoner_app PASSWORD '${APP}';`);
	psql(`${SUPER}${at.address}/postgres`, `CREATE DATABASE almoner OWNER almoner_owner
		ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;`);
	const address = (who, word) => `postgres://${who}:${word}@127.0.0.1:5432/almoner\n`;
	mkdirSync(dir, { mode: 0o700 });
	writeFileSync(join(dir, 'postgres'), address('almoner_owner', OWNER), { mode: 0o600 });
	const said = run(almoner, ['demo', dir, '--seed', '1', '--requests', '60']);
	passphrase = said.text.match(/\s(\w+-\w+-\w+-\w+)\s/)?.[1];
	if (said.status || !passphrase)
		throw new Error(`no council: ${said.text.slice(-400)}`);
	psql(await database(), SMALLER);
	for (const app of apps) {
		cpSync(dir, app.dir, { recursive: true, filter: (p) => !lstatSync(p).isSocket() });
		writeFileSync(join(app.dir, 'postgres'), address('almoner_app', APP),
			{ mode: 0o600 });
	}
	dump(await database(), join(dir, 'audit.key'), base);
}

// ---- people who work ------------------------------------------------------------------

let people;

function hire() {
	mkdirSync(ledger, { recursive: true });
	const councils = [0, 1].map(() => new Council(`http://127.0.0.1:${FRONT}`, passphrase));
	people = { councils, all: Array.from({ length: CLIENTS }, (_, i) =>
		new Client(councils[i % 2], i + 1, { ledger })) };
	councils[1].resend = false;
}

function begin() {
	const told = { stop: false, journeys: 0 };
	for (const c of people.councils)
		c.times.length = 0;
	people.councils[0].resend = true;
	const before = people.all.map((c) => [c.acknowledged, c.unknown, c.resent]);
	const ends = Promise.all(people.all.map((c) => work(c, told)));
	return {
		told,
		async stop() {
			told.stop = true;
			await ends;
			const sum = (i, of) => people.all.reduce((n, c, k) =>
				n + c[of] - before[k][i], 0);
			const times = people.councils.flatMap((c) => c.times).sort((a, b) => a - b);
			return { times, acknowledged: sum(0, 'acknowledged'),
				unknown: sum(1, 'unknown'), resent: sum(2, 'resent') };
		},
	};
}

// The longest time without an acknowledgement that ends after the fault; for ever, if none came.
function gap(times, from) {
	const gaps = times.map((t, i) => [t, t - times[i - 1]]).slice(1)
		.filter(([t]) => t >= from).map(([, ms]) => ms);
	return gaps.length ? Math.max(...gaps) : Infinity;
}

const numbers = (text) => Object.fromEntries([...text.matchAll(/(\w+)=(\d+)/g)]
	.map((m) => [m[1], Number(m[2])]));

async function verdict() {
	const data = join(place, 'data');
	dump(await database(), join(base, 'audit.key'), data);
	const said = run(checker, ['one', data, base, ledger]);
	return { ...numbers(said.text), fine: said.status === 0, text: said.text.trim() };
}

// ---- one fault ---------------------------------------------------------------------------

async function fault(name, most_s, { make, mend = async () => {}, after_ms = 8000, well = 90000 }) {
	if (only.length && !only.some((o) => name.includes(o)))
		return;
	await cluster.healthy(well);
	const w = begin();
	await rest(4000 + chance(2000));
	const from = Date.now();
	log(`${name}: begins, ${people.councils[0].times.length} acknowledged before it`);
	const more = await make() ?? {};
	// Until they write again, and a while longer.
	for (const end = Date.now() + 90000; Date.now() < end; await rest(100)) {
		const last = people.councils.flatMap((c) => c.times.slice(-40));
		if (Date.now() - from > after_ms &&
			last.filter((t) => t > Date.now() - 1500).length > 5)
			break;
	}
	await mend(more);
	await rest(3000);
	const told = await w.stop();
	const back = await cluster.healthy(well);
	const v = await verdict();
	const longest = gap(told.times, from) / 1000;
	check(`${name}: of ${told.acknowledged} acknowledged (${v.acknowledged} in all) none ` +
		`lost, altered or invented; ${told.unknown} answers unknown, each whole or not ` +
		'at all', v.fine && told.acknowledged > 50, v.text);
	check(`${name}: ${longest.toFixed(1)} s without an acknowledgement, at most ${most_s}`,
		longest <= most_s);
	for (const [claim, ok, why] of more.claims ?? [])
		check(`${name}: ${claim}`, ok, why);
	rows.push([name, told.acknowledged, told.unknown, told.resent,
		v.lost + v.altered + v.ghosts + v.halves + v.broken, longest.toFixed(1), most_s,
		(back / 1000).toFixed(0)]);
	log(`${name}: well again ${(back / 1000).toFixed(1)} s after the last was mended`);
}

// ---- the faults ----------------------------------------------------------------------------

const kill_node = () => fault('kill -9 of the leader\'s machine', 30, {
	async make() {
		const node = await cluster.leader();
		await node.kill();
		return { node };
	},
	mend: async ({ node }) => node.start(),
});

const kill_postgres = () => fault('kill -9 of the leading PostgreSQL', 10, {
	async make() {
		process.kill((await cluster.leader()).postmaster(), 'SIGKILL');
	},
});

const kill_standby = () => fault('kill -9 of the machine of the standby in step', 10, {
	async make() {
		const all = Object.values(await cluster.members());
		const node = cluster.nodes.find((n) => n.name === all
			.find((m) => m.role === 'sync_standby').name);
		await node.kill();
		return { node };
	},
	mend: async ({ node }) => node.start(),
});

const freeze = () => fault('the leader\'s machine frozen for 35 s', 30, {
	async make() {
		const node = await cluster.leader(), pids = node.pids();
		node.signal('SIGSTOP', pids);
		await rest(35000);
		node.signal('SIGCONT', pids);
	},
});

const cut = () => fault('the leader\'s cable pulled for 35 s', 30, {
	async make() {
		const node = await cluster.leader();
		node.cut();
		await rest(35000);
		node.mend();
	},
});

const switchover = () => fault('planned switch of the leader', 5, {
	async make() {
		const before = (await cluster.leader()).name, said = await cluster.switchover();
		const after = (await cluster.leader())?.name;
		return { claims: [[`${before} gave way to ${after}`, said.status === 200 &&
			after !== before, `${said.status} ${said.text}`]] };
	},
});

// Jobs for the clerks: returns of days long gone, each of which may be issued once.
let jobs = 0;
const JOBS = 40, DAY_ONE = 1262347200;

async function put_jobs() {
	psql(await database(), `INSERT INTO job (id, kind, args, state, run_at_ms, user_account,
		unique_key) SELECT 1000000000 + i, 'return.noon', CAST(1000 * CAST(${DAY_ONE} +
		i * 86400 AS bigint) AS text), 1, 1, NULL, 'drill.' || i
		FROM generate_series(${jobs + 1}, ${jobs + JOBS}) AS i;`);
	jobs += JOBS;
}

const job_row = async (text) => psql(await database(), `SELECT ${text} FROM job
	WHERE unique_key LIKE 'drill.%';`).trim().split('|').map(Number);

async function jobs_done(n, most_ms) {
	for (const end = Date.now() + most_ms; Date.now() < end; await rest(50))
		if ((await job_row('count(*) FILTER (WHERE state = 3)'))[0] >= n)
			return true;
	return false;
}

// None lost, none with two effects; begun twice only what the dead clerk had in hand.
async function jobs_claim() {
	const ended = await jobs_done(jobs, 150000);
	const [all, done, twice] = await job_row(`count(*), count(*) FILTER (WHERE state = 3
		AND message IN ('Issued', 'It was issued before')),
		count(*) FILTER (WHERE tries > 1)`);
	const [issued, days, trail] = psql(await database(), `WITH mine AS (
		SELECT id, for_day FROM issued_return
		 WHERE as_at_ms < 1000 * CAST(${DAY_ONE} + 86400 * 1000 AS bigint))
		SELECT (SELECT count(*) FROM mine), (SELECT count(DISTINCT for_day) FROM mine),
		(SELECT count(*) FROM audit WHERE verb = 'return.issue'
			AND thing_id IN (SELECT id FROM mine));`).trim().split('|').map(Number);
	const said = `${all} jobs, ${done} done, ${twice} begun twice; ${issued} returns of ` +
		`${days} days, ${trail} in the trail`;
	const fine = [done, all, issued, days, trail].every((n) => n === jobs);
	return [`no job lost, none done twice: ${said}`,
		ended && fine && twice <= jobs / JOBS, said];
}

// The one whose clerk leads, in the middle of his jobs: the other's must follow him.
const kill_app = () => fault('kill -9 of the application machine whose clerk leads', 5, {
	async make() {
		const was = await holder(), app = apps.find((a) => a.leads(was));
		if (!app)
			return { claims: [['its clerk leads', false, was]] };
		await put_jobs();
		await jobs_done(jobs - JOBS + 6, 30000);
		await app.kill();
		const from = Date.now();
		const [before] = await job_row('count(*) FILTER (WHERE state = 3)');
		let now = was;
		for (; (now === was || !now) && Date.now() - from < 20000; await rest(100))
			now = await holder();
		const took = (Date.now() - from) / 1000;
		const another = now !== was && now !== '' && !app.leads(now);
		return { app, claims: [[`another clerk leads after ${took.toFixed(1)} s, at most ` +
			`10, and goes on with ${jobs - before} jobs`,
		another && took <= 10 && before < jobs, `${now} ${before}`], await jobs_claim()] };
	},
	mend: async ({ app }) => app?.start(),
});

// ---- the control ------------------------------------------------------------------------------

async function control() {
	await cluster.healthy(90000);
	await cluster.settle({ synchronous_mode: false, synchronous_mode_strict: false });
	await cluster.healthy(60000, 0);
	const w = begin();
	await rest(4000);
	// (Frozen receivers would still find in their sockets what the leader had sent, and
	// the system of a killed leader goes on sending: so it is the cables.)
	const node = await cluster.leader(), others = cluster.nodes.filter((n) => n !== node);
	for (const n of others)
		n.cut();
	await rest(700);
	node.cut();
	await node.kill();
	for (const n of others)
		n.mend();
	for (let i = 0; i < 600 && !await cluster.leader().then((l) => l && l !== node); i++)
		await rest(100);
	await rest(8000);
	const told = await w.stop();
	node.mend();
	node.start();
	await cluster.healthy(120000, 0);
	const v = await verdict();
	check(`control: with asynchronous replication ${v.lost} findings of lost writes are seen`,
		v.lost > 0, v.text);
	rows.push(['control: asynchronous, standbys cut off for 0.7 s, the leader killed',
		told.acknowledged, told.unknown, told.resent,
		v.lost + v.altered + v.ghosts + v.halves, '-', '-', '-']);
}

// ---- all of it ----------------------------------------------------------------------------------

const HEADS = ['fault', 'acknowledged', 'answers unknown', 'sent again', 'found wrong',
	'longest gap, s', 'promised, s', 'whole again, s'];

function measured() {
	const commit = run('git', ['rev-parse', '--short', 'HEAD']).text.trim();
	const day = new Date().toISOString().slice(0, 10);
	return `<!-- SPDX-License-Identifier: MIT -->
# Many machines, and one after the other breaks

\`make failover ROUNDS=${rounds} SEED=${seed}\`, ${day}, commit ${commit}, ${cpus()[0].model} x ${
	cpus().length}, ${Math.round((Date.now() - began) / 1000)} s.
${cluster.versions()}.

Three database machines (etcd, Patroni, PostgreSQL, each in a network namespace), two
\`almoner serve\`, HAProxy before both, all on one computer; ${CLIENTS} clients
write through the front. Configurations: \`packaging/cluster\`.

| ${HEADS.join(' | ')} |
${HEADS.map(() => '|---').join('')}|
${rows.map((r) => `| ${r.join(' | ')} |`).join('\n')}

Found wrong: lost, altered, invented, half done, or a break in the audit chain, of all that was
acknowledged up to then. The control must be found wrong. Longest gap: without an acknowledgement
to any client. Whole again: from the last mending until three machines run, one in step with the
leader.
How it is done: \`t/failover/drill.mjs\`.
`;
}

async function all() {
	chmodSync(place, 0o755);
	log(`seed ${seed}, in ${place}`);
	log(`the cluster is up after ${await cluster.start()} ms: ${cluster.versions()}`);
	haproxy('haproxy-postgres.cfg', []);
	haproxy('haproxy-almoner.cfg', [[':443 ssl crt /etc/haproxy/brokerage.pem alpn h2,http/1.1',
		`127.0.0.1:${FRONT}`], ['10.0.0.11:8080', `127.0.0.1:${APPS[0]}`],
	['10.0.0.12:8080', `127.0.0.1:${APPS[1]}`]]);
	await rest(3000);
	await found();
	log('a council is in it');
	for (const app of apps)
		await app.start();
	await rest(2500);
	hire();
	for (let i = 0; i < rounds; i++)
		for (const one of [kill_postgres, switchover, kill_app, kill_standby, kill_node,
			freeze, cut])
			await one();
	const own = run(almoner, ['check', '--data', apps[0].dir]);
	check('the program\'s own check of its laws and its audit trail', own.status === 0,
		own.text.split('\n').filter((l) => !l.startsWith('ok')).join(' '));
	if (!only.length || only.includes('control'))
		await control();
}

async function tidy() {
	for (const app of apps)
		if (app.child)
			await app.kill();
	for (const child of children)
		if (child.exitCode === null && child.signalCode === null)
			child.kill('SIGKILL');
	await cluster.end();
	if (!process.env.FAILOVER_KEEP)
		rmSync(place, { recursive: true, force: true });
}

for (const name of ['SIGINT', 'SIGTERM'])
	process.on(name, () => tidy().finally(() => process.exit(1)));
try {
	await all();
} catch (e) {
	const said = apps.map((a) => join(place, `${a.name}.log`)).filter(existsSync)
		.map((at) => readFileSync(at, 'utf8').slice(-1500));
	check('the run', false, `${e.stack}\n${cluster.logs()}\n${said.join('\n--\n')}`);
} finally {
	await tidy();
}
if (process.env.FAILOVER_WRITE && !only.length)
	writeFileSync(process.env.FAILOVER_WRITE, measured());
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
