/* SPDX-License-Identifier: MIT */
/*
 * crawl.mjs -- every page that somebody can reach by links, one of each kind,
 * filled and with errors: axe, html-validate, 320 px, and a quiet console.
 */
import { readFileSync } from "node:fs";

import { npm, page_of, require_npm } from "./council.mjs";

const { HtmlValidate } = require_npm("html-validate");
const axe_source = `${readFileSync(`${npm}/node_modules/axe-core/axe.min.js`, "utf8")};0`;

/* Ours: GOV.UK puts an h2 error summary before the h1 and roles where old readers need them. */
const judge = new HtmlValidate({
	extends: ["html-validate:recommended", "html-validate:document"],
	rules: { "require-sri": "off", "prefer-native-element": "off", "no-redundant-role": "off",
		"heading-level": ["error", { minInitialRank: "h6", allowMultipleH1: false }],
		"aria-label-misuse": ["error", { allowAnyNamable: true }],
		"no-trailing-whitespace": "off", "long-title": "off",
		/* "visits.0.days" is what the form's table calls it; boxes to tick share their
		 * name with each other and with the hidden one that says "none of them". */
		"valid-id": ["error", { relaxed: true }], "form-dup-name": "off" },
});

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/* What axe finds, in words; [] when nothing. */
export async function axe_of(page) {
	await page.evaluate(axe_source);
	const found = await page.evaluate((tags) => axe.run(document, { runOnly: tags,
		resultTypes: ["violations"] }), AXE_TAGS);

	return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" "))
		.slice(0, 3).join(", ")}`);
}

export async function html_faults(html) {
	const report = await judge.validateString(html);

	return report.results.flatMap((r) => r.messages).map((m) =>
		`${m.ruleId} line ${m.line}: ${m.message}`);
}

/* How much wider than the window the page is. */
export async function too_wide(page) {
	const size = page.viewportSize();

	await page.setViewportSize({ width: 320, height: 800 });
	const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);

	await page.setViewportSize(size);
	return over;
}

/* "/requests/17/send" and "/requests/18/send" are one kind of page. */
export const kind_of = (path) => path.replace(/\/\d+(?=\/|$)/g, "/N");

/* Files, feeds, and what is no page. */
const not_followed = new RegExp("\\.(csv|json|xlsx|css|js|txt|svg|png)$|/feed$|" +
	"/(files|documents|given)/\\d+$|^/(sign-out|l/|theme|api)");

async function links_of(page) {
	return page.evaluate(() => [...document.querySelectorAll("a[href^='/']")]
		.map((a) => new URL(a.href)).map((u) => u.pathname + u.search));
}

/* Sent as it stands, these would do something: no page of errors comes of it. */
const does_at_once =
	/\/(begin|withdraw|sessions|settings|capacity|lift|apply|again|sign-in|skills)$/;

/* The answer to a form that is sent with nothing in it; null: there is none to send. */
async function send_empty(page) {
	const form = await page.evaluateHandle(() => [...document.querySelectorAll("main form")]
		.find((f) => f.method === "post" && f.action === location.href.split("?")[0]));

	if (!form.asElement())
		return null;
	const [reply] = await Promise.all([page.waitForNavigation(), form.evaluate((f) => {
		for (const e of f.elements)
			if (/^(text|email|tel|number|password|textarea)$/.test(e.type))
				e.value = "";
			else if (e.type === "radio" || e.type === "checkbox")
				e.checked = false;
		HTMLFormElement.prototype.submit.call(f);
	})]);
	return reply;
}

/*
 * Crawl as one person.  found(kind, what, faults) is told of each page.
 * Pages whose bones another has been judged by are judged by axe once.
 */
export async function crawl(browser, council, who, email, judged, found) {
	const page = await page_of(browser, council, email);
	const seen = new Map(), waiting = ["/", "/sign-in", "/register", "/accessibility"];

	while (waiting.length) {
		const path = waiting.shift(), bare = path.split("?")[0], kind = kind_of(bare);

		if (seen.has(kind) || not_followed.test(bare) || (email && bare === "/sign-in"))
			continue;
		seen.set(kind, path);
		page.complaints.length = 0;
		const reply = await page.goto(path);

		if (reply.status() >= 400) {
			/* One of the kind may be closed; another may not. */
			if (reply.status() !== 409)
				found(who, path, "status", [`${reply.status()}`]);
			continue;
		}
		for (const link of await links_of(page))
			waiting.push(link);
		await judge_page(page, who, kind, "filled", await reply.text(), judged, found);
		const refused = does_at_once.test(kind) ? null : await send_empty(page);

		if (refused)
			await judge_page(page, who, kind, "error", await refused.text(), judged,
				found);
	}
	await page.context().close();
	return seen;
}

/* The bones of a page: its elements and classes, without its words. */
const bones = (page) => page.evaluate(() => [...new Set([...document.querySelectorAll("body *")]
	.map((e) => `${e.tagName}.${e.className.baseVal ?? e.className}`))].sort().join(" "));

async function judge_page(page, who, kind, state, html, judged, found) {
	const key = `${kind} ${state} ${await bones(page)}`;

	if (judged.has(key)) {
		judged.get(key).push(who);
		return;
	}
	judged.set(key, [who]);
	found(who, kind, `${state}: axe`, await axe_of(page));
	const over = await too_wide(page);

	found(who, kind, `${state}: 320 px`, over > 0 ? [`${over} px wider`] : []);
	found(who, kind, `${state}: html`, await html_faults(html));
	found(who, kind, `${state}: console`,
		page.complaints.filter((c) => !/status of 4\d\d/.test(c)));
}
