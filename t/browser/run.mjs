/* SPDX-License-Identifier: MIT */
/*
 * run.mjs -- the main journeys in a real browser, on an invented council:
 * with the keyboard alone, without scripts, on a telephone's width, in print;
 * and every page of every role through axe and html-validate (crawl.mjs).
 *
 * A control stands beside each claim that could be empty.
 */
import { axe_of, crawl, html_faults, too_wide } from "./crawl.mjs";
import { browser_open, council_open, page_of } from "./council.mjs";

let passed = 0, failed = 0;

function ok(claim, name, got = "") {
	console.log(`${claim ? "ok" : "not ok"} ${name}${claim ? "" : ` (got ${got})`}`);
	if (claim)
		passed++;
	else
		failed++;
}

/* ---- the keyboard ------------------------------------------------------------- */

/* What has the focus: its words, its name, and whether one can see that it has it. */
const focused = (page) => page.evaluate(() => {
	const e = document.activeElement, style = getComputedStyle(e);
	const label = e.labels?.[0]?.innerText ?? e.getAttribute("aria-label") ?? "";

	return { tag: e.tagName, name: e.name ?? "", value: e.value ?? "",
		words: (e.innerText || label).trim(),
		seen: style.outlineStyle !== "none" && style.outlineWidth !== "0px" ||
			style.boxShadow !== "none" ||
			/* Radios and checkboxes draw their ring beside themselves. */
			/radio|checkbox/.test(e.type ?? "") &&
				getComputedStyle(e.labels[0], "::before").boxShadow !== "none" };
});

let unseen = [];

/* Tab until `is` holds of what has the focus; never a mouse. */
async function tab_to(page, is, what) {
	for (let i = 0; i < 250; i++) {
		await page.keyboard.press("Tab");
		const at = await focused(page);

		if (at.tag !== "BODY" && !at.seen)
			unseen.push(`${at.tag} ${at.name} ${at.words}`);
		if (is(at))
			return at;
	}
	throw new Error(`the keyboard never came to ${what} on ${page.url()}`);
}

const to_words = (page, words) => tab_to(page, (at) => at.words === words ||
	at.words.startsWith(words), words);
const to_name = (page, name) => tab_to(page, (at) => at.name === name, name);

