/* SPDX-License-Identifier: MIT */
/*
 * almoner.js -- what a page gains where scripts run.  Every page works
 * without it; nothing here decides anything that the server does not check.
 *
 * What the pages say to it:
 *   <select data-autocomplete>    becomes a box to type in, with suggestions
 *   <form data-draft="NAME">      is kept: POST /drafts every few seconds with
 *                                 the form's own fields and draft=NAME,
 *                                 draft_path=the page's address.  2xx: kept;
 *                                 401 or 403: the session has ended.  An
 *                                 element with data-draft-status inside the
 *                                 form says so; one is made if there is none.
 *   <div data-depends="NAME=A,B"> is shown only while the form's field NAME has
 *                                 one of these values
 *   <form method="post">          is sent once, however often it is clicked
 *   <button data-copy="TEXT">     hidden without script; puts TEXT on the clipboard
 *   <body data-session-seconds>   the session ends so many seconds after the
 *                                 page was answered, unless something is asked
 *   <body data-session-path>      the address to ask to stay signed in (GET)
 *   <body data-autocomplete-src>  where the autocomplete script is; fetched
 *                                 only by a page that needs it
 */
import { initAll } from "asset:govuk-frontend.min.js";

const SAVE_AFTER_MS = 3000;   /* of quiet; a busy typist is saved as often */
const WARN_BEFORE_S = 300;    /* WCAG 2.2.1 asks for 20 s at the least */
const SIGNED_OUT = "You are signed out. Keep this window open, sign in again " +
	"in another one, and carry on here.";

/* A page that wants a sign-in answers 401 or 403, or sends to the sign-in page. */
const signed_out = (reply) => reply.status === 401 || reply.status === 403 ||
	reply.type === "opaqueredirect";

/* ---- selects with suggestions --------------------------------------------- */

/* The select keeps the name and the value: what is typed must be one of its
 * options, or nothing is chosen, never what was chosen before. */
function choose_typed(select, input) {
	const typed = input.value.trim().toLowerCase();
	const option = [...select.options].find(
		(o) => typed !== "" && o.text.trim().toLowerCase() === typed);

	select.value = option ? option.value : "";
}

function autocomplete_start(select) {
	const id = select.id;

	window.accessibleAutocomplete.enhanceSelectElement({
		selectElement: select,
		defaultValue: select.value ? select.selectedOptions[0].text : "",
		showAllValues: select.options.length <= 50,
		inputClasses: select.classList.contains("govuk-select--error") ?
			"govuk-input--error" : null,
		onConfirm: () => {},
	});
	const input = document.getElementById(id);
	if (!input)
		return;
	/* A click on a suggestion fills the box just after its blur. */
	input.addEventListener("blur", () => setTimeout(() => {
		choose_typed(select, input);
		select.dispatchEvent(new Event("change", { bubbles: true }));
	}, 150));
	select.form?.addEventListener("submit", () => choose_typed(select, input));
}

function autocompletes_start() {
	const selects = document.querySelectorAll("select[data-autocomplete]");
	const src = document.body.dataset.autocompleteSrc ||
		"asset:accessible-autocomplete.min.js";

	if (selects.length === 0)
		return;
	const script = document.createElement("script");
	script.src = src;
	script.addEventListener("load", () => selects.forEach(autocomplete_start));
	document.head.append(script);
}

/* ---- questions that follow from others ---------------------------------------- */

/* What the field has now: of boxes to tick, all that are ticked. */
function values_of(form, name) {
	const fields = [...form.elements].filter((field) => field.name === name);

	return fields.filter((field) => !/^(radio|checkbox)$/.test(field.type) || field.checked)
		.map((field) => field.value);
}

/* Hidden, not taken away: what was typed comes back, and the server decides
 * whether it is asked for. */
function depends_start(group) {
	const [name, list = ""] = group.dataset.depends.split("=");
	const wanted = list.split(",");
	const form = group.closest("form");

	function look() {
		group.hidden = !values_of(form, name).some((value) => wanted.includes(value));
	}
	if (form && [...form.elements].some((field) => field.name === name)) {
		form.addEventListener("change", look);
		look();
	}
}

/* ---- drafts ------------------------------------------------------------------ */

const clock = () => new Date().toLocaleTimeString("en-GB",
	{ hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });

function draft_status(form) {
	let status = form.querySelector("[data-draft-status]");

	if (!status) {
		status = document.createElement("p");
		status.className = "alm-draft";
		form.append(status);
	}
	status.setAttribute("role", "status");
	return status;
}

function draft_body(form) {
	const body = new URLSearchParams();

	for (const [name, value] of new FormData(form))
		if (typeof value === "string" &&
		    form.elements[name]?.type !== "password")
			body.append(name, value);
	body.set("draft", form.dataset.draft);
	body.set("draft_path", location.pathname + location.search);
	return body;
}

