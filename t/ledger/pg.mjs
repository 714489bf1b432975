// SPDX-License-Identifier: MIT
//
// pg.mjs -- what the checker reads of a council on PostgreSQL: the tables of
// check.sql, of one moment, as a SQLite file beside a copy of the audit's key.
//
// The rows are taken with psql and the file is made with sqlite3: no code of the
// program's comes between the data and the checker.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const MOST = 1 << 30;

export function psql(address, text, { env = {}, timeout = 60000 } = {}) {
	return execFileSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d',
		address], { input: text, maxBuffer: MOST, timeout, stdio: ['pipe', 'pipe', 'pipe'],
		env: { ...process.env, PGCONNECT_TIMEOUT: '5', ...env } }).toString();
}

const tables = () => [...new Set([...readFileSync('t/ledger/check.sql', 'utf8')
	.matchAll(/\b[db]\.([a-z_]+)/g)].map((m) => m[1]))];

// A value as SQLite reads it, made by the server.
const forms = {
	bytea: (c) => `'X''' || encode("${c}", 'hex') || ''''`,
	text: (c) => `'''' || replace("${c}", '''', '''''') || ''''`,
};
const value = (c, type) =>
	`coalesce(${forms[type]?.(c) ?? `CAST("${c}" AS text)`}, 'NULL')`;
const kind = { bigint: 'INTEGER', integer: 'INTEGER', text: 'TEXT', bytea: 'BLOB' };

// What check.sql looks for, again and again.
const sought = [['audit', 'id'], ['submission', 'key'], ['person', 'family_name'],
	['request', 'person'], ['request', 'id'], ['step', 'request'], ['offer', 'note'],
	['award', 'reason'], ['placement', 'award'], ['element', 'placement'],
	['embargo', 'reason']];

// key: the file of the audit's key; out: a directory that is made anew.
export function dump(address, key, out, how = {}) {
	const wanted = tables();
	const columns = psql(address, `SELECT table_name, column_name, data_type
		FROM information_schema.columns WHERE table_schema = 'public'
		ORDER BY table_name, ordinal_position;`, how).trim().split('\n')
		.map((l) => l.split('|'));
	const made = [], rows = [];
	for (const t of wanted) {
		const of = columns.filter(([table]) => table === t);
		if (!of.length)
			throw new Error(`check.sql reads ${t}, which is no table`);
		made.push(`CREATE TABLE ${t} (${of.map(([, c, k]) =>
			`"${c}" ${kind[k]}`).join(', ')});`);
		rows.push(`SELECT 'INSERT INTO ${t} VALUES (' || ${of.map(([, c, k]) =>
			value(c, k)).join(` || ',' || `)} || ');' FROM ${t};`);
	}
	const text = psql(address, `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
${rows.join('\n')} COMMIT;`, how);
	rmSync(out, { recursive: true, force: true });
	mkdirSync(out, { recursive: true });
	copyFileSync(key, join(out, 'audit.key'));
	execFileSync('sqlite3', ['-bail', join(out, 'almoner.db')], { maxBuffer: MOST,
		input: `PRAGMA journal_mode = OFF;\nBEGIN;\n${made.join('\n')}\n${text}\n${
			sought.map(([t, c]) => `CREATE INDEX ${t}_${c} ON ${t} (${c});`).join('\n')
		}\nCOMMIT;\n` });
}
