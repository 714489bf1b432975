/* SPDX-License-Identifier: MIT */
/*
 * market_pages.c -- what of the market has an address, a verb, or a law.
 */
#include "market/page.sql.h"
#include "market/pages.h"
#include "site/site.h"

static const struct route routes[] = {
	/* what everybody may see */
	{ .path = "/register", .may = MAY_ANYONE, .title = "Register of care providers",
	  .nav = "Register",
	  .list = &market_register,
	  .says = "Care providers: place, rating, standing with the council." },
	{ .path = "/register/changes", .may = MAY_ANYONE, .title = "Changes of the register",
	  .list = &market_history,
	  .says = "Who was accredited, suspended, removed, and when: the register's history." },
	{ .path = "/register/feed", .may = MAY_ANYONE, .get = history_feed_get, .not_in_api = true,
	  .says = "The newest changes of the register as an Atom feed." },
	{ .path = "/register/{location}", .may = MAY_ANYONE, .get = register_get,
	  .says = "One location in the public register." },

	/* providers */
	{ .path = "/providers", .may = MAY_SEE_MARKET, .title = "Providers", .nav = "Providers",
	  .list = &market_providers_list, .says = "Providers with their standing today." },
	{ .path = "/providers/{provider}", .may = MAY_SEE_MARKET, .get = provider_get,
	  .says = "A provider: standing, suspensions, hours, locations, ratings." },
	{ .path = "/providers/{provider}/suspend", .may = MAY_MARKET, .title = "Suspend",
	  .form = &suspend_form, .load = provider_form_load, .post = suspend_post,
	  .says = "Offer nothing new to a provider or a location, from this second." },
	{ .path = "/embargoes/{embargo}/lift", .may = MAY_MARKET, .title = "Lift a suspension",
	  .form = &lift_form, .load = lift_load, .above = lift_above, .post = lift_post,
	  .says = "End a suspension." },
	{ .path = "/providers/{provider}/accredit", .may = MAY_MARKET, .title = "Accredit",
	  .form = &accredit_form, .load = accredit_load, .post = accredit_post,
	  .says = "Give a provider a standing on the framework, in some localities." },
	{ .path = "/accreditations/{accreditation}/change", .may = MAY_MARKET,
	  .title = "Change a standing", .form = &accreditation_form,
	  .load = accreditation_load_form,
	  .post = accreditation_change_post, .says = "Supersede a standing from a day on." },
	{ .path = "/accreditations/{accreditation}/end", .may = MAY_MARKET,
	  .title = "End a standing",
	  .form = &standing_end_form, .load = standing_end_load, .post = standing_end_post,
	  .says = "Remove, lapse or withdraw a standing." },
	{ .path = "/providers/{provider}/blocks", .may = MAY_MARKET,
	  .title = "Add hours bought ahead",
	  .form = &block_form, .load = provider_form_load, .post = block_post,
	  .says = "Buy hours ahead from a provider." },
	{ .path = "/blocks/{block}/end", .may = MAY_MARKET, .title = "End hours bought ahead",
	  .form = &block_end_form, .load = block_end_load, .post = block_end_post,
	  .says = "End hours bought ahead." },
	{ .path = "/providers/{provider}/email", .may = MAY_MARKET,
	  .title = "Where requests are announced", .form = &email_form, .load = email_load,
	  .post = email_post, .says = "Change a provider's address for requests." },
	{ .path = "/providers/{provider}/skills", .may = MAY_MARKET, .title = "Skills",
	  .form = &skills_form, .load = skills_load, .post = skills_post,
	  .says = "Say which skills a provider has." },

	/* what holds for all */
	{ .path = "/market", .may = MAY_SEE_MARKET, .get = market_get, .nav = "Market",
	  .not_in_api = true,
	  .says = "Where prices, bands, localities and frameworks are kept." },
	{ .path = "/prices", .may = MAY_SEE_MARKET, .title = "Fair price of care",
	  .list = &market_prices_list, .says =
	  	"The fair price of care, by service, locality and day." },
	{ .path = "/prices/new", .may = MAY_MARKET, .title = "Set a fair price of care",
	  .form = &price_form, .load = price_load, .post = price_post,
	  .says = "Set a price from a day on." },
	{ .path = "/bands", .may = MAY_SEE_MARKET, .title = "Time bands",
	  .list = &market_bands_list,
	  .says = "The time bands." },
	{ .path = "/bands/new", .may = MAY_MARKET, .title = "Add a time band", .form = &band_form,
	  .load = band_load, .post = band_post, .says = "Add a time band." },
	{ .path = "/bands/{band}/change", .may = MAY_MARKET, .title = "Change a time band",
	  .form = &band_form, .load = band_change_load, .post = band_change_post,
	  .says = "Supersede a time band from a day on." },
	{ .path = "/bands/{band}/end", .may = MAY_MARKET, .title = "End a time band",
	  .form = &band_end_form, .load = band_end_load, .post = band_end_post,
	  .says = "End a time band." },
	{ .path = "/localities", .may = MAY_SEE_MARKET, .title = "Localities",
	  .list = &market_localities_list, .says = "The council's planning areas." },
	{ .path = "/localities/new", .may = MAY_MARKET, .title = "Add a locality",
	  .form = &locality_form,
	  .post = locality_post, .says = "Add a locality." },
	{ .path = "/districts", .may = MAY_SEE_MARKET, .title = "Postcode districts",
	  .list = &market_districts_list, .says =
	  	"Which postcode district lies in which locality." },
	{ .path = "/districts/new", .may = MAY_MARKET, .title = "Put a district into a locality",
	  .form = &district_form, .load = district_load, .post = district_post,
	  .says = "Put a postcode district into a locality from a day on." },
	{ .path = "/frameworks", .may = MAY_SEE_MARKET, .title = "Frameworks",
	  .list = &market_frameworks_list, .says = "The frameworks." },
	{ .path = "/frameworks/new", .may = MAY_MARKET, .title = "Add a framework",
	  .form = &framework_form, .load = framework_load_form, .post = framework_post,
	  .says = "Add a framework." },
	{ .path = "/frameworks/{framework}", .may = MAY_SEE_MARKET, .get = framework_get,
	  .says = "One framework: its days, windows, and who holds what of it." },
	{ .path = "/frameworks/{framework}/extend", .may = MAY_MARKET,
	  .title = "Extend a framework", .form = &extend_form, .load = extend_load,
	  .post = extend_post, .says = "Let a framework go on, as its terms allow." },
	{ .path = "/frameworks/{framework}/review", .may = MAY_MARKET,
	  .title = "Note the review", .form = &review_form, .load = review_load,
	  .post = review_post, .says = "Note what the review of a framework came to." },
	{ .path = "/frameworks/{framework}/windows/new", .may = MAY_MARKET,
	  .title = "Open a window for applications", .form = &window_form, .load = window_load,
	  .post = window_post, .says = "Let providers apply to join on some days." },
	{ .path = "/skills", .may = MAY_SEE_MARKET, .title = "Skills", .list = &market_skills_list,
	  .says = "The skills that requests may ask for." },
	{ .path = "/skills/new", .may = MAY_MARKET, .title = "Add a skill", .form = &skill_form,
	  .post = skill_post, .says = "Add a skill." },

	/* a provider's own */
	{ .path = "/portal/capacity", .may = MAY_OFFER, .title = "Your free hours",
	  .nav = "Free hours",
	  .get = capacity_get, .post = capacity_post,
	  .says = "State free hours by locality and time band: boxes free.LOCALITY.BAND." },

	/* regulators' files */
	{ .path = "/imports", .may = MAY_ADMIN, .title = "Imports", .nav = "Imports",
	  .list = &market_imports_list, .says = "Files of the regulators that were read." },
	{ .path = "/imports/new", .may = MAY_ADMIN, .title = "Read a regulator's file",
	  .form = &import_form, .post = import_post, .slow = true, .upload = true,
	  .says = "Read a file and show what it would change." },
	{ .path = "/imports/{import}", .may = MAY_ADMIN, .get = import_get,
	  .says = "An import: counts and findings." },
	{ .path = "/imports/{import}/apply", .may = MAY_ADMIN, .title = "Apply an import",
	  .form = &import_apply_form, .post = import_apply_post,
	  .says = "Ask the clerk to apply a previewed import." },
};

static const struct search_part searches[] = {
	{ .order = 3, .key = "providers", .title = "Providers", .may = MAY_SEE_MARKET,
	  .path = "/providers", .list = &market_providers_list },
	{ .order = 4, .key = "locations", .title = "Registered locations", .may = MAY_SEE_MARKET,
	  .path = "/register", .list = &market_register },
};

static const struct check checks[] = {
	{ "standing-once", "A part of a framework is held once at a time for a service (law 3)",
	  &market_check_standings_sql },
};

const struct room market_room = {
	.name = "market", .jobs = import_jobs, .njobs = IMPORT_JOBS,
	.routes = routes, .nroutes = COUNT(routes),
	.searches = searches, .nsearches = COUNT(searches),
	.tasks = market_tasks, .ntasks = MARKET_TASKS, .checks = checks,
	.nchecks = COUNT(checks), .verbs = import_verbs, .nverbs = IMPORT_VERBS,
};