async function go(page, words) {
	await to_words(page, words);
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

async function fill(page, name, text) {
	await to_name(page, name);
	await page.keyboard.type(text);
}

async function tick(page, name, value) {
	await tab_to(page, (at) => at.name === name && at.value === value, `${name}=${value}`);
	await page.keyboard.press("Space");
}

async function keyboard_sign_in(browser, council, email) {
	const page = await page_of(browser, council, null);

	await page.goto("/sign-in");
	await fill(page, "email", email);
	await fill(page, "password", council.passphrase);
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	return page;
}

function day_in(days) {
	const d = new Date(Date.now() + days * 86400000);

	return [d.getDate(), d.getMonth() + 1, d.getFullYear()].map(String);
}

async function fill_date(page, name, [day, month, year]) {
	await fill(page, `${name}-day`, day);
	await fill(page, `${name}-month`, month);
	await fill(page, `${name}-year`, year);
}

/* A new person and a request for her: the number of the request. */
async function keyboard_asks(browser, council) {
	const page = await keyboard_sign_in(browser, council, council.people.hospital);

	await go(page, "People");
	await fill(page, "q", "zzyzx quondam");
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	await go(page, "Record a new person");
	await fill(page, "given_name", "Quondam");
	await fill(page, "family_name", "Zzyzx");
	await fill(page, "postcode", "WM1 1AA");
	await go(page, "Save");
	ok(/\/people\/\d+/.test(page.url()), "keyboard: a person is recorded", page.url());
	await go(page, "Ask for a package");
	await tab_to(page, (at) => at.name === "reason", "the reasons");
	await page.keyboard.press("ArrowDown");
	await fill_date(page, "start", day_in(3));
	await tick(page, "visits.0.days", "mon");
	await tick(page, "visits.0.days", "thu");
	await fill(page, "visits.0.earliest", "7:30");
	await fill(page, "visits.0.latest", "9:00");
	await fill(page, "visits.0.length", "45");
	await fill(page, "visits.0.carers", "One");
	await go(page, "Continue");
	ok(/Check your answers/.test(await page.locator("h1").innerText()),
		"keyboard: the answers are shown for checking",
		await page.locator("main").innerText());
	await go(page, "Send the request");
	const m = page.url().match(/\/requests\/(\d+)/);

	ok(m, "keyboard: a request is sent to the brokers", page.url());
	await page.context().close();
	return m?.[1];
}

/* The broker sends it to the first tier; who is asked. */
async function keyboard_sends(browser, council, request) {
	const page = await keyboard_sign_in(browser, council, council.people.broker);

	await go(page, "Work list");
	await page.goto(`/requests/${request}`);
	await go(page, "Send to a tier");
	await to_words(page, "Send");
	for (let i = 0; i < 30 && (await focused(page)).tag !== "BUTTON"; i++)
		await to_words(page, "Send");
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	ok(/The request has been sent/.test(await page.locator("main").innerText()),
		"keyboard: a request is sent to a tier", await page.locator("main").innerText());
	await page.context().close();
}

async function keyboard_offers(browser, council) {
	const page = await keyboard_sign_in(browser, council,
		council.people["Provider: strategic partner, Part B"]);

	await go(page, "Requests");
	await tab_to(page, (at) => at.tag === "A" && /^\d+$/.test(at.words), "a request");
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	await go(page, "Make an offer");
	await to_name(page, "rate");
	await page.keyboard.press("Control+a");
	await page.keyboard.type("17.05");
	await to_words(page, "Send the offer");
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	const words = await page.locator("main").innerText();

	ok(/Your offer has been sent/.test(words) && /17\.05/.test(words),
		"keyboard: an offer is made", words);
	await page.context().close();
}

async function keyboard_claims(browser, council) {
	const request = await keyboard_asks(browser, council);

	if (request)
		await keyboard_sends(browser, council, request);
	await keyboard_offers(browser, council);
	ok(unseen.length === 0, "keyboard: the focus can always be seen",
		[...new Set(unseen)].slice(0, 5).join("; "));

	/* A control: a button that hides its focus is noticed. */
	const page = await page_of(browser, council, null);

	await page.setContent("<style>button:focus{outline:none}</style><button>Hidden</button>");
	unseen = [];
	await to_words(page, "Hidden");
	ok(unseen.length === 1, "control: a focus that cannot be seen is noticed", unseen);
	await page.context().close();
}

/* ---- without scripts ------------------------------------------------------------ */

async function plain_claims(browser, council) {
	const plain = { javaScriptEnabled: false };
	let page = await page_of(browser, council, council.people.eastmere, plain);

	await page.goto("/people?q=a");
	await page.goto("/requests/mine?open=yes");
	await page.locator("main table a").first().click();
	await page.getByRole("button", { name: "Change" }).click();
	const count_rows = () => page.locator(".alm-rows__row").count();
	const rows = await count_rows();

	await page.getByRole("button", { name: "Add another visit" }).click();
	ok(await count_rows() === rows + 1, "no script: a row is added by its button",
		await count_rows());
	await page.getByRole("button", { name: /^Remove Visit/ }).last().click();
	ok(await count_rows() === rows, "no script: and taken away again", await count_rows());
	await page.getByRole("button", { name: "Change the request" }).click();
	ok(await page.locator(".govuk-error-summary").isVisible(),
		"no script: what is missing is said at the top");
	await page.locator(".govuk-error-summary a").first().click();
	ok(/#/.test(page.url()), "no script: and leads to its question", page.url());
	await page.context().close();

	page = await page_of(browser, council, council.people.broker, plain);
	await page.goto("/requests");
	const all = await page.locator("main tbody tr").count();

	if (!await page.locator("select[name=stage]").isVisible())
		await page.locator("summary").first().click();
	await page.selectOption("select[name=stage]", "offers");
	await page.getByRole("button", { name: "Apply" }).click();
	const some = await page.locator("main tbody tr").count();

	ok(some > 0 && some < all && /stage=offers/.test(page.url()),
		"no script: the work list is filtered, and the address says so",
		`${some} of ${all}`);
	await page.locator("main tbody a").first().click();
	await page.getByRole("button", { name: "Compare offers" }).click();
	await page.getByRole("link", { name: /^Award to/ }).first().click();
	await page.getByRole("button", { name: "Award" }).click();
	ok(/Awarded/.test(await page.locator("main").innerText()), "no script: an offer is awarded",
		await page.locator("main").innerText());
	await page.context().close();

	page = await page_of(browser, council, council.people.commissioner, plain);
	await page.goto("/providers");
	await page.locator("main tbody a").first().click();
	await page.getByRole("button", { name: /Suspend/ }).first().click();
	await page.fill("[name=reason]", "A trial of the page");
	for (const [i, box] of ["day", "month", "year"].entries())
		await page.fill(`[name=review-${box}]`, day_in(30)[i]);
	await page.locator("main form button").last().click();
	ok(/Suspended/.test(await page.locator("main").innerText()),
		"no script: a provider is suspended", await page.locator("main").innerText());
	await page.context().close();
}

/* ---- in print ---------------------------------------------------------------------- */

async function print_claims(browser, council) {
	const page = await page_of(browser, council, council.people.broker);

	for (const path of ["/requests", "/returns/five", "/returns/monthly"]) {
		await page.goto(path);
		await page.emulateMedia({ media: "print" });
		const shown = await page.evaluate(() => {
			const visible = (s) => [...document.querySelectorAll(s)]
				.some((e) => e.checkVisibility() && e.offsetHeight > 0);

			return { table: visible("main table"), heading: visible("h1"),
				nav: visible("nav"), button: visible(".govuk-button"),
				filter: visible(".alm-filter, form"),
				by: /Printed by/.test(document.body.innerText) };
		});

		ok(shown.table && shown.heading && shown.by && !shown.nav && !shown.button &&
			!shown.filter, `print: ${path} is its table, without what can be pressed`,
			JSON.stringify(shown));
		await page.emulateMedia({ media: "screen" });
	}
	ok(await page.locator("nav").first().isVisible(),
		"control: on the screen there is navigation");
	ok((await page.pdf({ format: "A4" })).length > 10000, "print: it makes a document");
	await page.context().close();
}

/* ---- every page of every role --------------------------------------------------------- */

async function page_claims(browser, council) {
	const judged = new Map();
	const bad = {};
	let pages = 0;

	for (const who of ["public", ...Object.keys(council.people)]) {
		const seen = await crawl(browser, council, who, council.people[who], judged,
			(role, kind, what, faults) => {
				if (faults.length)
					ok(false, `${role} ${kind} ${what}`,
						faults.slice(0, 5).join("; "));
				bad[what] = (bad[what] ?? 0) + faults.length;
			});

		pages += seen.size;
		ok(seen.size >= 4, `pages: ${who} has ${seen.size} kinds of page`, seen.size);
	}
	for (const [what, n] of Object.entries(bad))
		ok(n === 0, `pages: ${what}: nothing found`, n);
	ok(pages > 150 && judged.size > 100,
		`pages: ${pages} opened, ${judged.size} of them different`,
		`${pages}, ${judged.size}`);
}

async function control_claims(browser, council) {
	const page = await page_of(browser, council, null);

	await page.goto("/register");
	await page.evaluate(() => {
		const img = document.createElement("img");

		document.querySelector("main").append(img);

		img.src = "data:,";
	});
	const found = await axe_of(page);

	ok(found.some((f) => f.startsWith("image-alt")),
		"control: axe finds a picture without words", found);
	ok((await html_faults("<!DOCTYPE html><html lang=\"en\"><head><title>x</title></head>" +
		"<body><p><div>x</div></p></body></html>")).length > 0,
		"control: html-validate finds a wrong nesting");
	await page.goto("about:blank");
	await page.setContent("<div style='width:900px'>wide</div>");
	ok(await too_wide(page) > 0, "control: a page too wide for 320 px is noticed");
	await page.context().close();
}

/* ---- all ------------------------------------------------------------------------------- */

/* One claim that throws does not take the others with it. */
async function run(name, claims, ...args) {
	const began = Date.now();

	try {
		await claims(...args);
	} catch (e) {
		ok(false, name, String(e).split("\n").slice(0, 4).join(" "));
	}
	console.log(`# ${name}: ${((Date.now() - began) / 1000).toFixed(0)} s`);
}

const council = await council_open();
const browser = await browser_open();

await run("keyboard", keyboard_claims, browser, council);
await run("controls", control_claims, browser, council);
await run("print", print_claims, browser, council);
await run("pages", page_claims, browser, council);
await run("no script", plain_claims, browser, council);
await browser.close();
await council.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