function draft_start(form) {
	const status = draft_status(form);
	let timer = 0, dirty = false, lost = false;

	async function save(keepalive) {
		clearTimeout(timer);
		timer = 0;
		if (!dirty || form.dataset.sent)
			return;
		dirty = false;
		try {
			const reply = await fetch("/drafts", {
				method: "POST", body: draft_body(form), keepalive,
				headers: { Accept: "application/json" },
				redirect: "manual",
			});
			if (reply.ok) {
				lost = false;
				status.textContent = `Saved ${clock()}`;
				session_renew();
				return;
			}
			lost = true;
			status.textContent = signed_out(reply) ?
				`Not saved. ${SIGNED_OUT}` : "Not saved yet. We will try again.";
		} catch {
			lost = true;
			status.textContent = "Not saved: no connection. We will try again.";
		}
		dirty = true;
		timer = timer || setTimeout(save, 4 * SAVE_AFTER_MS);
	}
	function touched() {
		dirty = true;
		timer = timer || setTimeout(save, SAVE_AFTER_MS);
	}
	form.addEventListener("input", touched);
	form.addEventListener("change", touched);
	document.addEventListener("visibilitychange", () => {
		if (document.visibilityState === "hidden")
			save(true);
	});
	window.addEventListener("beforeunload", (event) => {
		if (lost && dirty && !form.dataset.sent)
			event.preventDefault();
	});
}

/* ---- one click, one sending ------------------------------------------------ */

/* The server does a key only once anyway; this spares people the wait. */
function submit_once(event) {
	const form = event.target;

	if (form.method !== "post" || event.defaultPrevented)
		return;
	if (form.dataset.sent)
		event.preventDefault();
	form.dataset.sent = "yes";
	/* A file to save leaves the page where it is. */
	setTimeout(() => { delete form.dataset.sent; }, 10000);
}

/* ---- the session's end ------------------------------------------------------- */

let session_ends = 0, session_banner = null;

function session_renew() {
	const seconds = Number(document.body.dataset.sessionSeconds);

	if (!(seconds > 0))
		return;
	session_ends = Date.now() + seconds * 1000;
	session_banner?.remove();
	session_banner = null;
}

async function session_stay() {
	const reply = await fetch(document.body.dataset.sessionPath || "/session",
		{ headers: { Accept: "application/json" }, redirect: "manual" })
		.catch(() => null);

	if (reply?.ok)
		session_renew();
	else if (reply && signed_out(reply))
		session_ends = 0;
	session_look();
}

function session_warn() {
	const text = document.createElement("p");
	const button = document.createElement("button");
	const width = document.createElement("div");

	session_banner = document.createElement("section");
	session_banner.className = "alm-session";
	session_banner.setAttribute("role", "alert");
	session_banner.setAttribute("aria-label", "Your session");
	width.className = "govuk-width-container";
	text.className = "govuk-body";
	button.type = "button";
	button.className = "govuk-button govuk-!-margin-bottom-0";
	button.textContent = "Stay signed in";
	button.addEventListener("click", session_stay);
	width.append(text, button);
	session_banner.append(width);
	document.body.append(session_banner);
	return text;
}

function session_look() {
	const left = Math.ceil((session_ends - Date.now()) / 60000);
	let words = SIGNED_OUT;

	if (Date.now() < session_ends - WARN_BEFORE_S * 1000)
		return;
	if (left > 0)
		words = `You will be signed out in ${left} ` +
			`minute${left === 1 ? "" : "s"}.`;
	const text = session_banner?.querySelector("p") || session_warn();
	/* Said again only when it changes: a screen reader hears each. */
	if (text.textContent !== words)
		text.textContent = words;
}

/* ---- start --------------------------------------------------------------------- */

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype)
	document.body.classList.add("govuk-frontend-supported");
initAll();
autocompletes_start();
document.querySelectorAll("[data-depends]").forEach(depends_start);
document.querySelectorAll("form[data-draft]").forEach(draft_start);
document.addEventListener("submit", submit_once);
document.querySelectorAll("[data-print]").forEach((button) => {
	button.hidden = false;
	button.addEventListener("click", () => window.print());
});
/* Only where the browser lets a page write to the clipboard (https, localhost). */
document.querySelectorAll("button[data-copy]").forEach((button) => {
	button.hidden = !navigator.clipboard;
	button.addEventListener("click", async () => {
		await navigator.clipboard.writeText(button.dataset.copy);
		button.firstChild.textContent = "Copied";
	});
});
session_renew();
if (session_ends)
	setInterval(session_look, 5000);
/* Back to a page that the browser kept: it may be sent again. */
window.addEventListener("pageshow", (event) => {
	if (event.persisted)
		document.querySelectorAll("form[data-sent]").forEach(
			(form) => { delete form.dataset.sent; });
});
