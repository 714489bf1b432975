/* SPDX-License-Identifier: MIT */
/*
 * run.mjs -- what a council publishes as open contracting data, against the
 * standard's own JSON schemas (1.1.5), and what the schemas cannot say: that
 * references lead somewhere, dates go forward, and sealed things are in none.
 *
 * The schemas are of draft 4 of JSON Schema; the validator (ajv) reads a later
 * one, in which `id` is `$id`: nothing else of what they use is different.
 */
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../..", import.meta.url).pathname;
const almoner = process.env.ALMONER ?? join(root, "build/almoner");
const npm = process.env.ALM_NPM ?? join(root, "build/npm");
const Ajv = createRequire(join(npm, "package.json"))("ajv");
const AT = "https://standard.open-contracting.org/schema/1__1__5/";
const PORT = process.env.OCDS_PORT ?? "24071";
let passed = 0, failed = 0;

function ok(name, claim, got = "") {
	console.log(claim ? `ok ${name}` : `not ok ${name}: ${String(got).slice(0, 300)}`);
	if (claim)
		passed++;
	else
		failed++;
}

/* ---- the schemas ------------------------------------------------------------------ */

const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true });

ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
ajv.addFormat("uri", (s) => URL.canParse(s));
for (const name of ["release", "release-package", "record-package"]) {
	const schema = read(join(root, `t/fixtures/ocds/${name}-schema.json`));

	delete schema.id;
	delete schema.$schema;
	/* Of a record we give releases whole, never as versions. */
	const text = JSON.stringify(schema)
		.replaceAll(`"${AT}versioned-release-validation-schema.json"`,
			`"${AT}release-schema.json"`);
	ajv.addSchema(JSON.parse(text), `${AT}${name}-schema.json`);
}

function faults(name, data) {
	const valid = ajv.getSchema(`${AT}${name}-schema.json`);

	return valid(data) ? [] : valid.errors.map((e) => `${e.instancePath} ${e.message}`);
}

/* ---- what no schema says ------------------------------------------------------------ */

function linked(r) {
	const parties = new Set(r.parties.map((p) => p.id));
	const lots = new Set((r.tender.lots ?? []).map((l) => l.id));
	const awards = new Set((r.awards ?? []).map((a) => a.id));
	const lost = [];

	for (const p of [r.buyer, ...(r.awards ?? []).flatMap((a) => a.suppliers ?? [])])
		if (!parties.has(p.id))
			lost.push(`party ${p.id}`);
	for (const id of (r.awards ?? []).flatMap((a) => a.relatedLots))
		if (!lots.has(id))
			lost.push(`lot ${id}`);
	for (const c of r.contracts ?? [])
		if (!awards.has(c.awardID))
			lost.push(`award ${c.awardID}`);
	return lost;
}

const deep = (x) => JSON.parse(JSON.stringify(x));

/* ---- over HTTP ----------------------------------------------------------------------- */

async function served(dir, work) {
	const child = spawn(almoner, ["serve", "--data", dir, "--listen", `127.0.0.1:${PORT}`],
		{ stdio: "ignore" });

	try {
		for (let i = 0; i < 100; i++) {
			try {
				if ((await fetch(`http://127.0.0.1:${PORT}/readyz`)).ok)
					break;
			} catch {
				/* Not yet. */
			}
			await new Promise((go) => setTimeout(go, 100));
		}
		await work((path) => fetch(`http://127.0.0.1:${PORT}${path}`));
	} finally {
		child.kill("SIGTERM");
		await new Promise((go) => child.on("exit", go));
	}
}

const work = mkdtempSync(join(tmpdir(), "almoner-ocds-"));

try {
	const dir = join(work, "council"), file = join(work, "releases.json");

	execFileSync(almoner, ["demo", dir, "--size", "small"]);
	execFileSync(almoner, ["export", "ocds", "--data", dir, file]);
	const pack = read(file), tags = pack.releases.flatMap((r) => r.tag);

	ok("the package is of the standard", faults("release-package", pack).length === 0,
		faults("release-package", pack));
	for (const tag of ["planning", "tender", "tenderAmendment", "award", "contract"])
		ok(`a release tells of: ${tag}`, tags.includes(tag), tags);
	ok("references lead somewhere", pack.releases.flatMap(linked).length === 0,
		pack.releases.flatMap(linked));
	ok("ids are used once", new Set(pack.releases.map((r) => r.id)).size ===
		pack.releases.length);
	ok("dates go forward", pack.releases.every((r, i) =>
		i === 0 || r.date >= pack.releases[i - 1].date));
	const plan = pack.releases.find((r) => r.tag.includes("planning"));
	ok("a plan has its reason and its budget, and no documents yet",
		plan?.planning.rationale && plan.planning.budget.amount.currency === "GBP" &&
		plan.tender.status === "planned" && !plan.tender.documents);
	const call_off = pack.releases.find((r) => r.relatedProcesses);
	ok("a call-off names its framework", call_off?.relatedProcesses[0].scheme === "ocid" &&
		call_off.relatedProcesses[0].relationship[0] === "framework" &&
		call_off.tender.procurementMethod === "limited");
	ok("nobody who lost is in it",
		pack.releases.every((r) => r.parties.every((p) =>
			p.roles.includes("buyer") || p.roles.includes("supplier"))));

	/* Controls: each must be found. */
	const spoil = (change) => {
		const copy = deep(pack);

		change(copy.releases[0], copy);
		return faults("release-package", copy).length > 0 ||
			copy.releases.flatMap(linked).length > 0;
	};
	ok("a release without an id is found (control)", spoil((r) => delete r.id));
	ok("a wrong kind of amount is found (control)",
		spoil((r) => { r.tender.value.amount = "850000"; }));
	ok("a date that is none is found (control)",
		spoil((r) => { r.date = "5 August 2026"; }));
	ok("a budget that is no amount is found (control)", spoil((r, p) => {
		p.releases.find((x) => x.planning).planning.budget.amount = 850000;
	}));
	ok("a tag that is none is found (control)", spoil((r) => { r.tag = ["published"]; }));
	ok("a buyer that is nowhere is found (control)", spoil((r) => { r.buyer.id = "x"; }));

	await served(dir, async (get) => {
		const paged = await (await get("/ocds.json")).json();
		const record = await (await get("/opportunities/1/ocds.json")).json();

		ok("the same is at /ocds.json", JSON.stringify(paged.releases) ===
			JSON.stringify(pack.releases));
		ok("a record is of the standard", faults("record-package", record).length === 0,
			faults("record-package", record));
		ok("its compiled release is complete",
			record.records[0].compiledRelease.tender.status === "complete" &&
			record.records[0].compiledRelease.tag[0] === "compiled");
		delete record.records[0].ocid;
		ok("a record without an ocid is found (control)",
			faults("record-package", record).length > 0);
		ok("page 2 is empty", (await (await get("/ocds.json?page=2")).json())
			.releases.length === 0);
		ok("page 0 is none", (await get("/ocds.json?page=0")).status === 404);
	});
} catch (e) {
	ok("the run", false, e.stack);
} finally {
	rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
