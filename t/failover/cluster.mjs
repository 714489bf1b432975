// SPDX-License-Identifier: MIT
//
// cluster.mjs -- three database machines, each a network namespace with etcd,
// Patroni and PostgreSQL, and a cable to a switch; what can be done to one.
//
//	n1 10.0.0.1   n2 10.0.0.2   n3 10.0.0.3      alm-sw 10.0.0.254: this side
//
// It runs in a network namespace of its own (`unshare -n`), so that nothing of
// the machine's network is touched, and addresses and ports are those of the
// configurations in packaging/cluster, which are used as they stand: only where
// files lie is put in.  A process is found by the namespace that it is in.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';

export const rest = (ms) => new Promise((r) => setTimeout(r, ms));
const as_postgres = ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'];
const sh = (command, ...args) => execFileSync(command, args,
	{ stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 }).toString();
const quietly = (command, ...args) => { try { return sh(command, ...args); } catch { return ''; } };
export function lives(pid) {
	try { process.kill(pid, 0); } catch { return false; }
	return true;
}

// The configuration as it is shipped; each change must find its place.
export function shipped(name, changes) {
	let text = readFileSync(join('packaging/cluster', name), 'utf8');
	for (const [what, by] of changes) {
		if (!text.includes(what))
			throw new Error(`packaging/cluster/${name} has no "${what}"`);
		text = text.replaceAll(what, by);
	}
	return text;
}

export function ask(url, { method = 'GET', body, patience = 3000 } = {}) {
	return new Promise((done) => {
		const r = http.request(url, { method, agent: false,
			headers: body ? { 'content-type': 'application/json' } : {} }, (reply) => {
			let text = '';
			reply.on('data', (d) => { text += d; });
			reply.on('error', () => done({ status: 0, text: '' }));
			reply.on('end', () => done({ status: reply.statusCode, text }));
		});
		r.setTimeout(patience, () => r.destroy(new Error('late')));
		r.on('error', () => done({ status: 0, text: '' }));
		r.end(body);
	});
}

const led_by = (members) => Object.values(members).find((m) => m.role === 'leader')?.name;

function well(members, synchronous) {
	const all = Object.values(members);
	const count = (role) => all.filter((m) => m.role === role).length;
	return all.length === 3 && count('leader') === 1 && count('sync_standby') === synchronous &&
		all.every((m) => ['running', 'streaming'].includes(m.state) &&
		m.timeline === all[0].timeline && (m.role === 'leader' || m.lag === 0));
}

class Node {
	constructor(place, n) {
		this.n = n;
		this.name = `n${n}`;
		this.space = `alm-n${n}`;
		this.cable = `alm-v${n}`;
		this.address = `10.0.0.${n}`;
		this.dir = join(place, this.name);
	}

	plug() {
		for (const pid of this.pids())          // of a run that was killed
			process.kill(pid, 'SIGKILL');
		quietly('ip', 'netns', 'del', this.space);
		sh('ip', 'netns', 'add', this.space);
		sh('ip', 'link', 'add', this.cable, 'type', 'veth', 'peer', 'name', 'eth0',
			'netns', this.space);
		sh('ip', 'link', 'set', this.cable, 'master', 'alm-sw', 'up');
		sh('ip', '-n', this.space, 'addr', 'add', `${this.address}/24`, 'dev', 'eth0');
		sh('ip', '-n', this.space, 'link', 'set', 'eth0', 'up');
		sh('ip', '-n', this.space, 'link', 'set', 'lo', 'up');
	}

	cut() { sh('ip', 'link', 'set', this.cable, 'down'); }
	mend() { sh('ip', 'link', 'set', this.cable, 'up'); }

	pids() {
		return quietly('ip', 'netns', 'pids', this.space).split('\n').filter(Boolean)
			.map(Number);
	}

	signal(name, pids = this.pids()) {
		for (const pid of pids)
			try { process.kill(pid, name); } catch { /* it ended meanwhile */ }
	}

	// All that it runs, at one blow.
	async kill() {
		for (let i = 0; i < 100 && this.pids().length; i++) {
			this.signal('SIGKILL');
			await rest(20);
		}
	}

	postmaster() {
		return Number(readFileSync(join(this.dir, 'data/postmaster.pid'), 'utf8')
			.split('\n')[0]);
	}

