// The page of a repository, named by the address behind `#`: drawn from the data file that it shares with a few others.
"use strict";

(() => {
	const { element, said, outcome, outside } = waylint;
	const place = document.getElementById("repository");
	const heading = document.querySelector("h1");
	const common = waylint.known.get("standards");
	const rules = new Map(common.rules);
	const texts = waylint.known.get("texts") ?? [];

	/** FNV-1a of the name, as the report reckons it. */
	function shard(name) {
		let hash = 0x811c9dc5;
		for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
		return hash % Number(place.dataset.shards);
	}

	function section(title, ...children) {
		return element("section", {}, element("h2", {}, title), ...children);
	}

	const nothing = (text) => element("p", { class: "nothing" }, text);
	const link = (standard) => element("a", { href: standard.page }, said(standard.title));
	const byId = new Map(common.standards.map((standard) => [standard.id, standard]));
	const linked = (id) => (byId.has(id) ? link(byId.get(id)) : said(id));
	const listed = (items) => items.flatMap((item, at) => (at === 0 ? [item] : [", ", item]));

	function table(heads, rows, attributes = {}) {
		const made = element("table", { class: "sortable", ...attributes },
			element("thead", {}, element("tr", {}, heads.map((head) => element("th", { scope: "col" }, head)))),
			element("tbody", {}, rows.map((row) => element("tr", {}, row.map((cell) => element("td", {}, cell))))));
		waylint.tables.sortable(made);
		return element("div", { class: "wide" }, made);
	}

	/** Owners, facts and how the audit went. */
	function facts(one) {
		const [language, lifecycle, created] = one.facts;
		const [whole, ...parts] = one.owners;
		const about = [language, lifecycle, created && `since ${created}`].filter(Boolean);
		return [
			element("p", {},
				one.team && whole ? element("a", { href: `team/${one.team}.html` }, said(whole[1])) : "unowned",
				whole && whole[3] !== "none" ? element("span", { class: "of" }, ` (${whole[3]})`) : null,
				about.length > 0 ? [" · ", said(about.join(" · "))] : null,
				one.url ? [" · ", outside(one.url, one.url)] : null,
				one.scan.commit ? [" · ", element("code", {}, one.scan.commit.slice(0, 12))] : null),
			parts.length > 0 ? element("ul", {}, parts.map(([path, owner]) => element("li", {}, element("code", {}, said(path)), ": ", said(owner)))) : null,
		];
	}

	function path(one, now) {
		const steps = common.standards.filter((standard) => standard.step !== null && standard.counts);
		if (steps.length === 0) return nothing("There is no golden path.");
		const [prefix, length] = one.position;
		return [
			element("p", {}, `${prefix} of ${length} steps in a row`),
			element("ol", { class: "timeline", id: "path" }, steps.map((standard, at) => {
				const asked = one.path[at] === "1";
				const letter = now[common.standards.indexOf(standard)];
				return element("li", { class: asked && letter === "p" ? "current" : null },
					link(standard), element("span", { class: "of" }, asked ? outcome(letter) : "not on the path"));
			})),
		];
	}

	function tier(one) {
		if (!one.tier) return null;
		const [reached, missing] = one.tier;
		const name = reached === 0 ? "No tier" : common.tiers[reached - 1];
		if (!missing) return element("p", {}, said(name));
		return element("p", {}, said(name), ". ", said(common.tiers[reached] ?? "The next"), " needs exactly: ", listed(missing.map(linked)), ".");
	}

	/** Each standard, run by run. */
	function history(one) {
		const runs = common.runs.map(([, day], at) => [day, at]).slice(-16);
		const missing = new Map(one.missing);
		return element("div", { class: "wide" }, element("table", { class: "history" },
			element("thead", {}, element("tr", {}, element("th", {}, "standard"), element("th", {}, "stage"), element("th", {}, "now"),
				runs.map(([day]) => element("th", { class: "number", title: day }, day.slice(5))))),
			element("tbody", {}, common.standards.map((standard, at) => element("tr", {},
				element("th", { scope: "row" }, link(standard)),
				element("td", {}, element("span", { class: `stage ${standard.stage}` }, standard.stage)),
				element("td", {}, outcome(one.history.at(-1)[at]),
					missing.has(standard.id) ? element("span", { class: "of missing" }, "missing: ", said(missing.get(standard.id).join(", "))) : null),
				runs.map(([, run]) => element("td", { class: "said" }, one.history[run] === "" ? "·" : outcome(one.history[run][at], true))))))));
	}

	/** A finding from its row. */
	function read([rule, level, file, line, column, at, message, snippet, help, fix, waiver], words) {
		const standards = common.standards.filter((standard) => standard.rules.includes(words[rule])).map((standard) => standard.id);
		return {
			rule: words[rule], level, file: words[file], line, column, at: words[at], message: words[message], snippet: words[snippet],
			help: texts[help] ?? "", fix, waiver: words[waiver], standards,
		};
	}

	function finding(one, at) {
		const url = rules.get(one.rule);
		const kind = one.fix === "safe" ? "mended by waylint check --fix" : one.fix === "unsafe" ? "waylint has a fix that wants a look" : null;
		return element("article", { class: `finding ${one.level}${one.waiver ? " lifted" : ""}`, id: `finding-${at}`, tabindex: "-1" },
			element("p", { class: "message" }, said(one.message)),
			element("p", {}, element("code", {}, said(`${one.file}:${one.line}:${one.column}`)), one.at ? [" ", element("span", { class: "of" }, said(one.at))] : null),
			one.snippet ? element("pre", {}, element("code", {}, said(one.snippet))) : null,
			element("p", {}, said(one.help)),
			element("p", { class: "of" }, one.level, " · ", outside(url, one.rule),
				one.standards.length > 0 ? [" · for ", listed(one.standards.map(linked))] : null,
				kind ? ` · ${kind}` : null, one.waiver ? ` · waived (${one.waiver})` : null));
	}

	function findings(one, words) {
		if (one.findings.length === 0) return nothing("None.");
		return one.findings.map((row, at) => finding(read(row, words), at));
	}

	function waivers(one) {
		if (one.waivers.length === 0) return nothing("None.");
		return table(["rule", "kind", "reason", "owner", "until", "lifts"], one.waivers.map(([rule, kind, reason, owner, until, lifts]) =>
			[element("code", {}, said(rule)), kind, said(reason), owner ? said(owner) : "nobody", until ?? "no end", lifts]));
	}

	function artifacts(one) {
		const { scan } = one;
		return [
			element("p", {}, `${scan.artifacts} files of known kinds, ${scan.documents} documents; ${scan.opaque} templates, which are not read; `
				+ `${scan.excluded} left out; ${scan.unreadable} with syntax errors; ${scan.failures} failures.`),
			one.kinds.length > 0 ? table(["kind", "files"], one.kinds) : null,
		];
	}

	function draw(name, one, words) {
		const status = one.scan.status;
		const now = one.history.at(-1);
		const audited = status === "ok" || status === "carried";
		heading.replaceChildren(said(name));
		document.title = waylint.printable(name);
		place.replaceChildren(
			...facts(one).filter(Boolean),
			...(one.scan.message ? [element("p", { class: audited ? "note" : "down" }, said(`${status}: ${one.scan.message}`))] : []),
			section("Tier", tier(one) ?? nothing("Not audited.")),
			section("Golden path", audited ? path(one, now) : nothing("Not audited.")),
			section("Standards, run by run", history(one)),
			section(`Findings (${one.findings.length})`, findings(one, words)),
			section("Waivers", waivers(one)),
			section("What is there", artifacts(one)),
		);
	}

	async function show() {
		if (location.hash.length < 2) {
			place.replaceChildren(nothing("Choose a repository from the list."), element("p", {}, element("a", { href: "repositories.html" }, "All repositories")));
			return;
		}
		try {
			const name = decodeURIComponent(location.hash.slice(1));
			const { words, repositories } = await waylint.load(`repository/${shard(name)}`);
			const together = new Map(repositories);
			if (together.has(name)) draw(name, together.get(name), words);
			else place.replaceChildren(nothing(`This report knows no repository of the name ${name}.`));
		} catch (error) {
			place.replaceChildren(nothing(error.message));
		}
	}

	addEventListener("hashchange", show);
	show();
})();