	configure() {
		const own = (text) => text.replace(/^name: n1$/m, `name: ${this.name}`)
			.replace(/^(\s*[a-z_-]+: (?:http:\/\/)?)10\.0\.0\.1:/gm,
				`$1${this.address}:`);
		mkdirSync(this.dir, { recursive: true });
		writeFileSync(join(this.dir, 'etcd.yml'), own(shipped('etcd.yml', [
			['/var/lib/etcd/almoner', join(this.dir, 'etcd')]])));
		writeFileSync(join(this.dir, 'patroni.yml'), own(shipped('patroni.yml', [
			['/var/lib/postgresql/15/almoner', join(this.dir, 'data')],
			['/var/lib/postgresql/pgpass', join(this.dir, 'pgpass')],
			['/var/run/postgresql', this.dir]])));
		sh('chown', '-R', 'postgres', this.dir);
	}

	run(...command) {
		const log = openSync(join(this.dir, `${command[0]}.log`), 'a');
		spawn('ip', ['netns', 'exec', this.space, ...as_postgres, ...command],
			{ cwd: this.dir, stdio: ['ignore', log, log] }).on('error', () => {});
	}

	start() {
		this.run('etcd', '--config-file', join(this.dir, 'etcd.yml'));
		this.run('patroni', join(this.dir, 'patroni.yml'));
	}
}

export class Cluster {
	constructor(place) {
		this.nodes = [1, 2, 3].map((n) => new Node(place, n));
	}

	async start() {
		sh('ip', 'link', 'set', 'lo', 'up');
		sh('ip', 'link', 'add', 'alm-sw', 'type', 'bridge');
		sh('ip', 'addr', 'add', '10.0.0.254/24', 'dev', 'alm-sw');
		sh('ip', 'link', 'set', 'alm-sw', 'up');
		for (const n of this.nodes) {
			n.plug();
			n.configure();
			n.start();
		}
		return this.healthy(60000);
	}

	async end() {
		for (const n of this.nodes) {
			n.signal('SIGCONT');
			await n.kill();
			quietly('ip', 'netns', 'del', n.space);
			if (!process.env.FAILOVER_KEEP)
				rmSync(n.dir, { recursive: true, force: true });
		}
	}

	// What each node that answers says: { n1: { role, state } ... }
	async answers() {
		const said = await Promise.all(this.nodes.map((n) =>
			ask(`http://${n.address}:8008/cluster`)));
		return said.filter((r) => r.status === 200).map((r) => Object.fromEntries(
			JSON.parse(r.text).members.map((m) => [m.name, m])));
	}

	// As two of them tell it: one that was cut off says for a while what it knew before.
	async members() {
		const all = await this.answers();
		const agree = (a) => all.filter((b) => led_by(b) === led_by(a)).length >= 2;
		return all.find(agree) ?? {};
	}

	async leader() {
		const name = led_by(await this.members());
		return this.nodes.find((n) => n.name === name);
	}

	// All three run and agree who leads, on one timeline, with so many in step with him; and
	// it is still so a while later, for who comes back may upset the others once more.
	async healthy(most_ms, synchronous = 1) {
		const began = Date.now();
		let since = 0;
		for (; Date.now() - began < most_ms; await rest(500)) {
			const all = await this.answers();
			const fine = all.length === 3 && all.every((a) => well(a, synchronous) &&
				led_by(a) === led_by(all[0]));
			since = fine ? since || Date.now() : 0;
			if (since && Date.now() - since >= 2000)
				return since - began;
		}
		throw new Error(`the cluster is not well: ${JSON.stringify(await this.answers())}`);
	}

	async switchover() {
		const all = Object.values(await this.members());
		const leader = all.find((m) => m.role === 'leader').name;
		const candidate = all.find((m) => m.role === 'sync_standby').name;
		const at = this.nodes.find((n) => n.name === leader).address;
		return ask(`http://${at}:8008/switchover`, { method: 'POST', patience: 60000,
			body: JSON.stringify({ leader, candidate }) });
	}

	async settle(settings) {
		const at = (await this.leader()).address;
		return ask(`http://${at}:8008/config`, { method: 'PATCH',
			body: JSON.stringify(settings) });
	}

	versions() {
		const first = (...command) => quietly(...command).split('\n')[0].trim();
		return [first('patroni', '--version'), first('etcd', '--version'),
			first('/usr/lib/postgresql/15/bin/postgres', '--version'),
			first('haproxy', '-v')].join('; ');
	}

	logs(lines = 15) {
		return this.nodes.map((n) => ['etcd', 'patroni'].map((w) => {
			const at = join(n.dir, `${w}.log`);
			return existsSync(at) ? `-- ${n.name} ${w}\n${readFileSync(at, 'utf8')
				.split('\n').slice(-lines).join('\n')}` : '';
		}).join('\n')).join('\n');
	}
}
